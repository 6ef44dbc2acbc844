# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line, in the tests' own process: one test a command starts a Python of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from land_entry_plugin.cli.main import main


@pytest.fixture
def command(monkeypatch, capfd, tmp_path):
    """Return what a command line does, as a finished process."""

    def run(*arguments, language="en"):
        monkeypatch.setenv("LANGUAGE", language)
        monkeypatch.chdir(tmp_path)
        capfd.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        said = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run


@pytest.fixture
def typed(root, tmp_path):
    """Return what a command line does in a Python of its own, as a user types it."""

    def run(*arguments, language="en"):
        environment = os.environ | {
            "LANGUAGE": language,
            "PYTHONPATH": f"{root}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        }
        return subprocess.run(
            [sys.executable, "-m", "land_entry_plugin", *map(str, arguments)],
            capture_output=True, text=True, env=environment, cwd=tmp_path, check=False,
        )  # fmt: skip

    return run
