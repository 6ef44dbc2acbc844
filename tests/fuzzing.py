# SPDX-License-Identifier: GPL-2.0-or-later
"""Files with faults made at random: what reads them may refuse them in a sentence, never fail, hang or fill the memory.

By hand, for as long as one likes: ``python tests/fuzzing.py FOLDER --minutes 20 --seed 7 --endings .txt .vct``; what
failed stays in the folder.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

# Of the processor: how busy the machine is says nothing.
SECONDS_EACH = 5.0
# What one small file may add to the memory in use.
MEMORY_EACH_MB = 300
NUMBER = re.compile(rb"-?\d+(\.\d+)?")
ODD_NUMBERS = [
    b"0", b"-1", b"1e308", b"-1e308", b"1e999", b"nan", b"inf", b"999999999999999999999", b"4294967296", b"1000000",
    b"0.0000001", b"", b"39", b"117", b"1,2", b"\xef\xbc\x91", b"--5", b"1e5", b"21", b"100", b"22", b"11", b"12",
]  # fmt: skip
ODD_BYTES = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n\r\n", b",,,,", b"@", b"[", b"\xe3\x80\x90", b"\t",
    b"\x1a", b"\x80", b"\xbf\xbf", b"=", b"\"", b"&", b"<", b"\xa3\xac", b"END", b"Begin", b" " * 50,
]  # fmt: skip


class Hang(BaseException):
    """A file took too long."""


@dataclass
class Outcome:
    """What came out of many files."""

    read: int = 0
    refused: Counter = field(default_factory=Counter)
    failed: list[tuple[str, str]] = field(default_factory=list)
    slowest_s: float = 0.0

    @property
    def count(self) -> int:
        return self.read + sum(self.refused.values()) + len(self.failed)


def faulty(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return a file's bytes with one to six faults; of an archive, those of a member or of the archive."""
    if content[:2] == b"PK" and chance.random() < 0.8:
        return _faulty_archive(content, others, chance)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        content = chance.choice(_FAULTS)(content, others, chance)
    return content[:200_000]


def _faulty_archive(content: bytes, others: list[bytes], chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return content
    name = chance.choice(sorted(members))
    members[name] = faulty(members[name], list(members.values()), chance)
    if chance.random() < 0.05:
        del members[name]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return stream.getvalue()


def _flip(content, others, chance):
    result = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        if result:
            result[chance.randrange(len(result))] = chance.randrange(256)
    return bytes(result)


def _insert(content, others, chance):
    place = chance.randint(0, len(content))
    return content[:place] + chance.choice(ODD_BYTES) + content[place:]


def _cut_out(content, others, chance):
    start = chance.randint(0, len(content))
    return content[:start] + content[start + chance.choice((1, 2, 10, 100, 1000)) :]


def _cut_off(content, others, chance):
    return content[: chance.randint(0, len(content))]


def _number(content, others, chance):
    found = list(NUMBER.finditer(content))
    if not found:
        return content
    one = chance.choice(found)
    return content[: one.start()] + chance.choice(ODD_NUMBERS) + content[one.end() :]


def _lines(content, others, chance):
    lines = content.split(b"\n")
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    what = chance.randrange(4)
    if what == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif what == 1:
        lines.insert(i, lines[j])
    elif what == 2:
        del lines[min(i, j) : max(i, j)]
    else:
        lines[i:i] = lines[min(i, j) : max(i, j)]
    return b"\n".join(lines)


def _splice(content, others, chance):
    other = chance.choice(others)
    return content[: chance.randint(0, len(content))] + other[chance.randint(0, len(other)) :]


def _repeat(content, others, chance):
    start = chance.randint(0, len(content))
    piece = content[start : start + chance.choice((1, 5, 50))]
    return content[:start] + piece * chance.choice((2, 20, 500)) + content[start:]


def _recode(content, others, chance):
    try:
        return content.decode("utf-8", "replace").encode(chance.choice(("gb18030", "utf-16", "utf-16-be", "utf-8-sig")))
    except UnicodeError:
        return content


_FAULTS = (_flip, _insert, _cut_out, _cut_off, _number, _number, _number, _lines, _lines, _splice, _repeat, _recode)


def sweep(seeds, read, folder: Path, chance: random.Random, *, count=None, seconds=None, keep=False) -> Outcome:
    """Read ``count`` faulty files, or as many as ``seconds`` allow.

    Parameters
    ----------
    seeds : list of (str, bytes)
        Endings of names, and sound files.
    read : function
        Reads the file of a path.
    """
    from land_entry_plugin.errors import InputError

    outcome, end = Outcome(), time.monotonic() + (seconds or 1e9)
    contents = {ending: [one for other, one in seeds if other == ending] for ending, _ in seeds}
    previous = signal.signal(signal.SIGPROF, _hang)
    try:
        while (count is None or outcome.count < count) and time.monotonic() < end:
            ending, content = chance.choice(seeds)
            path = folder / f"faulty{ending}"
            path.write_bytes(faulty(content, contents[ending], chance))
            before, start = _peak_mb(), time.monotonic()
            signal.setitimer(signal.ITIMER_PROF, SECONDS_EACH)
            fault = None
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    read(path)
                outcome.read += 1
            except InputError as error:
                outcome.refused[error.text_id] += 1
                fault = "blank sentence" if not (error.user_message("zh") and error.user_message("en")) else None
            except (Exception, Hang):
                fault = traceback.format_exc()
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            outcome.slowest_s = max(outcome.slowest_s, time.monotonic() - start)
            if _peak_mb() - before > MEMORY_EACH_MB:
                fault = f"{_peak_mb() - before} MB more memory"
            if fault is not None:
                kept = path.with_name(f"failed_{len(outcome.failed)}{ending}")
                outcome.failed.append((kept.name, fault))
                if keep:
                    path.rename(kept)
    finally:
        signal.signal(signal.SIGPROF, previous)
    return outcome


def _hang(signal_number, frame):
    raise Hang


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--endings", nargs="*")
    options = options.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    from faulty_files import read_any, sound_files

    with tempfile.TemporaryDirectory() as place:
        seeds = [one for one in sound_files(Path(place)) if not options.endings or one[0] in options.endings]
        start = time.monotonic()
        outcome = sweep(
            seeds, read_any, options.folder, random.Random(options.seed), seconds=options.minutes * 60, keep=True
        )
    print(f"{outcome.count} files in {(time.monotonic() - start) / 60:.1f} minutes: {outcome.read} read,")
    print(f"{sum(outcome.refused.values())} refused, {len(outcome.failed)} failed; slowest {outcome.slowest_s:.2f} s,")
    print(f"peak {_peak_mb():.0f} MB")
    print(outcome.refused.most_common())
    kinds = Counter(fault.strip().splitlines()[-1][:100] for _, fault in outcome.failed)
    print(kinds.most_common())
    (options.folder / "failed.log").write_text("\n\n".join(f"{name}\n{fault}" for name, fault in outcome.failed))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
