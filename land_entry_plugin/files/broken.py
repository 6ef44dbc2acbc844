# SPDX-License-Identifier: GPL-2.0-or-later
"""What libraries that parse files raise at broken ones: they document little of it."""

from __future__ import annotations

import zipfile
import zlib

# XML parsers raise kinds of SyntaxError; what hangs or fills the memory is no error and is looked at before.
PARSER_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    StopIteration,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
LARGEST_UNPACKED_BYTES = 500_000_000


def unpacked_bytes(archive: zipfile.ZipFile) -> int:
    """Return how large the members of an archive say that they are; they cannot be read beyond that."""
    return sum(entry.file_size for entry in archive.infolist())
