# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a run finds its surveys, its server and its folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.contenders import ROOT
from benchmarks.coverage.made import Recipe, made_parcels, made_survey, scratch
from benchmarks.peers.postgres import own_postgres
from benchmarks.running import TOO_LONG_S, Ran, RunError, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from benchmarks.contenders import Contender


class Place:
    """Surveys of the sizes asked for, and what the tools need besides."""

    def __init__(self, stack: ExitStack, patches: int, parcels: int, seed: int, lines: int) -> None:
        self._stack = stack
        self.recipe, self.parcels = Recipe(patches, seed, line_vertices=lines), parcels
        self._made: dict[tuple[str, Recipe, int], tuple[Path, Path]] = {}
        scratch().mkdir(parents=True, exist_ok=True)
        self._profile = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench_profile_"))

    def files(
        self, format_: str = "gpkg", patches: int | None = None, parcels: int | None = None, bow_ties: float = 0.0
    ) -> tuple[Path, Path]:
        """Return the survey and the parcels, made now if they are not there."""
        recipe = replace(self.recipe, patches=patches or self.recipe.patches, bow_ties=bow_ties)
        asked = format_, recipe, parcels or self.parcels
        if asked not in self._made:
            self._made[asked] = self._make(*asked)
        return self._made[asked]

    def _make(self, format_: str, recipe: Recipe, count: int) -> tuple[Path, Path]:
        if format_ == "parquet":
            return made_survey(recipe, format_), made_parcels(recipe, count, format_)
        # by the libraries that the plugin reads it with
        command = [str(ROOT / ".venv/bin/python"), "-m", "benchmarks.make_coverage", "--format", format_]
        command += ["--patches", str(recipe.patches), "--parcels", str(count), "--seed", str(recipe.seed)]
        command += ["--bow-ties", str(recipe.bow_ties), "--line-vertices", str(recipe.line_vertices)]
        done = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.variables
        )
        survey, parcels_path = done.stdout.split()
        return Path(survey), Path(parcels_path)

    @cached_property
    def variables(self) -> dict[str, str]:
        """Return the environment of all tools."""
        own = {
            "PYTHONPATH": str(ROOT),
            "QGIS_CUSTOM_CONFIG_PATH": self._profile,
            "LAND_ENTRY_PROFILE": self._profile,
            "LAND_ENTRY_HOME": self._profile,
            "PYTHONWARNINGS": "ignore",
        }
        return os.environ | own

    @cached_property
    def postgres(self) -> dict[str, str]:
        """Return how clients reach the run's own server, which stands from now to the end of the run."""
        return self._stack.enter_context(own_postgres())

    def run(
        self, contender: Contender, *, checked: bool = False, too_long_s: float = TOO_LONG_S, **sizes
    ) -> tuple[Ran, Path]:
        """Return what a run of a contender took and the folder with what it wrote (see ``folder``).

        Raises
        ------
        RunError
            When it is not there, or ends with an error.
        """
        survey, parcels = self.files(contender.format_, **sizes)
        with self.folder(contender.name) as folder:
            make = contender.checked_command if checked else contender.command
            command = make(survey, parcels, folder)
            return self.run_command(command, contender, checked=checked, too_long_s=too_long_s), folder

    def run_command(
        self,
        command: list[str],
        contender: Contender | None = None,
        *,
        checked: bool = False,
        too_long_s: float = TOO_LONG_S,
    ) -> Ran:
        """Return what a command took."""
        more, servers = dict(contender.variables) if contender else {}, []
        if contender and contender.needs_postgres:
            more |= self.postgres
            servers = [one.pid for one in psutil.process_iter(["name", "cmdline"]) if _is_server(one, more["PGHOST"])]
        variables = self.variables | more
        return run(command, variables, watch_memory=checked, servers=servers, too_long_s=too_long_s)

    def folder_of(self, name: str) -> Path:
        """Return where results of this name are written."""
        return scratch() / "results" / name

    @contextmanager
    def folder(self, name: str) -> Iterator[Path]:
        """Yield an empty folder for results, which the next one of this name replaces."""
        folder = self.folder_of(name)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        yield folder


def _is_server(process: psutil.Process, folder: str) -> bool:
    return process.info["name"] == "postgres" and folder in " ".join(process.info["cmdline"] or ())


def complain(name: str, error: Exception) -> str:
    """Return why something is missing, printed too."""
    text = str(error) if isinstance(error, RunError) else f"{type(error).__name__}: {error}"
    print(f"  {name}: {text}", file=sys.stderr, flush=True)
    return text
