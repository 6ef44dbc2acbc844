# SPDX-License-Identifier: GPL-2.0-or-later
"""What is wrong with a pack is said in one line, with its file, its line and the reason, in both languages."""

from __future__ import annotations

import pytest

from land_entry_plugin.errors import InputError
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.pack_faults import faults_of

PACK = """\
id: mine
version: "1.0"
status: in_force
title: {zh: 我的, en: Mine}
extends: national
jurisdiction:
  level: county
  name: {zh: 某县, en: A county}
  codes: ["371126"]
valid_from: 2025-01-01
valid_until: 2026-12-31
documents:
  measures:
    title: 某县办法
    paragraphs:
      第一条: {zh: 目的, en: purpose}
      第二条: null
questions:
  grade:
    title: {zh: 级别, en: Grade}
    type: number
  fine:
    title: {zh: 可以？, en: "Is it fine?"}
    type: yes_no
figures:
  first: {title: {zh: 甲, en: first}, unit: yuan, is: grade * 2}
  second: {title: {zh: 乙, en: second}, unit: yuan, is: first + 1}
rules:
  - id: is_fine
    kind: answer
    title: {zh: 可以, en: Fine}
    explanation: {zh: 应当可以。, en: It has to be fine.}
    blocking: true
    parameters: {question: fine}
    basis:
      - {document: measures, article: 第二条, gist: {zh: 应当可以, en: It has to be fine}}
  - id: graded
    kind: condition
    title: {zh: 级别, en: Grade}
    explanation: {zh: 级别不低于三。, en: Grade three or better.}
    blocking: true
    applies_when: use = 'industrial'
    parameters: {holds: grade <= 3}
    basis:
      - {document: measures, article: 第二条, gist: {zh: 级别不低于三, en: Grade three or better}}
  - id: on_land
    kind: class_overlap
    title: {zh: 采矿用地, en: Mining land}
    explanation: {zh: 采矿用地不得入市。, en: Mining land may not enter.}
    blocking: true
    roles: [land_use]
    parameters: {codes: {survey: ["0602"]}}
    basis:
      - {document: measures, article: 第二条, gist: {zh: 采矿用地除外, en: No mining land}}
  - id: both
    kind: any_of
    title: {zh: 其一, en: Either}
    explanation: {zh: 其一即可。, en: Either is enough.}
    blocking: true
    parameters: {rules: [is_fine, graded]}
    basis:
      - {document: measures, article: 第二条, gist: {zh: 其一, en: Either}}
"""
TABLE = "tables:\n  rate:\n    keys: [use]\n    rows: [{}]\nfigures:\n"
FAULTS = {
    "a key of the pack": ("valid_until:", "valid_untill:", "valid_untill", "没有键 'valid_untill'"),
    "a key of a rule": ("    blocking: true", "    blokcing: true", "blokcing", "没有键 'blokcing'"),
    "a key that is missing": (
        "    blocking: true\n    parameters: {question",
        "    parameters: {question",
        None,
        "缺少 'blocking'",
    ),
    "a kind": ("kind: condition", "kind: conditon", "conditon", "'conditon' 不可用"),
    "a role": ("roles: [land_use]", "roles: [land_usage]", "land_usage", "没有图层角色 'land_usage'"),
    "a date": ("valid_from: 2025-01-01", "valid_from: 2025-02-30", "2025-02-30", "'2025-02-30' 不是日期"),
    "a date in words": ("valid_from: 2025-01-01", "valid_from: soon", "soon", "'soon' 不是日期"),
    "days the wrong way round": ("valid_until: 2026-12-31", "valid_until: 2024-12-31", "2024-12-31", "早于起始日"),
    "a question": ("{question: fine}", "{question: fein}", "{question: fein}", "questions 中没有 'fein'"),
    "an answer nobody can give": (
        "{question: fine}",
        "{question: fine, accept: [maybe]}",
        "maybe",
        "不是 'fine' 的选项",
    ),
    "a document": (
        "{document: measures, article: 第二条, gist: {zh: 应",
        "{document: law, article: 第二条, gist: {zh: 应",
        "document: law",
        "documents 中没有 'law'",
    ),
    "a type": ("holds: grade <= 3", "holds: grade <= 'three'", "'three'", "they cannot be compared"),
    "a condition that is a number": ("holds: grade <= 3", "holds: grade + 3", "grade + 3", "应得 yes_no，实得 number"),
    "a choice in an expression": ("use = 'industrial'", "use = 'industry'", "'industry'", "no choice of use"),
    "a name in an expression": ("holds: grade <= 3", "holds: garde <= 3", "garde", "did you mean grade?"),
    "no expression": ("holds: grade <= 3", "holds: grade =< 3", "=<", "write <="),
    "figures in a circle": ("is: grade * 2", "is: second * 2", "first:", "循环引用：first → second → first"),
    "rules in a circle": ("[is_fine, graded]", "[is_fine, both]", "id: both", "循环引用：both → both"),
    "a member": ("[is_fine, graded]", "[is_fine, garded]", "garded", "没有规则 'garded'"),
    "a rule that the base has": ("id: on_land", "id: farmland", "id: farmland", "请写明 change"),
    "a base": ("extends: national", "extends: nationl", "nationl", "找不到所依据的规则包 'nationl'"),
    "itself as base": ("extends: national", "extends: mine", "extends: mine", "循环引用：mine → mine"),
    "a name that is taken": ("  grade:\n", "  as_of:\n", "as_of", "名称 'as_of' 已用于"),
    "a paragraph that is not there": (
        "article: 第二条, gist: {zh: 其",
        "article: 第三条, gist: {zh: 其",
        "第三条",
        "没有 '第三条'",
    ),
    "a paragraph without condition": (
        "article: 第二条, gist: {zh: 其",
        "article: 第一条, gist: {zh: 其",
        "article: 第一条",
        "已注明不含条件",
    ),
    "a paragraph that no rule cites": (
        "      第二条: null\n",
        "      第二条: null\n      第三条: null\n",
        "第三条: null",
        "没有规则引用",
    ),
    "a figure that is no expression": ("is: first + 1", "is: first +* 1", "first +* 1", "表达式「first +* 1」有误"),
    "a figure that is yes or no": ("is: grade * 2", "is: true", "is: first + 1", "'first' is yes or no"),
    "obligations of no case": (
        "    parameters: {question: fine}\n",
        "    obligations:\n      nothing: {ask: {zh: 问, en: ask}}\n    parameters: {question: fine}\n",
        "nothing: {ask",
        "没有情形 'nothing'",
    ),
    "days of a rule the wrong way round": (
        "    parameters: {question: fine}\n",
        "    valid_from: 2025-06-01\n    valid_until: 2025-05-01\n    parameters: {question: fine}\n",
        "2025-05-01",
        "早于起始日",
    ),
    "a question in the place of a layer": (
        "roles: [land_use]",
        "roles: [land_use]\n    question: grade",
        "question: grade",
        "'grade' 应为 yes_no",
    ),
    "a question that is a number": ("{question: fine}", "{question: grade}", "question: grade", "'grade' 应为 yes_no"),
    "a choice of which none is named": ("{question: fine}", "{question: use}", "{question: use}", "缺少 'accept'"),
    "a change of what is not there": (
        "  - id: graded\n",
        "  - id: nobody\n    change: disable\n    reason: {zh: 无, en: none}\n  - id: graded\n",
        "id: nobody",
        "规则 'nobody'",
    ),
    "a column of a table": ("figures:\n", TABLE.format("{use: industrial, us: 1, value: 1}"), "us: 1", "没有键 'us'"),
    "two kinds of value in a table": (
        "figures:\n",
        TABLE.format("{use: industrial, value: 1}, {use: other, value: none}"),
        "value: none",
        "值 'none' 应为 number",
    ),
    "a range that ends first": (
        "figures:\n",
        TABLE.format("{use: {from: 5, until: 1}, value: 1}"),
        "until: 1",
        "use 的范围起点大于终点",
    ),
    "a table dated by nobody": (
        "figures:\n",
        TABLE.format("{use: other, value: 1}").replace("    keys", "    dated_by: nobody\n    keys"),
        "dated_by",
        "没有 'nobody'",
    ),
    "a table dated by no day": (
        "figures:\n",
        TABLE.format("{use: other, value: 1}").replace("    keys", "    dated_by: fine\n    keys"),
        "dated_by",
        "'fine' 应为 date",
    ),
    "a key twice": ("version: ", "status: draft\nversion: ", "status: in_force", "'status' 出现两次"),
    "no YAML": ("title: {zh: 我的, en: Mine}", "title: {zh: 我的, en: Mine", None, "不是有效的 YAML"),
}


