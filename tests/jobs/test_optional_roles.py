# SPDX-License-Identifier: GPL-2.0-or-later
"""What the rules are told of the optional roles."""

from __future__ import annotations

import pytest
from support import AS_OF, MemorySource, all_layers, box, candidates, parcel, screen, survey

from land_entry_plugin.jobs import screenparcels as job
from land_entry_plugin.jobs.evidence import ParcelEvidence
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.roles.catalogue import (
    APPROVALS,
    EXPROPRIATION,
    HERITAGE,
    LAND_USE_HISTORY,
    OWNERSHIP,
    PLANNED_USE,
    RESTRICTIONS,
    TEMPORARY_USE,
    USE_RIGHTS,
    VIOLATIONS,
)
from land_entry_plugin.rules.evidence import Completeness

PARCEL = box(0, 0, 100, 100)
GROUND = box(-500, -500, 1000, 1000)
WEST, EAST_HALF = box(-500, -500, 550, 1000), box(50, -500, 450, 1000)
DISTRICT = "371126005001"


@pytest.fixture
def case(monkeypatch):
    """Return the case of the parcel of a screening with some layers beside the required ones."""

    def case_(**layers):
        cases = []
        judged = job.screened

        def spy(*arguments, **options):
            cases.extend(one.case for one in arguments if isinstance(one, ParcelEvidence))
            return judged(*arguments, **options)

        monkeypatch.setattr(job, "screened", spy)
        options = {name: layers.pop(name) for name in ("complete",) if name in layers}
        land_use = layers.pop("land_use", survey((GROUND, "0601")))
        named = all_layers(land_use, **layers)
        job.screenparcels(ScreeningRequest(parcels=candidates(PARCEL), named=named, as_of=AS_OF, **options))
        monkeypatch.undo()
        (found,) = cases
        return found

    return case_


def earlier(year, *patches, name="OLD", **columns):
    """Return an earlier survey of ``(geometry, code)``."""
    fields = {
        "BSM": [str(i) for i in range(len(patches))],
        "DLBM": [code for _, code in patches],
        "SJNF": [year] * len(patches),
    } | columns
    return MemorySource(name, [shape for shape, _ in patches], fields)


def shown(pieces):
    return [(piece.source_id, piece.category, round(piece.area_m2)) for piece in pieces]


# earlier surveys


def test_history_is_told_survey_by_survey_and_together(case):
    found = case(
        land_use_history=(
            earlier(2019, (GROUND, "0404")),
            earlier(2009, (WEST, "012"), (EAST_HALF, "203")),
            earlier(2023, (WEST, "0404")),
        )
    )
    assert [one.year for one in found.history] == [2009, 2019, 2023]
    # 其他草地 is unused until 2022, agricultural since; each survey by its own classes
    assert [shown(one.evidence.pieces) for one in found.history] == [
        [("2009:0", "farmland", 5000), ("2009:1", "construction", 5000)],
        [("2019:0", "unused", 10000)],
        [("2023:0", "agricultural", 5000)],
    ]
    assert all(one.evidence.completeness is Completeness.MEASURED for one in found.history)
    assert [round(one.evidence.outside.area) for one in found.history] == [0, 0, 5000]
    together = found.layers[LAND_USE_HISTORY]
    assert len(together.pieces) == 4
    assert round(together.outside.area) == 5000
    assert case().history == ()
    assert LAND_USE_HISTORY not in case().layers


def test_the_year_of_an_earlier_survey_is_that_of_its_patches_else_its_name(case):
    survey_of_name = earlier(None, (GROUND, "0404"), name="DLTB_2022")
    (one,) = case(land_use_history=survey_of_name).history
    assert (one.year, one.evidence.pieces[0].category) == (2022, "unused")
    assert one.evidence.pieces[0].source_id == "2022:0"
    # a patch of another year is read by its own
    mixed = earlier(2023, (WEST, "0404"), (EAST_HALF, "0404"), SJNF=[2023, 2022])
    (one,) = case(land_use_history=mixed).history
    assert [(piece.category, one.year) for piece in one.evidence.pieces] == [("agricultural", 2023), ("unused", 2023)]


@pytest.mark.parametrize(("factor", "deducted"), [(12.5, 1250), (0.125, 1250), (None, 0), (90, 0), (-1, 0)])
def test_the_second_survey_deducts_in_percent_or_in_fractions(case, factor, deducted):
    (one,) = case(land_use_history=earlier(2009, (GROUND, "012"), TKXS=[factor])).history
    assert round(one.evidence.pieces[0].deducted_m2) == deducted


def test_a_third_survey_never_deducts_in_percent(case):
    (one,) = case(land_use_history=earlier(2019, (GROUND, "0102"), KCXS=[12.5])).history
    assert one.evidence.pieces[0].deducted_m2 == 0


# plans and rights


