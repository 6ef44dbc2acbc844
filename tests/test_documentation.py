# SPDX-License-Identifier: GPL-2.0-or-later
"""What the documentation tells one to type works: marked commands are run, the options of all others are looked up."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pyogrio
import pytest
import yaml

from land_entry_plugin.cli.main import COMMANDS, main, parser

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(
    [*ROOT.glob("README*.md"), ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md"), *ROOT.glob("sample_data/*.md")]
)
MOST_IN_QGIS = 2
FENCED = re.compile(r"^(?:(<!-- run -->)\n)?```(?:sh|bash|text|yaml|json)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"(?:^ {4}\S.*\n(?:^ {8,}\S.*\n)*)+", re.MULTILINE)
INLINE = re.compile(r"`((?:\.venv/bin/)?python -m land_entry_plugin [^`]+|[^`]*qgis_process run landentry:[^`]+)`")
PLACEHOLDERS = {"…", "...", "|"}


def commands_of(text):
    """Return the commands of a block, continued lines joined; comments and descriptions beside them are left out."""
    joined = re.sub(r"\\\n\s*", "", text)
    # a synopsis goes on with what one may add
    joined = re.sub(r"\n +(?=\[|--)", " ", joined)
    lines = [re.split(r" {3,}|\s+# ", line.strip())[0] for line in joined.splitlines()]
    return [line for line in lines if told_to_type(line)]


def without_remarks(body):
    """Return a block without the remarks and descriptions in it, which are in the language of the page."""
    lines = (re.split(r"(?<=\S)(?: {3,}|\s+# )|^\s*# ", line)[0].rstrip() for line in body.splitlines())
    return [line for line in lines if line]


def told_to_type(line):
    return "-m land_entry_plugin " in line or "landentry:" in line or line.split(" ")[0] in COMMANDS


def of_page(page):
    text = page.read_text(encoding="utf-8")
    blocks = [body for _, body in FENCED.findall(text)]
    rest = FENCED.sub("", text)
    blocks += INDENTED.findall(rest) + [match.replace("\n", " ") for match in INLINE.findall(rest)]
    return [command for block in blocks for command in commands_of(block)]


def marked():
    """Return the commands that are run, each once, in the order in which they are told."""
    found = {}
    for page in PAGES:
        for mark, body in FENCED.findall(page.read_text(encoding="utf-8")):
            if mark:
                found |= dict.fromkeys(commands_of(body), page.name)
    return found


ALL = sorted({(page.relative_to(ROOT).as_posix(), command) for page in PAGES for command in of_page(page)})


def split(command):
    """Return the tokens of a command without brackets of what may be left out, and whether it names only a part."""
    tokens = shlex.split(command.replace("[", " ").replace("]", " "))
    return [token for token in tokens if token not in PLACEHOLDERS], bool(PLACEHOLDERS & set(tokens))


def arguments_of(tokens):
    return tokens[tokens.index("land_entry_plugin") + 1 :] if "land_entry_plugin" in tokens else tokens


def parsed(arguments):
    """Return how the argument parser ends, and what it says."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            parser(arguments[0]).parse_args(arguments)
        except SystemExit as ended:
            return ended.code, said.getvalue()
    return 0, said.getvalue()


def test_what_does_not_exist_is_noticed():
    assert parsed(["screenparcels", "--parcels", "a.gpkg", "--no-such-option", "1"])[0] == 2
    assert parsed(["layers", "no_such_verb", "a.gpkg"])[0] == 2
    told = "python -m land_entry_plugin rules list   what there is\n\nthat is all"
    assert commands_of(told) == ["python -m land_entry_plugin rules list"]


def test_commands_are_found():
    assert len(ALL) > 40
    told = {arguments_of(split(command)[0])[0] for _, command in ALL if "landentry:" not in command}
    assert told == set(COMMANDS), "a sub-command is told nowhere, or one is told that is none"


@pytest.mark.parametrize(("page", "command"), [told for told in ALL if "landentry:" not in told[1]])
def test_told_options_exist(page, command):
    tokens, is_part = split(command)
    arguments = arguments_of(tokens)
    code, said = parsed(arguments)
    # of a command that names only a part, the rest is missing
    lacks = any(words in said for words in ("must be given", "缺少")) and (is_part or len(arguments) < 3)
    assert code == 0 or lacks, f"{page}: {command}\n{said}"


def test_told_parameters_of_algorithms_exist(qgis_application):
    from land_entry_plugin.processing.provider import LandEntryProvider

    provider = LandEntryProvider()
    provider.loadAlgorithms()
    algorithms = {algorithm.id().split(":")[-1]: algorithm for algorithm in provider.algorithms()}
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    told = set(re.findall(r"landentry:([a-z]+)", text))
    assert told <= set(algorithms)
    for page, command in ALL:
        if named := re.search(r"landentry:([a-z]+)", command):
            tokens, name = split(command)[0], named.group(1)
            there = {definition.name() for definition in algorithms[name].parameterDefinitions()}
            given = {token.partition("=")[0] for token in tokens if re.match(r"[A-Z_0-9]+=", token)}
            assert given <= there, f"{page}: {command}"


