# SPDX-License-Identifier: GPL-2.0-or-later
"""What today's construction land was in earlier surveys."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from spatial_support import (
    GROUND,
    approvals,
    around,
    features,
    found,
    nothing,
    obligations,
    pack_of,
    rights,
    said,
    strip,
)
from support import MemorySource, box, survey

from land_entry_plugin.rules.kinds.spatial.changes import Change

FIELD = strip(5)
LADDER = [date(1999, 1, 1), date(2007, 11, 1), date(2010, 1, 1)]
NO_RIGHTS = nothing("ZDJBXX", "ZDDM")


def earlier(year, *patches, ground="0601", cut=None):
    """Return a survey of a year: patches of ``(geometry, code)`` and one class around them."""
    rest = GROUND if cut is None else cut
    for shape, _ in patches:
        rest = rest.difference(shape)
    rows = [*patches, (rest, ground)]
    fields = [(shape, {"BSM": f"{year}-{i}", "DLBM": code, "SJNF": year}) for i, (shape, code) in enumerate(rows)]
    return features(f"DLTB_{year}", *fields)


def second_survey(*patches):
    return earlier(2009, *patches, ground="203")


def test_stock_is_what_always_was():
    history = (second_survey(), earlier(2019), earlier(2023))
    result = found("land_use_history", land_use_history=history)
    assert (result["text_id"], result["outcome"]) == ("history.stock", "pass")
    assert result["values"]["years"] == [2009, 2019, 2023]


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (-0.01, ("stock", "pass")),
        (0.004, ("touch", "pass")),
        (0.99, ("sliver", "review")),
        (1.02, ("changed", "review")),
    ],
)
def test_what_was_a_field_before(width, expected):
    history = second_survey((box(-50, 0, 50 + width, 100), "012"))
    assert said("land_use_history", land_use_history=history) == expected


@pytest.mark.parametrize(
    ("year", "code", "outcome"),
    [
        (2009, "012", "review"), (2009, "021K", "review"), (2009, "127", "review"), (2009, "203", "pass"),
        (2009, "104", "review"), (2009, "121", "pass"), (2019, "0102", "review"), (2019, "0201K", "review"),
        (2019, "1104A", "review"), (2019, "0404", "review"), (2023, "0404", "review"), (2019, "1201", "pass"),
        (2019, "0702", "pass"), (2019, "1106", "review"),
    ],
)  # fmt: skip
def test_classes_by_survey_and_year(year, code, outcome):
    ground = "203" if year == 2009 else "0601"
    history = earlier(year, (FIELD, code), ground=ground)
    assert said("land_use_history", land_use_history=history)[1] == outcome


def test_what_is_not_built_today_is_no_matter_of_history():
    history = second_survey((FIELD, "012"))
    assert said("land_use_history", around((FIELD, "0102")), land_use_history=history) == ("stock", "pass")
    assert said("land_use_history", survey((GROUND, "0102")), land_use_history=history) == ("not_built", "pass")


@pytest.mark.parametrize("today", [around((FIELD, None)), survey((GROUND.difference(FIELD), "0601"))])
def test_what_stands_there_today_has_to_be_known(today):
    """Where today's survey has a gap or no class, the place may be built on a former field."""
    result = found("land_use_history", today, land_use_history=(earlier(2019, (FIELD, "0102")),))
    assert result["outcome"] == "unknown"
    assert result["text_id"].startswith("unjudged.")
    assert result["values"]["unjudged_m2"] == pytest.approx(500, abs=0.01)


def test_every_survey_of_the_stack_counts():
    """Built in 2009, taken down, a field in 2014, built again by 2019: two snapshots would miss it."""
    ends = (second_survey(), earlier(2019))
    assert said("land_use_history", land_use_history=ends) == ("stock", "pass")
    middle = earlier(2014, (FIELD, "0102"))
    result = found("land_use_history", land_use_history=(*ends, middle))
    assert (result["text_id"], result["outcome"]) == ("history.changed", "review")
    assert result["values"]["intervals"] == [[2014, 2019]]
    assert result["area_m2"] == pytest.approx(500, abs=0.01)


def test_the_latest_survey_that_shows_a_field_dates_the_change():
    history = (second_survey((strip(10), "012")), earlier(2019, (strip(4), "0102")), earlier(2022, (strip(2), "0201")))
    values = found("land_use_history", land_use_history=history)["values"]
    assert values["intervals"] == [[2022, 2025], [2019, 2022], [2009, 2019]]
    assert "2009 年仍为012 水浇地，2019 年已为建设用地，600.00 m²" in values["changes"]["zh"]
    assert "0201 果园 in 2022, construction land in 2025, 200.00 m²" in values["changes"]["en"]
    assert values["area_m2"] == pytest.approx(1000, abs=0.01)


