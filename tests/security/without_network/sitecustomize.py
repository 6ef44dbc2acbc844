# SPDX-License-Identifier: GPL-2.0-or-later
"""Loaded by every Python of a run: neither it nor a library opens a socket of the internet."""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import struct
import sys

_INTERNET = (2, 10)
_SYSTEM_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


class ForbiddenSocket(socket.socket):
    """What any attempt to speak to somebody meets."""

    def __init__(self, *given: object, **named: object) -> None:
        with open(os.environ["SOCKETS_SEEN"], "a") as file:
            file.write(f"{sys.argv} {given} {named}\n")
        raise PermissionError("a socket was opened")


def forbid_to_libraries() -> bool:
    """End the process that asks the kernel for a socket of the internet, whichever library does; say if it can be."""
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _SYSTEM_CALLS:
        return False
    architecture, number = _SYSTEM_CALLS[machine]
    four, six = _INTERNET
    steps = [
        (_LOAD, 0, 0, 4), (_EQUALS, 0, 5, architecture),
        (_LOAD, 0, 0, 0), (_EQUALS, 0, 3, number),
        (_LOAD, 0, 0, 16), (_EQUALS, 2, 0, four), (_EQUALS, 1, 0, six),
        (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _KILL),
    ]  # fmt: skip
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    library = ctypes.CDLL(None, use_errno=True)
    return library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0 and library.prctl(_SECCOMP, _FILTER, program) == 0


# QGIS itself looks at the computer's network as it starts: who starts it forbids the rest to libraries after that
if not os.environ.pop("QGIS_COMES_FIRST", ""):
    forbid_to_libraries()
socket.socket = ForbiddenSocket  # type: ignore[misc]
