# SPDX-License-Identifier: GPL-2.0-or-later
"""A comparison names what was changed, and nothing else."""

from __future__ import annotations

import shutil
from functools import cache

import openpyxl
import pyogrio
import pytest
import yaml
from support import GivenAnswers, all_layers, box, candidates, lines, polygon, screen, survey

from land_entry_plugin.jobs.comparescreenings import ComparisonRequest, comparescreenings
from land_entry_plugin.jobs.comparison.outputs import write_comparison
from land_entry_plugin.paths import resource
from land_entry_plugin.rules.layering import load_pack

YARDS = (box(0, 0, 100, 100), box(100, 0, 100, 100), box(300, 0, 100, 100))
PATCHES = [
    (box(-500, -500, 2000, 500), "0102"),
    (box(-500, 0, 500, 100), "0102"),
    (box(0, 0, 200, 100), "0601"),
    (box(200, 0, 100, 100), "0102"),
    (box(300, 0, 100, 60), "0601"),
    (box(300, 60, 100, 40), "0508"),
    (box(400, 0, 1100, 100), "0102"),
    (box(-500, 100, 2000, 500), "0102"),
]


def layers(patches=PATCHES, **others):
    return all_layers(survey(*patches), **others)


@cache
def plain():
    return screen(candidates(*YARDS), layers())


def compared(after, before=None):
    return comparescreenings(ComparisonRequest(before or plain(), after))


def changed(comparison):
    return {land.match.after[0]["parcel_id"]: land for land in comparison.lands if not land.is_same}


def causes(land):
    return {(cause.kind, cause.id) for cause in land.causes}


def test_the_same_run_again_shows_nothing():
    comparison = compared(screen(candidates(*YARDS), layers()))
    assert not changed(comparison)
    assert comparison.to_print == ()
    assert len(comparison.lands) == 3


def test_one_vertex_names_that_parcel_and_its_shape():
    moved = polygon((300, 0), (400, 0), (400, 100), (300, 103))
    comparison = compared(screen(candidates(*YARDS[:2], moved), layers()))
    assert set(changed(comparison)) == {"P3"}
    land = changed(comparison)["P3"]
    assert causes(land) == {("geometry", "P3")}
    assert (land.change.shape.corners_new, land.change.shape.corners_gone) == (1, 1)
    assert land.change.shape.gained_m2 == pytest.approx(150)
    assert land.change.shape.farthest_m == pytest.approx(3)
    assert land.change.verdicts == ("eligible", "prohibited")
    assert {one.rule_id: one.outcomes for one in land.change.findings if one.turns} == {
        "farmland": ("pass", "conflict")
    }
    assert comparison.to_print == ("P3",)


def test_a_neighbour_whose_shape_changed_has_its_sheet_printed_again_but_keeps_its_verdict():
    smaller = box(100, 0, 100, 60)
    comparison = compared(screen(candidates(YARDS[0], smaller, YARDS[2]), layers()))
    found = changed(comparison)
    assert causes(found["P2"]) == {("geometry", "P2")}
    assert set(found) == {"P1", "P2"}
    assert not any(land.verdict_differs for land in found.values())
    assert causes(found["P1"]) == {("neighbour", "P2")}
    assert found["P1"].change.printed == ("cadastre",)


def test_one_class_code_names_the_patch_and_no_other_parcel():
    patches = [*PATCHES]
    patches[5] = (patches[5][0], "0102")
    comparison = compared(screen(candidates(*YARDS), layers(patches)))
    (land,) = changed(comparison).values()
    assert land.match.after[0]["parcel_id"] == "P3"
    assert land.change.verdicts == ("eligible", "prohibited")
    assert causes(land) == {("layer", "land_use")}
    (cause,) = land.causes
    assert cause.values["patch"] == f"{6:018d}"
    assert cause.values["before"].startswith("0508")
    assert cause.values["after"].startswith("0102")
    assert cause.values["after_m2"] == pytest.approx(4000, abs=0.1)


def test_a_patch_that_changed_beside_a_parcel_changes_its_neighbours_only():
    patches = [*PATCHES]
    patches[3] = (patches[3][0], "0301")
    found = changed(compared(screen(candidates(*YARDS), layers(patches))))
    assert found
    assert not any(land.verdict_differs or land.change.findings for land in found.values())
    assert {cause for land in found.values() for cause in causes(land)} == {("layer", "land_use")}
    assert {land.change.printed for land in found.values()} == {("cadastre",)}


def test_a_survey_with_new_numbers_and_the_same_classes_is_no_cause():
    renumbered = survey(*PATCHES)
    renumbered.columns["BSM"][:] = [f"N{i}" for i in range(len(PATCHES))]
    comparison = compared(screen(candidates(*YARDS), all_layers(renumbered)))
    assert not changed(comparison)


