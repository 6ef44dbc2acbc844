# SPDX-License-Identifier: GPL-2.0-or-later
"""Assemble the plugin folder that QGIS loads: the package, metadata.txt, resources, LICENSE and the sample township.

The version stands in metadata.txt alone, what is new in CHANGELOG.md alone; the zip has both in its metadata.txt.

python3 scripts/assemble.py --link FOLDER     links, so that QGIS runs the files of this checkout
python3 scripts/assemble.py --zip             dist/land_entry_plugin-VERSION.zip
"""

from __future__ import annotations

import argparse
import configparser
import contextlib
import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "land_entry_plugin"
BESIDE = ("metadata.txt", "resources", "LICENSE", "sample_data/township.gpkg")
# A fixed time, so that equal sources give an equal zip.
ZIP_TIME = (2026, 1, 1, 0, 0, 0)
# Of addresses in metadata.txt that nobody has filled in yet.
NOT_FILLED_IN = "example.org"
# How many versions the plugin manager shows.
SECTIONS_SHOWN = 3


def entries() -> list[Path]:
    """Return what the plugin folder holds, at its top level."""
    return [*sorted((ROOT / PACKAGE).iterdir()), *(ROOT / name for name in BESIDE)]


def link(folder: Path) -> None:
    """Make ``folder`` hold a link to every entry, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {place(entry).parts[0]: entry for entry in entries() if entry.name != "__pycache__"}
    # of the folder with the sample all is linked: what else lies there is not in the way
    wanted["sample_data"] = ROOT / "sample_data"
    for old in folder.iterdir():
        if old.is_symlink() and (old.name not in wanted or old.resolve() != wanted[old.name]):
            old.unlink(missing_ok=True)
    for name, entry in wanted.items():
        # two commands may start at once
        with contextlib.suppress(FileExistsError):
            (folder / name).symlink_to(entry)


def place(entry: Path) -> Path:
    """Return where an entry lies in the plugin folder."""
    return entry.relative_to(ROOT / PACKAGE if entry.is_relative_to(ROOT / PACKAGE) else ROOT)


def is_hidden(path: Path) -> bool:
    """Return whether an editor or a file manager left this behind: the plugin site refuses such files."""
    return any(part.startswith(".") for part in path.relative_to(ROOT).parts)


def version() -> str:
    """Return the version that metadata.txt states."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def not_filled_in(text: str) -> list[str]:
    """Return the keys of metadata.txt whose values are there to be filled in."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read_string(text)
    return [key for key, value in metadata["general"].items() if NOT_FILLED_IN in value]


def changelog(text: str, newest: str) -> str:
    """Return the newest sections of CHANGELOG.md as metadata.txt takes them: indented, an entry a line.

    Parameters
    ----------
    text
        CHANGELOG.md; a section begins with ``## VERSION``, the newest first.
    newest
        The version that is packed.

    Raises
    ------
    ValueError
        Where the newest section is not that of the version, is empty, or holds a sign that readers of
        metadata.txt take for something else.
    """
    parts = re.split(r"^## +(.+?) *$", text, flags=re.MULTILINE)[1:]
    sections = [(title, body.strip()) for title, body in zip(parts[::2], parts[1::2], strict=True)]
    if not sections or sections[0][0].split()[0] != newest or not sections[0][1]:
        raise ValueError(f"CHANGELOG.md does not begin with what is new in {newest}, the version of metadata.txt")
    if "%" in text:
        raise ValueError("CHANGELOG.md holds a percent sign, which QGIS's reader of metadata.txt does not take")
    lines = []
    for title, body in sections[:SECTIONS_SHOWN]:
        # an entry that runs over several lines is one
        entries_of_it = re.sub(r"\n +", " ", body).splitlines()
        lines += [title, *(re.sub(r"[`*]", "", entry).lstrip("# ") for entry in entries_of_it if entry.strip())]
    return "\n".join(f"  {line}" for line in lines)


def packed_metadata() -> bytes:
    """Return metadata.txt with what is new in place of where to read it."""
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    news = changelog((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version())
    head, found, rest = text.partition("changelog=")
    if not found:
        raise ValueError("metadata.txt has no line changelog=")
    return f"{head}changelog=\n{news}\n{rest.partition(chr(10))[2]}".encode()


def pack() -> Path:
    """Write the zip and return its path."""
    target = ROOT / "dist" / f"{PACKAGE}-{version()}.zip"
    target.parent.mkdir(exist_ok=True)
    part = target.with_suffix(".part")
    made = {ROOT / "metadata.txt": packed_metadata()}
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries():
            for path in [entry] if entry.is_file() else sorted(entry.rglob("*")):
                if path.is_dir() or "__pycache__" in path.parts or path.suffix == ".pyc" or is_hidden(path):
                    continue
                info = zipfile.ZipInfo(f"{PACKAGE}/{place(path).as_posix()}", ZIP_TIME)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, made.get(path) or path.read_bytes())
    part.replace(target)
    return target


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--link", type=Path, metavar="FOLDER")
    what.add_argument("--zip", action="store_true")
    arguments = parser.parse_args()
    if arguments.link:
        link(arguments.link)
    else:
        try:
            open_keys = not_filled_in((ROOT / "metadata.txt").read_text(encoding="utf-8"))
            if open_keys:
                named = ", ".join(open_keys)
                print(
                    f"assemble: metadata.txt: {named} to be filled in before a release (CONTRIBUTING.md)",
                    file=sys.stderr,
                )
            print(pack())
        except ValueError as fault:
            sys.exit(f"assemble: {fault}")


if __name__ == "__main__":
    main()