def written(tmp_path, text, name="mine.yaml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_pack_is_in_order(tmp_path):
    path = written(tmp_path, PACK)
    assert load_pack(str(path)).id == "mine"
    assert faults_of(str(path)) == []


@pytest.mark.parametrize("name", FAULTS)
def test_one_line_with_file_line_and_reason(tmp_path, name):
    found, planted, line_of, reason = FAULTS[name]
    assert found in PACK
    path = written(tmp_path, PACK.replace(found, planted, 1))
    with pytest.raises(InputError) as raised:
        load_pack(str(path))
    zh, en = (raised.value.user_message(language) for language in ("zh", "en"))
    assert reason in zh
    assert zh.startswith("规则包 mine.yaml 第 ")
    assert en.startswith("Rule pack mine.yaml, line ")
    assert "\n" not in zh + en
    if line_of:
        line = 1 + next(i for i, text in enumerate(path.read_text().splitlines()) if line_of in text)
        assert f"第 {line} 行" in zh
        assert f"line {line}:" in en
    assert zh in [fault.user_message("zh") for fault in faults_of(str(path))]


def test_packs_that_extend_each_other(tmp_path):
    written(tmp_path, PACK.replace("id: mine", "id: other").replace("extends: national", "extends: mine"), "other.yaml")
    path = written(tmp_path, PACK.replace("extends: national", "extends: other"))
    with pytest.raises(InputError) as raised:
        load_pack(str(path))
    assert "mine → other → mine" in raised.value.user_message("en")


def test_rules_in_a_wider_circle(tmp_path):
    more = (
        PACK[PACK.index("  - id: both") :]
        .replace("id: both", "id: either")
        .replace("[is_fine, graded]", "[both, graded]")
    )
    path = written(tmp_path, PACK.replace("[is_fine, graded]", "[is_fine, either]") + more)
    with pytest.raises(InputError, match="a cycle: both → either → both"):
        load_pack(str(path))


def test_all_that_the_schema_sees_is_listed_by_line(tmp_path):
    text = PACK.replace("kind: any_of", "kind: anyof").replace("    type: number", "    typo: number")
    path = written(tmp_path, text.replace("level: county", "level: village"))
    faults = [fault.user_message("en") for fault in faults_of(str(path))]
    lines = text.splitlines()
    wanted = [1 + next(i for i, line in enumerate(lines) if part in line) for part in ("level:", "typo", "anyof")]
    assert [int(fault.split("line ")[1].split(":")[0]) for fault in faults] == wanted
    assert "typo" in faults[1]


def test_a_fault_of_the_base_names_the_base(tmp_path):
    base = PACK.replace("id: mine", "id: base").replace("{question: fine}", "{question: fein}")
    written(tmp_path, base, "base.yaml")
    top = PACK[: PACK.index("documents:")].replace("extends: national", "extends: base") + "rules: []\n"
    (fault,) = faults_of(str(written(tmp_path, top)))
    assert fault.user_message("en").startswith("Rule pack base.yaml, line ")


def test_what_cannot_be_tightened(tmp_path):
    tighten = "  - id: ownership\n    change: tighten\n    {}\n"
    for key in ("question: fine", "roles: [ownership]", "valid_until: 2025-12-31", "applies_when: grade > 1"):
        (fault,) = faults_of(str(written(tmp_path, PACK + tighten.format(key))))
        name = key.split(":")[0]
        assert f"'{name}' cannot stand here" in fault.user_message("en"), name


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ("{shrae: 3/4}", "there is no key 'shrae'"),
        ("{of: everyone}", "cannot be 'everyone'"),
        ("{share: 3/4 = 1}", "gives yes_no where number is wanted"),
    ],
)
def test_parameters_of_a_tightened_rule_are_looked_at_too(tmp_path, parameters, reason):
    path = written(tmp_path, PACK + f"  - id: vote\n    change: tighten\n    parameters: {parameters}\n")
    (fault,) = faults_of(str(path))
    assert reason in fault.user_message("en")
    assert f"line {len(path.read_text().splitlines())}:" in fault.user_message("en")