def test_a_control_line_that_came_over_a_parcel_names_its_layer():
    after = screen(candidates(*YARDS), layers(basic_farmland=lines("YJJBNTBHTB", box(150, 50, 20, 20))))
    (land,) = changed(compared(after)).values()
    assert land.match.after[0]["parcel_id"] == "P2"
    assert causes(land) == {("layer", "basic_farmland")}
    assert land.change.verdicts == ("eligible", "prohibited")


def test_a_shape_and_a_layer_that_changed_together_are_both_named():
    patches = [*PATCHES]
    patches[5] = (patches[5][0], "0102")
    moved = polygon((300, 0), (400, 0), (400, 100), (300, 103))
    (land,) = changed(compared(screen(candidates(*YARDS[:2], moved), layers(patches)))).values()
    assert causes(land) == {("geometry", "P3"), ("layer", "land_use")}


@pytest.fixture(scope="module")
def packs(tmp_path_factory):
    """The folder of two texts of one pack, the first of them, what it holds, and the rule to change."""
    folder = tmp_path_factory.mktemp("packs")
    one = folder / "national_one.yaml"
    shutil.copy(resource("rule_packs", "national.yaml"), one)
    stored = yaml.safe_load(one.read_text(encoding="utf-8"))
    (rule,) = [rule for rule in stored["rules"] if rule["id"] == "agricultural_land"]
    return folder, one, stored, rule


def test_one_rule_names_that_rule(packs):
    folder, one, stored, rule = packs
    patches = [*PATCHES, (box(120, 20, 10, 10), "1006")]
    before = screen(candidates(*YARDS), layers(patches), rule_pack=str(one))
    assert before["parcels"][1]["verdict"] == "review"
    rule["outcomes"] = {**rule.get("outcomes", {}), "sliver": "conflict"}
    rule["parameters"] = {**rule["parameters"], "review_below_m2": 50}
    other = folder / "national_two.yaml"
    other.write_text(yaml.safe_dump(stored, allow_unicode=True), encoding="utf-8")
    after = screen(candidates(*YARDS), layers(patches), rule_pack=str(other))
    comparison = compared(after, before)
    lands = [land for land in changed(comparison).values() if land.verdict_differs]
    assert [land.match.after[0]["parcel_id"] for land in lands] == ["P2"]
    assert causes(lands[0]) == {("rule", "agricultural_land")}
    # with the older text gone, the digests in the records still name the rule
    one.unlink()
    again = [land for land in changed(compared(after, before)).values() if land.verdict_differs]
    assert causes(again[0]) == {("rule", "agricultural_land")}


def test_an_answer_names_the_answers():
    ids = ["P1", "P2", "P3"]
    answers = GivenAnswers(ids)
    answers.columns["title_clear"] = ["yes", "no", "yes"]
    after = screen(candidates(*YARDS), layers(), answers=answers)
    (land,) = changed(compared(after)).values()
    assert causes(land) == {("answers", "title_clear")}


def test_split_merged_renamed_new_and_gone():
    before = screen(
        candidates(
            box(0, 0, 100, 100), box(100, 0, 50, 100), box(150, 0, 50, 100), box(300, 0, 50, 60), box(360, 0, 40, 60)
        ),
        layers(),
    )
    after = screen(
        candidates(
            box(0, 0, 60, 100), box(60, 0, 40, 100), box(100, 0, 100, 100), box(300, 0, 50, 60), box(300, 60, 100, 40),
            ids=["P1", "A", "B", "C", "D"],
        ),
        layers(),
    )  # fmt: skip
    comparison = compared(after, before)
    relations = {
        str(land.match.relation): tuple(
            sorted(one["parcel_id"] for one in entries) for entries in (land.match.before, land.match.after)
        )
        for land in comparison.lands
    }
    assert relations == {
        "split": (["P1"], ["A", "P1"]),
        "merged": (["P2", "P3"], ["B"]),
        "renamed": (["P4"], ["C"]),
        "added": ([], ["D"]),
        "removed": (["P5"], []),
    }
    assert set(comparison.to_print) == {"P1", "A", "B", "C", "D"}


def test_outputs_say_what_changed_and_what_to_print(tmp_path):
    patches = [*PATCHES]
    patches[5] = (patches[5][0], "0102")
    comparison = compared(screen(candidates(*YARDS), layers(patches)))
    write_comparison(comparison, tmp_path / "c.gpkg", tmp_path / "c.xlsx")
    meta, _, shapes, values = pyogrio.raw.read(tmp_path / "c.gpkg")
    table = dict(zip(meta["fields"], values, strict=True))
    assert len(shapes) == 3
    assert table["print_again"].tolist() == [False, False, True]
    assert table["verdict_before"].tolist() == ["eligible"] * 3
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert book.sheetnames == ["变化", "逐项", "重印", "两次核查"]
    assert [row[2].value for row in book["重印"].iter_rows(min_row=2)] == ["P3"]
    assert load_pack("national").id in str([cell.value for row in book["两次核查"].iter_rows() for cell in row])