def test_a_survey_that_does_not_reach_there_dates_nothing():
    half = earlier(2019, cut=box(50, -500, 450, 1000))
    values = found("land_use_history", land_use_history=(second_survey((FIELD, "012")), half))["values"]
    assert values["intervals"] == [[2009, 2025]]


# papers


def test_without_papers_is_a_conflict_where_the_layers_are_complete():
    history = second_survey((FIELD, "012"))

    def case(**papers):
        return said("land_use_history", land_use_history=history, **papers)

    assert case() == ("changed", "review")
    assert case(approvals=approvals()) == ("changed", "review")
    assert case(use_rights=NO_RIGHTS) == ("changed", "review")
    assert case(approvals=approvals(), use_rights=NO_RIGHTS) == ("without_papers", "conflict")
    # a paper on the place, or beside it
    assert case(approvals=approvals(box(-5, -5, 20, 200)), use_rights=NO_RIGHTS) == ("changed", "review")
    assert case(approvals=approvals(box(5.01, 0, 20, 100)), use_rights=NO_RIGHTS) == ("without_papers", "conflict")
    assert case(approvals=approvals(), use_rights=rights((GROUND, "JB"))) == ("changed", "review")
    assert case(approvals=approvals(), use_rights=rights((box(5.01, 0, 20, 100), "JB")))[1] == "conflict"
    for sign, outcome in (("JC", "conflict"), ("GB", "conflict"), ("ZB", "review")):
        assert case(approvals=approvals(), use_rights=rights((GROUND, sign)))[1] == outcome
    # what is left is a sliver, or more
    for start, expected in ((4.01, ("changed", "review")), (3.9, ("without_papers", "conflict"))):
        left = approvals(box(-5, 0, 5 + start, 100))
        assert case(approvals=left, use_rights=NO_RIGHTS) == expected


def test_an_approval_is_named_with_its_day():
    history = second_survey((FIELD, "012"))
    result = found("land_use_history", land_use_history=history, approvals=approvals(GROUND), use_rights=NO_RIGHTS)
    assert result["values"]["paper_days"] == ["2012-06-18"]
    assert "示政土〔2012〕0号 2012-06-18" in result["texts"]["zh"]


def test_layers_that_may_hold_more_prove_nothing():
    history = second_survey((FIELD, "012"))
    admin = MemorySource("XZQ", [box(5, -500, 500, 1000)], {"XZQDM": ["1"]})
    papers = {"approvals": approvals(), "use_rights": NO_RIGHTS}
    assert said("land_use_history", land_use_history=history, admin_area=admin, **papers) == ("changed", "review")
    unknown = features("PZWJSTD", (box(200, 0, 5, 5), {"BSM": "1"}), package="/other")
    assert said(
        "land_use_history", land_use_history=history, admin_area=None, approvals=unknown, use_rights=NO_RIGHTS
    ) == ("changed", "review")
    assert said(
        "land_use_history", land_use_history=history, admin_area=None, approvals=approvals(), use_rights=NO_RIGHTS,
        complete=("approvals", "use_rights"),
    ) == ("without_papers", "conflict")  # fmt: skip
    # the user states that there are neither approvals nor rights
    assert said("land_use_history", land_use_history=history, complete=("approvals", "use_rights"))[1] == "conflict"


# what nobody knows


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(0.004, ("stock", "pass")), (0.5, ("uncovered", "review")), (2, ("uncovered", "unknown"))],
)
def test_history_that_does_not_cover(gap, expected):
    history = (earlier(2019), second_survey())
    assert said("land_use_history", land_use_history=history)[1] == "pass"
    short = earlier(2009, ground="203", cut=box(gap, -500, 500, 1000))
    assert said("land_use_history", land_use_history=(earlier(2019), short)) == expected
    assert found("land_use_history", land_use_history=(earlier(2019), short))["values"]["gaps"] == (
        [] if gap < 0.01 else [2009]
    )


def test_a_class_that_nobody_knows():
    assert said("land_use_history", land_use_history=second_survey((FIELD, None))) == ("uncovered", "unknown")
    assert said("land_use_history", land_use_history=second_survey((FIELD, "999"))) == ("uncovered", "unknown")
    # a later survey settles it
    history = (second_survey((FIELD, None)), earlier(2019, (FIELD, "0102")))
    assert said("land_use_history", land_use_history=history) == ("changed", "review")
    beside = box(-5, 0, 4.99, 100)
    assert said("land_use_history", land_use_history=second_survey((beside, None))) == ("stock", "pass")