def test_planned_use(case):
    plan = MemorySource("GHYDTB", [WEST, EAST_HALF], {"GHDLBM": ["100101", "070301"], "GHDLMC": ["一类工业用地", None]})
    evidence = case(planned_use=plan).layers[PLANNED_USE]
    assert [(piece.code, piece.name, piece.category, piece.groups) for piece in evidence.pieces] == [
        ("100101", "一类工业用地", PLANNED_USE, ()),
        ("070301", "农村宅基地", PLANNED_USE, ("homestead",)),
    ]
    assert evidence.completeness is Completeness.MEASURED
    half = MemorySource("ZXCQGHYDYH", [WEST], {"YDYHFLDM": ["0901"], "YDYHFLMC": ["商业用地"]})
    evidence = case(planned_use=half).layers[PLANNED_USE]
    assert [piece.code for piece in evidence.pieces] == ["0901"]
    assert round(evidence.outside.area) == 5000


def test_use_rights_by_what_they_are_on(case):
    codes = [f"{DISTRICT}{signs}00001" for signs in ("JB", "JC", "GB", "JA", "ZB")]
    kinds = ["7", "5", "3", "1", None]
    strips = [box(20 * i, 0, 20, 100) for i in range(5)]
    evidence = case(use_rights=MemorySource("ZDJBXX", strips, {"ZDDM": codes, "QLLX": kinds})).layers[USE_RIGHTS]
    assert {piece.source_id[12:14]: piece.category for piece in evidence.pieces} == {
        "JB": "collective_construction", "JC": "homestead", "GB": "state", "JA": "other", "ZB": "unknown",
    }  # fmt: skip
    assert evidence.completeness is Completeness.ADMIN_AREA


def test_a_unit_code_will_do_where_there_is_no_parcel_code(case):
    layer = MemorySource("JB", [PARCEL], {"BDCDYH": [f"{DISTRICT}JC00001W00000000"]})
    (piece,) = case(use_rights=layer).layers[USE_RIGHTS].pieces
    assert piece.category == "homestead"


def owners(*rows):
    """Return a layer of ``(geometry, code, QLR)``."""
    columns = {"ZDDM": [row[1] for row in rows], "QLR": [row[2] for row in rows]}
    return MemorySource("JA", [row[0] for row in rows], columns)


def test_owners_are_named(case):
    layer = owners((WEST, f"{DISTRICT}JA00001", "甲村农民集体"), (EAST_HALF, f"{DISTRICT}JA00002", "乙村农民集体"))
    evidence = case(ownership=layer).layers[OWNERSHIP]
    assert [(piece.category, piece.name) for piece in evidence.pieces] == [
        ("collective", "甲村农民集体"), ("collective", "乙村农民集体"),
    ]  # fmt: skip
    assert evidence.completeness is Completeness.MEASURED


def test_persons_are_never_read():
    """Where other rights stand among those of owners, nobody's name is read; of use rights it never is."""
    with_homestead = owners(
        (GROUND, f"{DISTRICT}JA00001", "甲村农民集体"), (PARCEL, f"{DISTRICT}JC00001", "SAMPLE-PERSON")
    )
    rights = MemorySource("ZDJBXX", [PARCEL], {"ZDDM": [f"{DISTRICT}JC00001"], "QLR": ["SAMPLE-PERSON"]})
    layers = all_layers(survey((GROUND, "0601")), ownership=with_homestead, use_rights=rights)
    record = screen(candidates(PARCEL), layers)
    assert record["inputs"]["ownership"]["fields"] == ["ZDDM"]
    assert record["inputs"]["use_rights"]["fields"] == ["ZDDM"]
    assert "SAMPLE-PERSON" not in str(record)
    assert {row["category"] for row in parcel(record)["overlaps"] if row["role"] == "ownership"} == {
        "collective", "unknown",
    }  # fmt: skip


def test_planes_with_and_without_names_of_owners(case):
    """Parcels in two zones: names are read around one alone, and what was read is described all the same."""
    far = box(300_000, 0, 100, 100)
    layer = owners((GROUND, f"{DISTRICT}JA00001", "甲村农民集体"), (far, f"{DISTRICT}JB00001", "SAMPLE-PERSON"))
    record = screen(candidates(PARCEL, far), all_layers(survey((GROUND, "0601"), (far, "0601")), ownership=layer))
    assert len({one["geometry"]["crs"] for one in record["parcels"]}) == 2
    assert record["inputs"]["ownership"]["fields"] == ["ZDDM"]
    assert "SAMPLE-PERSON" not in str(record)


def test_homesteads_are_measured_by_class_and_by_right(case):
    land_use = survey((GROUND.difference(box(0, 0, 10, 100)), "0601"), (box(0, 0, 10, 100), "0702"))
    rights = MemorySource(
        "ZDJBXX", [box(0, 0, 15, 100), box(50, 0, 50, 100)], {"ZDDM": [f"{DISTRICT}{s}00001" for s in ("JC", "JB")]}
    )
    record = screen(candidates(PARCEL), all_layers(land_use, use_rights=rights))
    assert parcel(record)["measures"]["homestead_m2"] == pytest.approx(1500, abs=0.01)
    record = screen(candidates(PARCEL), all_layers(land_use))
    assert parcel(record)["measures"]["homestead_m2"] == pytest.approx(1000, abs=0.01)