def test_marked_commands_do_what_is_told(tmp_path, monkeypatch):
    commands = marked()
    assert len(commands) > 10
    in_qgis = [command for command in commands if "qgis_process" in command]
    assert len(in_qgis) <= MOST_IN_QGIS, "QGIS starts slowly: let the others be looked up only"
    (tmp_path / "out").mkdir()
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data", ignore=shutil.ignore_patterns("*.gdb", "*.py"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    for command in commands:
        tokens = shlex.split(command)
        if command in in_qgis:
            tokens = [str(ROOT / token) if token == "scripts/with-qgis" else token for token in tokens]
            done = subprocess.run(tokens, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{command}\n{done.stderr}"
        else:
            assert main(arguments_of(tokens)) == 0, command
        # what a command is told to write is there, and not empty
        for token in tokens:
            written = Path(token.partition("=")[2] if "=" in token and "|" not in token else token)
            if written.parts[:1] == ("out",):
                assert written.exists(), f"{command}: {written}"
                assert list(written.iterdir()) if written.is_dir() else written.stat().st_size, f"{command}: {written}"


def test_what_the_readme_tells_to_do_with_ones_own_data_works_the_first_time(tmp_path, monkeypatch):
    township = ROOT / "sample_data" / "township.gpkg"
    for layer, target in (("parcels", "zd.gpkg"), ("DLTB", "county.gdb"), ("YJJBNTBHTB", "county.gdb")):
        most = 2 if layer == "parcels" else None
        meta, _, shapes, columns = pyogrio.raw.read(township, layer=layer, max_features=most)
        pyogrio.raw.write(
            tmp_path / target, shapes, columns, [str(name) for name in meta["fields"]], layer=layer, crs=meta["crs"],
            geometry_type="MultiPolygon", driver="GPKG" if target.endswith("gpkg") else "OpenFileGDB",
            append=(tmp_path / target).exists(),
        )  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    blocks = [body for _, body in FENCED.findall((ROOT / "README.md").read_text(encoding="utf-8"))]
    commands = [command for body in blocks for command in commands_of(body) if "-m land_entry_plugin" in command]
    assert len(commands) > 5
    for command in commands:
        arguments = arguments_of(shlex.split(command))
        assert main(arguments) == 0, command
        # what is written is there
        assert all(Path(token).exists() for token in arguments if Path(token).suffix or token in ("sheets", "papers"))


def links(page):
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)) if ":" not in target]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    for target in links(page):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} of {page.name}"
        if anchor and there.suffix == ".md":
            heads = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", head).strip().lower().replace(" ", "-") for head in heads}, target


def test_pages_and_navigation_are_one():
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))

    def leaves(part):
        if isinstance(part, str):
            return [part]
        return [leaf for item in (part.values() if isinstance(part, dict) else part) for leaf in leaves(item)]

    named = leaves(site["nav"])
    there = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    assert len(named) == len(set(named))
    assert set(named) == {name for name in there if not name.endswith(".zh.md")}
    # nothing is fetched while it is read
    assert site["theme"]["font"] is False
    assert "http" not in str([site.get(key) for key in ("extra_css", "extra_javascript")])


def test_both_languages_tell_the_same():
    pairs = [(page.with_name(page.name.replace(".zh.md", ".md")), page) for page in DOCS.rglob("*.zh.md")]
    pairs.append((ROOT / "README.md", ROOT / "README.zh_CN.md"))
    assert len(pairs) > 8
    for english, chinese in pairs:
        texts = [page.read_text(encoding="utf-8") for page in (english, chinese)]
        assert [without_remarks(body) for _, body in FENCED.findall(texts[0]) if "this repository" not in body] == [
            without_remarks(body) for _, body in FENCED.findall(texts[1]) if "本仓库" not in body
        ], english.name
        first, second = (re.findall(r"^(#+) ", FENCED.sub("", text), re.MULTILINE) for text in texts)
        assert first == second, f"{english.name}: parts differ"
        first, second = ([target for target in links(page) if "pictures" in target] for page in (english, chinese))
        assert first == second, f"{english.name}: pictures differ"


@pytest.mark.parametrize("name", ["README.md", "README.zh_CN.md"])
def test_readme_names_every_algorithm(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    commands = {path.stem for path in (ROOT / "land_entry_plugin/cli").glob("*.py")} & set(COMMANDS)
    assert {command for command in (*commands, "overview", "sheettemplates") if command not in text} == set()


def test_the_site_is_built_without_a_fault(tmp_path):
    builder = ROOT / ".venv-docs" / "bin" / "mkdocs"
    if not builder.exists():
        pytest.skip("mkdocs is not set up here: make docs")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [builder, "build", "--quiet", "--strict", "--site-dir", tmp_path / "site"],
        cwd=ROOT, env={key: value for key, value in environment.items() if not key.startswith("PYTHON")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    loaded = re.compile(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"?(?:https?:)?//[^\"> ]+")
    for page in (tmp_path / "site").rglob("*.html"):
        assert not loaded.findall(page.read_text(encoding="utf-8")), page.name
