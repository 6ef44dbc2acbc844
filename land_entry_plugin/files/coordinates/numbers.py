# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel numbers of a file, kept small: which of them stand there twice."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from land_entry_plugin.files.coordinates.model import NUMBER, Note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from land_entry_plugin.files.coordinates.model import Block


@dataclass
class ParcelNumbers:
    """Numbers and where they stand: of each eight bytes of a hash, its line, and its text as bytes."""

    hashes: array = field(default_factory=lambda: array("q"))
    lines: array = field(default_factory=lambda: array("q"))
    texts: bytearray = field(default_factory=bytearray)

    def add(self, blocks: Sequence[Block]) -> None:
        """Take the numbers of some parcels."""
        for block in blocks:
            number = block.values.get(NUMBER)
            if number:
                text = number.encode("utf-8")
                self.hashes.append(int.from_bytes(blake2b(text, digest_size=8).digest(), "big", signed=True))
                self.lines.append(block.line)
                self.texts += text + b"\n"

    def notes(self) -> list[Note]:
        """Return a note for every number that stands there more than once, or that there is none at all."""
        if not self.hashes:
            return [Note("no_numbers")]
        found, counts = np.unique(np.array(self.hashes), return_counts=True)
        if (counts == 1).all():
            return []
        twice = set(found[counts > 1].tolist())
        lines: dict[str, list[int]] = defaultdict(list)
        for number, line, own in zip(self.texts.split(b"\n"), self.lines, self.hashes, strict=False):
            if own in twice:
                lines[number.decode("utf-8")].append(line)
        return [Note("number_twice", {"number": one, "lines": where}) for one, where in lines.items()]