# what offices keep


@pytest.mark.parametrize(
    ("role", "columns", "code", "name", "kept"),
    [
        (APPROVALS, {"PZWH": "a", "PZRQ": "20120618", "XMMC": "b", "XMDM": "c", "DZJGH": "d"}, "a", "b",
         {"PZSJ": "20120618", "XMDM": "c", "DZJGH": "d"}),
        (TEMPORARY_USE, {"PZWH": "a", "XMMC": "b", "PZSJ": "20250410", "DQSJ": "20270409"}, "a", "b",
         {"PZSJ": "20250410", "DQSJ": "20270409"}),
        (VIOLATIONS, {"AJBH": "a", "WFLX": "b", "AJZT": "立案查处", "JASJ": None}, "a", "b",
         {"AJZT": "立案查处", "JASJ": None}),
        (HERITAGE, {"HXMC": "b", "LXMC": "文物保护单位保护范围"}, None, "b", {"LXMC": "文物保护单位保护范围"}),
        (RESTRICTIONS, {"CFWH": "a", "CFLX": "b", "CFQSSJ": "20250618", "CFJSSJ": "20280617"}, "a", "b",
         {"CFQSSJ": "20250618", "CFJSSJ": "20280617"}),
        (EXPROPRIATION, {"PFWH": "a", "PQMC": "b"}, "a", "b", {}),
    ],
)  # fmt: skip
def test_records_of_offices(case, role, columns, code, name, kept):
    layer = MemorySource("L", [box(0, 0, 50, 100)], {field: [value] for field, value in columns.items()})
    evidence = case(**{role: layer}).layers[role]
    (piece,) = evidence.pieces
    assert (piece.code, piece.name, piece.category, round(piece.area_m2)) == (code, name, role, 5000)
    assert kept.items() <= piece.attributes.items()
    assert evidence.completeness is Completeness.ADMIN_AREA
    assert evidence.outside.is_empty


def test_where_optional_layers_are_complete_is_said_as_of_the_lines(case):
    nothing = MemorySource("LSYD", [], {})
    elsewhere = MemorySource("WFDK", [], {"AJBH": []}, package="/other")
    half = MemorySource("XZQ", [WEST], {"XZQDM": ["371126004"]})
    found = case(temporary_use=nothing, complete=("temporary_use", "heritage")).layers
    assert {role: found[role].completeness for role in (TEMPORARY_USE, HERITAGE)} == {
        TEMPORARY_USE: Completeness.STATED, HERITAGE: Completeness.STATED,
    }  # fmt: skip
    assert (found[TEMPORARY_USE].given, found[HERITAGE].given) == (True, False)
    found = case(temporary_use=nothing, violations=elsewhere, admin_area=None).layers
    assert found[TEMPORARY_USE].completeness is Completeness.ASSUMED
    assert found[VIOLATIONS].completeness is Completeness.NOT_STATED
    assert found[VIOLATIONS].outside.area == PARCEL.area
    found = case(temporary_use=nothing, admin_area=half).layers
    assert found[TEMPORARY_USE].completeness is Completeness.ADMIN_AREA
    assert round(found[TEMPORARY_USE].outside.area) == 5000


def test_layers_of_one_role_from_two_packages_did_not_come_with_the_survey(case):
    one = MemorySource("JB", [PARCEL], {"ZDDM": [f"{DISTRICT}JB00001"]})
    other = MemorySource("JC", [], {"ZDDM": []}, package="/other")
    assert case(use_rights=one, admin_area=None).layers[USE_RIGHTS].completeness is Completeness.ASSUMED
    both = case(use_rights=(one, other), admin_area=None).layers[USE_RIGHTS]
    assert both.completeness is Completeness.NOT_STATED
    assert shown(both.pieces) == [(f"JB:{DISTRICT}JB00001", "collective_construction", 10000)]


def test_slivers_are_seen_survey_by_survey():
    """Two thin strips of farmland, one in each earlier survey, are a sliver each."""
    strips = [box(x, 0, 0.6, 100) for x in (10, 50)]
    history = tuple(
        earlier(year, (GROUND.difference(strip), built), (strip, field))
        for year, strip, built, field in ((2009, strips[0], "203", "012"), (2019, strips[1], "0601", "0102"))
    )
    record = screen(candidates(PARCEL), all_layers(survey((GROUND, "0601")), land_use_history=history))
    found = {(row["source_id"][:4], row["category"]): row["sliver"] for row in parcel(record)["overlaps"]}
    assert found["2009", "farmland"]
    assert found["2019", "farmland"]
    assert not found["2009", "construction"]


def test_features_far_from_the_parcels_are_no_pieces(case):
    layer = MemorySource("L", [box(5000, 0, 100, 100), PARCEL], {"AJBH": ["far", "near"]})
    assert [piece.code for piece in case(violations=layer).layers[VIOLATIONS].pieces] == ["near"]