def test_a_conflict_beside_a_gap_stays_one():
    short = earlier(2009, (FIELD, "012"), ground="203", cut=box(-500, -500, 550, 1000))
    papers = {"approvals": approvals(), "use_rights": NO_RIGHTS}
    assert said("land_use_history", land_use_history=short) == ("uncovered", "unknown")
    assert said("land_use_history", land_use_history=short, **papers) == ("without_papers", "conflict")


def test_without_layers():
    result = found("land_use_history")
    assert (result["outcome"], result["unanswered"]) == ("review", ["stock_or_approved"])


# the ladder


@pytest.mark.parametrize(
    ("last", "following", "steps"),
    [
        (2009, 2019, [4]), (2019, None, [4]), (1996, 1998, [1]), (1996, 2009, [1, 2, 3]), (1999, 2005, [2]),
        (1998, 2006, [2]), (1997, 1999, [1, 2]), (2006, 2007, [2, 3]), (2007, 2009, [3]), (2008, 2010, [3, 4]),
        (1996, None, [1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_steps_of_the_ladder(last, following, steps):
    assert Change(last, following, None, 0.0, ()).steps(LADDER, date(2026, 11, 21)) == steps


@pytest.mark.parametrize(("as_of", "steps"), [(date(2009, 12, 31), [3]), (date(2010, 1, 1), [3, 4])])
def test_a_step_begins_with_its_day(as_of, steps):
    for following in (None, 2011):
        assert Change(2008, following, None, 0.0, ()).steps(LADDER, as_of) == steps


def test_obligations_follow_the_steps():
    result = found("land_use_history", land_use_history=second_survey((FIELD, "012")))
    assert obligations(result) == ["convert_after_penalty"]
    assert result["values"]["steps"] == [4]
    old = earlier(1996, (FIELD, "0102"))
    result = found("land_use_history", land_use_history=(old, second_survey()))
    assert obligations(result) == ["confirm_before_1999", "complete_papers", "complete_papers_after_penalty"]
    assert obligations(found("land_use_history", land_use_history=second_survey())) == []


def test_a_pack_has_its_own_ladder(tmp_path):
    text = {"zh": "补办", "en": "papers"}
    pack = pack_of(
        tmp_path, kind="history", roles=["land_use_history"], when_missing="review",
        parameters={"ladder": ["2014-01-01"]}, outcomes={"changed": "conflict"},
        obligations={"step_1": {"early": text}, "step_2": {"late": text}},
    )  # fmt: skip
    for years, expected in (((2009, 2012), ["early"]), ((2012, 2019), ["early", "late"]), ((2015, 2019), ["late"])):
        before, after = years
        history = (earlier(before, (FIELD, "0102")), earlier(after))
        result = found("mine", land_use_history=history, rule_pack=pack)
        assert (result["outcome"], obligations(result)) == ("conflict", expected)


@pytest.mark.parametrize("seed", range(5))
def test_areas_equal_a_plain_loop(seed):
    """Cells of 10 m with a class each in three surveys and today, papers on some: counted cell by cell."""
    generator = np.random.default_rng(seed)
    cells = [(box(10 * i, 10 * j, 10, 10), (i, j)) for i in range(10) for j in range(10)]
    years = (2012, 2016, 2020)
    codes = {year: generator.choice(["0102", "0601", "1006", "1206"], size=(10, 10)) for year in years}
    today = generator.choice(["0601", "05H1", "0102"], size=(10, 10))
    approved, right = (generator.random((10, 10)) < 0.3 for _ in range(2))
    history = tuple(
        features(
            f"DLTB_{year}",
            *[(cell, {"BSM": f"{i}-{j}", "DLBM": str(codes[year][i, j]), "SJNF": year}) for cell, (i, j) in cells],
        )
        for year in years
    )
    result = found(
        "land_use_history",
        survey(*[(cell, str(today[i, j])) for cell, (i, j) in cells]),
        land_use_history=history,
        approvals=approvals(*[cell for cell, at in cells if approved[at]]),
        use_rights=rights(*[(cell, "JB") for cell, at in cells if right[at]]),
    )
    last = {}
    for _, at in cells:
        if today[at] != "0102":
            last[at] = max((year for year in years if codes[year][at] != "0601"), default=None)
    changed = [at for at, year in last.items() if year is not None]
    by_year = [sum(year == one for year in last.values()) for one in sorted(years, reverse=True)]
    bare = sum(not approved[at] and not right[at] for at in changed)
    assert result["area_m2"] == pytest.approx(100 * len(changed), abs=0.01)
    assert result["values"]["rest_m2"] == pytest.approx(100 * bare, abs=0.01)
    assert result["values"]["intervals"] == [[2020, 2025], [2016, 2020], [2012, 2016]]
    for count, text in zip(by_year, result["values"]["changes"]["en"], strict=True):
        assert f"{100 * count}.00 m²" in text