@pytest.mark.parametrize(
    ("parameters", "value"),
    [("at_least_days: 0", "0"), ("at_most_months: -1", "-1"), ("at_least_working_days: 1 / 0", "1 / 0")],
)
def test_a_time_that_everything_or_nothing_keeps_is_a_fault(tmp_path, parameters, value):
    text = PACK.replace("kind: condition", "kind: interval").replace(
        "{holds: grade <= 3}", f"{{from: as_of, to: as_of, {parameters}}}"
    )
    (fault,) = faults_of(str(written(tmp_path, text)))
    assert f"is {value}; it has to be over 0" in fault.user_message("en")


@pytest.mark.parametrize("told", ["grade", "rate(use)", "rate('industrial')"])
def test_a_time_that_is_asked_for_or_looked_up_is_no_fault(tmp_path, told):
    table = TABLE.format("{use: industrial, value: 3}, {use: commercial, value: 5}")
    text = (
        PACK.replace("figures:\n", table)
        .replace("kind: condition", "kind: interval")
        .replace("{holds: grade <= 3}", f"{{from: as_of, to: as_of, at_least_days: {told}}}")
    )
    assert faults_of(str(written(tmp_path, text))) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- id: mine\n", "no rule pack"),
        ("id: mine\n1: one\n", "the key '1' is no text"),
        ("id: mine\nsettings: {share: .inf}\n", "'.inf' is no finite number"),
        ("id: &a mine\ntitle: *a\n", "aliases"),
        ("id: " + "[" * 70 + "]" * 70 + "\n", "nested too deeply"),
        ("id: mine\nvalid_from: 2025-13-45\n", "'2025-13-45'"),
    ],
)
def test_a_file_that_is_no_pack(tmp_path, text, reason):
    with pytest.raises(InputError, match=r"mine\.yaml, line ") as raised:
        load_pack(str(written(tmp_path, text)))
    assert reason in raised.value.user_message("en")


def test_a_pack_of_a_wider_place_does_not_rest_on_one_of_a_county(tmp_path):
    written(tmp_path, PACK.replace("id: mine", "id: below"), "below.yaml")
    text = PACK.replace("extends: national", "extends: below").replace("level: county", "level: province")
    with pytest.raises(InputError, match="lower level"):
        load_pack(str(written(tmp_path, text)))


def test_a_pack_that_cannot_be_opened_is_said(tmp_path):
    (tmp_path / "mine.yaml").mkdir()
    with pytest.raises(InputError, match=r"mine\.yaml"):
        load_pack(str(tmp_path / "mine.yaml"))
