# SPDX-License-Identifier: GPL-2.0-or-later
"""What nobody knows of the ground under a parcel: from which size on it counts, and what it is called."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from rule_support import PARCEL, box, case_of, layer, rule_of

from land_entry_plugin.roles.land_classes import UNKNOWN
from land_entry_plugin.rules.evidence import Completeness, Piece
from land_entry_plugin.rules.findings import Outcome
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.kinds.spatial.completeness import known
from land_entry_plugin.rules.kinds.spatial.coverage import Gap, sentence, unjudged
from land_entry_plugin.rules.layering import load_pack

NOTHING = shapely.Polygon()
# Widths of a strip along the parcel's edge, 100 m long, and what they amount to.
WIDTHS = ((0.0, "none"), (0.004, "touch"), (0.5, "sliver"), (16 / 3, "large"))
OPEN = {"none": "pass", "touch": "pass", "sliver": "review", "large": "unknown"}
SEEN = {"none": "pass", "touch": "pass", "sliver": "review", "large": "review"}


@pytest.fixture(scope="module")
def pack():
    return load_pack("national")


def strip(width, x=0):
    return box(x, 0, width, 100) if width else NOTHING


def found(pack, rule_id, **case):
    """Return what a rule finds on a parcel."""
    layers = case.pop("layers", {})
    rule = rule_of(pack, rule_id)
    kind = KINDS[rule.kind]
    one = kind.check(rule, replace(case_of(pack, layers=layers), **case))
    # what the rules' description names as usual
    assert kind.cases.get(one.case, one.outcome) is one.outcome
    return one


def said(one, rule_id):
    assert one.text_id.startswith(f"{rule_id}.")
    return one.case, str(one.outcome)


@pytest.mark.parametrize(("width", "size"), WIDTHS)
def test_how_much_of_a_gap_or_of_an_unknown_class_is_open(pack, width, size):
    half = replace(layer(), outside=strip(width))
    gap = found(pack, "land_use_coverage", layers={"land_use": half})
    assert said(gap, "coverage") == (size, OPEN[size])
    assert (gap.area_m2, gap.share) == (pytest.approx(100 * width, abs=0.01), pytest.approx(width / 100, abs=1e-6))
    covered = gap.values["covered"]
    assert covered == round(covered, 6) == pytest.approx(1 - width / 100, abs=1e-6)
    no_class = layer(("1", "construction", PARCEL), *([("2", UNKNOWN, strip(width))] if width else []))
    open_class = found(pack, "land_class", layers={"land_use": no_class})
    assert said(open_class, "known_class") == (size, OPEN[size])
    assert open_class.values["patches"] == (["2"] if width else [])
    assert open_class.area_m2 == pytest.approx(100 * width, abs=0.01)


@pytest.mark.parametrize(("width", "size"), WIDTHS)
def test_what_lies_on_each_other_is_for_an_officer(pack, width, size):
    name = "pass" if SEEN[size] == "pass" else "overlap"
    twice = found(pack, "survey_overlap", doubly_covered=strip(width))
    assert said(twice, "survey_overlap") == (name, SEEN[size])
    pieces = layer(("P9", "", strip(width))).pieces if width else ()
    others = found(pack, "parcel_overlap", neighbours=pieces)
    assert said(others, "parcel_overlap") == (name, SEEN[size])
    assert others.values["others"] == (["P9"] if width else [])
    assert twice.area_m2 == others.area_m2 == pytest.approx(100 * width, abs=0.01)


@pytest.mark.parametrize(("width", "size"), WIDTHS)
@pytest.mark.parametrize("why", [Completeness.STATED, Completeness.ADMIN_AREA, Completeness.ASSUMED])
def test_nothing_in_a_layer_says_something_where_it_is_complete(pack, width, size, why):
    evidence = replace(layer(), completeness=why, outside=strip(width))
    told = known(evidence, case_of(pack))
    assert (str(told.outcome), told.assumed) == (OPEN[size], why is Completeness.ASSUMED)
    assert told.text_id == f"completeness.{why if OPEN[size] == 'pass' else 'outside'}"
    # ten thousandths of a square metre, millionths of the parcel
    assert told.values["outside_m2"] == round(told.values["outside_m2"], 4) == pytest.approx(100 * width, abs=0.01)
    assert told.values["outside_share"] == pytest.approx(width / 100, abs=1e-6)
    assert told.values["outside_share"] == round(told.values["outside_share"], 6)


def test_nothing_in_a_layer_that_may_be_cut_short_anywhere_says_nothing(pack):
    told = known(replace(layer(), completeness=Completeness.NOT_STATED), case_of(pack))
    assert (told.outcome, told.text_id, told.assumed) == (Outcome.REVIEW, "completeness.not_stated", False)


@pytest.mark.parametrize(("width", "size"), WIDTHS)
def test_a_survey_that_leaves_more_than_a_sliver_open_decides_nothing(pack, width, size):
    def gap(*features, outside=NOTHING, classes=True):
        layers = {"land_use": replace(layer(*features), outside=outside)}
        return unjudged("land_use", case_of(pack, layers=layers), classes=classes)

    built, beyond = ("1", "construction", PARCEL), strip(width)
    open_class = [("2", UNKNOWN, beyond)] if width else []
    for found_of, name in ((gap(built, outside=beyond), "uncovered"), (gap(built, *open_class), "class")):
        if size == "large":
            assert found_of == Gap(pytest.approx(100 * width, abs=0.01), ((f"unjudged.{name}", Outcome.UNKNOWN),))
        else:
            assert found_of == Gap(0.0, ())
    assert gap(built, *open_class, classes=False) == Gap(0.0, ())
    # what is not covered and what has no class count together, here 0.6 % and 0.6 % of the parcel
    assert gap(built, ("2", UNKNOWN, strip(0.6)), outside=strip(0.6, x=50)).area_m2 == pytest.approx(120, abs=0.01)


def test_what_nobody_knows_has_one_sentence_in_all_kinds_of_check():
    assert sentence("zone", "large") == "zone.large"
    assert sentence("zone", "unjudged.class") == "unjudged.class"


def test_of_ids_a_blank_one_is_said_first(pack):
    fine = found(pack, "parcel_id")
    assert (said(fine, "parcel_id"), fine.values["rows"]) == (("pass", "pass"), [1])
    twice = found(pack, "parcel_id", id_rows=(1, 7))
    assert (said(twice, "parcel_id"), twice.values["rows"]) == (("twice", "review"), [1, 7])
    blank = found(pack, "parcel_id", id_rows=(4, 7), id_is_blank=True, row=4)
    assert (said(blank, "parcel_id"), blank.values["row"]) == (("blank", "review"), 4)


def in_doubt(pack, *areas_m2):
    """Return the finding on a parcel where broken features are in doubt by so much each, in two layers."""
    doubtful = tuple(
        Piece(f"F{i}", None, None, "", area_m2, 0.0, box(10 * i, 0, area_m2, 1)) for i, area_m2 in enumerate(areas_m2)
    )
    lines = {"basic_farmland": doubtful[:1], "ecological_red_line": doubtful[1:]}
    layers = {role: replace(layer(), doubtful=pieces) for role, pieces in lines.items()}
    return found(pack, "source_repair", layers=layers)


@pytest.mark.parametrize(("area_m2", "name", "outcome"), [(0.01, "pass", "pass"), (0.0101, "repaired", "review")])
def test_up_to_a_square_decimetre_it_does_not_matter_how_a_broken_feature_is_read(pack, area_m2, name, outcome):
    one = in_doubt(pack, 0.0, area_m2)
    assert (said(one, "source_repair"), one.values["patches"]) == ((name, outcome), ["F1"] if name != "pass" else [])
    assert one.area_m2 == pytest.approx(area_m2 if name != "pass" else 0, abs=1e-4)


def test_what_is_in_doubt_in_any_layer_counts_together(pack):
    one = in_doubt(pack, 1 / 3, 2.0, 0.01)
    assert (str(one.outcome), one.values["patches"]) == ("review", ["F1", "F0"])
    assert one.area_m2 == one.values["area_m2"] == pytest.approx(7 / 3, abs=1e-4)
    assert one.share == 0.000233
