# SPDX-License-Identifier: GPL-2.0-or-later
"""A PostgreSQL of one's own: a folder, a socket in it, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# As somebody sets it up who loads a table to use it once.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "jit": "off",
}


class PostgresMissingError(RuntimeError):
    """There is no PostgreSQL with PostGIS on this machine."""


@contextmanager
def own_postgres() -> Iterator[dict[str, str]]:
    """Yield the variables with which clients reach a server that stands as long as the context.

    Raises
    ------
    PostgresMissingError
        When there is none.
    """
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin/postgres"), default=None)
    if binaries is None or not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        raise PostgresMissingError("PostgreSQL with PostGIS is not installed")
    # short: the path of a socket has at most 107 characters
    folder = Path(tempfile.mkdtemp(prefix="pg_"))
    own = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if own:
        shutil.chown(folder, "postgres")

    def tool(name: str, *arguments: str) -> None:
        command = [*own, str(binaries.with_name(name)), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    data = folder / "data"
    variables = {"PGHOST": str(folder), "PGUSER": "postgres", "PGDATABASE": "postgres"}
    try:
        tool("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
        options = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items())
        tool("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", f"{options} -k {folder}", "start")
        try:
            create = ["psql", "-qX", "-c", "CREATE EXTENSION postgis"]
            subprocess.run(create, check=True, env=os.environ | variables)
            yield variables
        finally:
            tool("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
