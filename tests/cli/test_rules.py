# SPDX-License-Identifier: GPL-2.0-or-later
"""``rules`` as it is typed: list, show, check, diff."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from land_entry_plugin.cli.main import DONE, INPUT_AT_FAULT
from land_entry_plugin.rules.pack_files import pack_paths

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@pytest.fixture
def run(command):
    def run_(*arguments, **options):
        done = command("rules", *arguments, **options)
        return done.returncode, done.stdout, done.stderr

    return run_


@pytest.fixture
def third_county(root):
    return root / "tests" / "rules" / "packs" / "third_county.yaml"


def test_list(run):
    code, out, err = run("list")
    head, *rows = out.splitlines()
    assert (code, err) == (DONE, "")
    assert head.split() == ["Id", "Title", "Place", "Validity", "Status", "Today"]
    assert [row.split()[0] for row in rows] == sorted(pack_paths())
    shanghe = next(row for row in rows if row.startswith("shanghe_2024"))
    assert "Shanghe county 370126" in shanghe
    assert "2024-06-24 – 2026-06-23" in shanghe
    wenfeng = next(row for row in rows if row.startswith("wenfeng_draft"))
    # the placeholder of a draft's first day is shown to nobody
    assert "2026-01-01" not in wenfeng
    assert wenfeng.endswith("draft, not in force")


def test_list_in_chinese_keeps_its_columns(run):
    _, out, _ = run("list", language="zh")
    rows = out.splitlines()
    wide = [row[: row.index(mark)] for row, mark in zip(rows, ("适用", "全国", "商河县 3", "安阳市"), strict=True)]
    assert len({sum(2 if ord(character) > 0x2E7F else 1 for character in part) for part in wide}) == 1
    assert "征求意见稿，未施行" in out


def test_show_one_rule(run):
    code, out, _ = run("show", "shanghe_2024", "--rule", "vote")
    assert code == DONE
    assert out.split()[0] == "vote"
    for part in ("Applies when meeting_date >= 2025-05-01", "share: 2/3", "第十八条（二）", "[members_yes]"):
        assert part in " ".join(out.split())
    assert "the rule of National rules is computed too" in out


def test_show_a_rule_made_of_others_with_what_these_ask(run):
    _, out, _ = run("show", "wenfeng_draft", "--rule", "entry_body")
    assert "[organisation_registered]" in out
    assert "[agent_entrusted]" in out
    _, member, _ = run("show", "wenfeng_draft", "--rule", "entry_body_agent")
    assert "part of Who carries out the entry" in member


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("pack", [*sorted(pack_paths()), "third_county"])
def test_show_every_pack(run, third_county, pack, language):
    code, out, _ = run("show", third_county if pack == "third_county" else pack, language=language)
    assert code == DONE
    groups = [line for line in out.splitlines() if line.startswith("== ")]
    assert len(groups) >= 3
    if language == "en":
        # official names and articles stand in every language, and what is compared with texts of layers is Chinese
        told = re.sub(r"《[^》]*》[^:]*:|(?:where|except)\.\w+: .*", "", out)
        assert CHINESE.findall(told) == []
    if pack == "third_county":
        assert {"zh": "由「原则上挂牌」代替", "en": "Replaced by listing in principle"}[language] in out


def test_who_reads_may_stop_reading(root):
    command = [sys.executable, "-m", "land_entry_plugin", "rules", "show", "national"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root) as shown:
        shown.stdout.close()
        said = shown.stderr.read()
    assert (shown.returncode, said) == (0, b"")


def test_show_what_is_not_there(run):
    code, out, err = run("show", "national", "--rule", "votes")
    assert (code, out) == (INPUT_AT_FAULT, "")
    assert err.startswith('Rule pack national has no rule "votes"; it has parcel_geometry')
    code, _, err = run("show", "nationl")
    assert code == INPUT_AT_FAULT
    assert "nationl" in err
    assert len(err.splitlines()) == 1


def test_check(run, third_county, tmp_path):
    code, out, err = run("check", third_county)
    assert (code, err) == (DONE, "")
    assert "is in order" in out
    bad = tmp_path / "bad.yaml"
    text = third_county.read_text(encoding="utf-8")
    bad.write_text(text.replace("kind: zone", "kind: zoen").replace("blocking: false", "blokcing: false"))
    code, out, err = run("check", bad)
    assert (code, out) == (INPUT_AT_FAULT, "")
    lines = err.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("Rule pack bad.yaml, line ") for line in lines)
    _, _, err = run("check", bad, language="zh")
    assert err.startswith("规则包 bad.yaml 第 ")
    bad.write_text(text.replace("share: 3/4", "share: three"))
    code, _, err = run("check", bad)
    assert code == INPUT_AT_FAULT
    assert len(err.splitlines()) == 1


def test_diff(run, third_county):
    code, out, err = run("diff", "national", third_county)
    assert (code, err) == (DONE, "")
    assert "parameters.share: 2/3 → 3/4" in out
    only = out[out.index("Only in third_county: rules") :]
    assert "inside_town_plan" in only
    assert "Only in national: rules (1)\n  trade_form" in out
    assert "Only in third_county: rules switched off (1)\n  trade_form" in out
    assert "Only in third_county: tables (1)\n  levy_rate" in out
    assert "validity: 2021-09-01 – → 2025-01-01 – 2029-12-31" in out
    assert "land_use_coverage" not in out
    _, out, _ = run("diff", "shanghe_2024", "shanghe_2024", language="zh")
    assert out.strip() == "两个规则包没有差别。"


@pytest.mark.parametrize(
    ("language", "place"), [("en", "China → Shanghe county 370126"), ("zh", "全国 → 商河县 370126")]
)
def test_diff_speaks_the_language_of_who_reads(run, language, place):
    _, out, _ = run("diff", "national", "shanghe_2024", language=language)
    lines = [line.strip() for line in out.splitlines()]
    assert f"place: {place}" in lines
    assert sum(line.startswith("place") for line in lines) == 1
    official = "《商河县深化农村集体经营性建设用地入市管理办法》"
    english = "Shanghe measures " if language == "en" else ""
    assert f"shanghe_measures  {english}{official}" in lines
    if language == "en":
        # articles and official names stand in every language
        others = [line for line in lines if not line.startswith(("basis: ", "shanghe_measures "))]
        assert CHINESE.findall(" ".join(others)) == []


def test_diff_shows_titles_inside_parameters_in_one_language(run, third_county, tmp_path):
    other = tmp_path / "other.yaml"
    text = third_county.read_text(encoding="utf-8")
    other.write_text(text.replace("{zh: 先租, en: lease}", "{zh: 先行租赁, en: a lease first}"), encoding="utf-8")
    _, out, _ = run("diff", third_county, other)
    assert "parameters.phases.0.title: lease → a lease first\n" in out
    assert CHINESE.findall(out) == []


def test_show_names_laws_in_english_before_their_official_names(run):
    _, out, _ = run("show", "national", "--rule", "vote")
    assert "Land regulations 《土地管理法实施条例》" in out or "Land Law 《土地管理法》" in out
    _, out, _ = run("show", "national", "--rule", "vote", language="zh")
    assert "Land " not in out


def test_diff_names_rows_and_expressions(run, third_county, tmp_path):
    other = tmp_path / "other.yaml"
    text = third_county.read_text(encoding="utf-8")
    text = text.replace("value: 48%", "value: 47%").replace("* deal_price, 2)", "* deal_price, 0)")
    other.write_text(text.replace("at_least_days: 15", "at_least_days: 20"), encoding="utf-8")
    _, out, _ = run("diff", third_county, other)
    assert "row 3: use: commercial, grade: 1 → 0.48 [– 2026-12-31] → use: commercial, grade: 1 → 0.47" in out
    assert "is: round(levy_rate(use, land_grade) * deal_price, 2) → round(" in out
    assert "parameters.at_least_days: 15 → 20" in out
    assert "Only in" not in out
