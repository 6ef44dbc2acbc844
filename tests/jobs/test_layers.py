# SPDX-License-Identifier: GPL-2.0-or-later
"""Which layer serves which role, and what is said of those of which it is open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import AS_OF, GivenAnswers, MemorySource, all_layers, box, candidates, finding, parcel, screen, survey

from land_entry_plugin.errors import InputError
from land_entry_plugin.files.kept import NO_ROLE, Wishes
from land_entry_plugin.files.source import UnreadableSource
from land_entry_plugin.jobs.layer_notes import layer_notes
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.record import screening_record, seen_at_once
from land_entry_plugin.jobs.screening import ScreeningRequest
from land_entry_plugin.jobs.screenparcels import screenparcels
from land_entry_plugin.rules.layering import load_pack

PARCEL = box(0, 0, 100, 100)
GROUND = box(-500, -500, 1000, 1000)
CODES = {"JB": "371126005001JB00001", "JC": "371126005001JC00001", "GB": "371126005001GB00001"}


def patches(name, year=None, code="0601", shape=GROUND, **options):
    """Return a land survey of one patch; without SJNF where no year is given."""
    columns = {"BSM": ["1"], "DLBM": [code], "QSXZ": ["30"]} | ({"SJNF": [year]} if year else {})
    return MemorySource(name, [shape], columns, **options)


def right(name, signs="JB", shape=PARCEL, **options):
    return MemorySource(name, [shape], {"ZDDM": [CODES[signs]]}, **options)


def recognised(*offered, named=None, **options):
    """Return the record of a screening of which some layers are recognised."""
    request = ScreeningRequest(
        parcels=candidates(PARCEL), named=all_layers(survey((GROUND, "0601"))) if named is None else named,
        offered=offered, **({"as_of": AS_OF} | options),
    )  # fmt: skip
    return screening_record(screenparcels(request))


def notes(record, role):
    """Return the notes on one role, by their ids, with the layers that they name."""
    found = [note for note in parcel(record)["not_checked"] if note["values"]["role"] == role]
    return {note["id"]: note["values"].get("layers") for note in found}


def layers_read(record):
    return {key: entry["layer"] for key, entry in record["inputs"].items()}


def history(record):
    return {key: layer for key, layer in layers_read(record).items() if key.startswith("land_use_history")}


# layers that cannot be read


def broken(name):
    return UnreadableSource(name, f"/data/{name}.shp", "/data", InputError("unreadable_file", path=f"{name}.shp"))


def test_a_layer_of_a_roles_name_that_lacks_its_fields_is_said_at_once():
    named = all_layers(survey((GROUND, "0601")))
    named.pop("land_use")
    nameless = MemorySource("DLTB", [GROUND], {"BSM": ["1"], "NAME": ["水田"]})
    offered = (nameless, MemorySource("JC", [PARCEL], {"NAME": ["x"]}), MemorySource("扫描件", [GROUND]))
    kept = MemorySource("JB", [PARCEL], {"NAME": ["x"]})
    kept.description = replace(kept.description, wishes=Wishes(role=NO_ROLE))
    request = ScreeningRequest(parcels=candidates(PARCEL), named=named, offered=(*offered, kept), as_of=AS_OF)
    screening = screenparcels(request)
    record = screening_record(screening)
    assert notes(record, "land_use")["unusable_layer"] == ["DLTB"]
    assert notes(record, "use_rights")["unusable_layer"] == ["JC"]
    # what bears no role's name, or is to have none, stands in the record alone
    assert notes(record, "other_layers") == {"layers_without_role": ["JB", "扫描件"]}
    seen = "\n".join(texts["en"] for texts in seen_at_once(screening))
    assert 'Layer "DLTB" lacks DLBM' in seen
    assert 'Layer "JC" lacks' in seen
    assert "扫描件" not in seen
    # nor is it none at all because the user states that what is given is complete
    stated = screening_record(screenparcels(replace(request, complete=("use_rights",))))
    assert "stated_none" not in notes(stated, "use_rights")
    outcomes = {one["text_id"]: one["outcome"] for one in stated["parcels"][0]["findings"]}
    assert outcomes["role_in_doubt"] == "unknown"


def test_what_cannot_be_read_stops_only_what_needs_it():
    assert notes(recognised(broken("扫描件")), "other_layers") == {"unreadable_layer": ["扫描件"]}
    # its name says what is missing with it, whoever says that there is nothing else
    record = recognised(broken("LSWHBHX"), complete=("heritage",))
    assert notes(record, "heritage") == {"unusable_layer": ["LSWHBHX"]}
    assert notes(record, "other_layers") == {}
    named = all_layers(survey((GROUND, "0601")))
    # a required one may be among them
    named.pop("basic_farmland")
    record = recognised(broken("扫描件"), named=named)
    assert notes(record, "basic_farmland") == {"required_role_not_given": None, "may_be_unreadable": ["扫描件"]}
    with pytest.raises(InputError) as caught:
        recognised(broken("YJJBNTBHTB"), named=named)
    assert caught.value.text_id == "unreadable_file"


@pytest.mark.parametrize("year", ["1e400", "nan", "-inf", "二〇二三"])
def test_a_year_that_is_none_is_no_year(year):
    assert parcel(recognised(patches("DLTB", year), named={}))["verdict"] == "undetermined"


# earlier surveys


def test_all_older_surveys_are_history_the_oldest_first():
    record = recognised(
        patches("DLTB", 2025), patches("DLTB_2019", 2019), patches("DLTB_2022"), patches("DLTB_ED", code="203"),
        named=all_layers(None),
    )  # fmt: skip
    assert layers_read(record)["land_use"] == "DLTB"
    assert list(history(record).items()) == [
        ("land_use_history[2009]", "DLTB_ED"),
        ("land_use_history[2019]", "DLTB_2019"),
        ("land_use_history[2022]", "DLTB_2022"),
    ]
    assert [record["inputs"][key]["year"] for key in history(record)] == [2009, 2019, 2022]
    assert [record["inputs"][key]["class_system"] for key in history(record)] == [
        ["second_survey"], ["survey"], ["survey"],
    ]  # fmt: skip
    assert record["run"]["files"].keys() == record["inputs"].keys()


def test_one_earlier_survey_keeps_the_name_of_its_role():
    record = recognised(patches("DLTB_2009", 2009, code="203"))
    assert history(record) == {"land_use_history": "DLTB_2009"}
    assert record["inputs"]["land_use_history"]["year"] == 2009


def test_the_patches_state_the_year_before_the_name_does():
    record = recognised(patches("DLTB_2009", 2010, code="203"))
    assert record["inputs"]["land_use_history"]["year"] == 2010


@pytest.mark.parametrize("named", [False, True])
def test_two_earlier_surveys_of_one_year_are_not_chosen(named):
    surveys = (patches("DLTB_2009", 2009), patches("DLTB_ED", 2009), patches("DLTB_2012", 2012))
    if named:
        record = recognised(named=all_layers(survey((GROUND, "0601")), land_use_history=surveys))
    else:
        record = recognised(patches("DLTB", 2025), *surveys, named=all_layers(None))
    assert history(record) == {"land_use_history": "DLTB_2012"}
    assert notes(record, "land_use_history")["ambiguous_role"] == ["DLTB_2009", "DLTB_ED"]


@pytest.mark.parametrize("named", [False, True])
def test_an_earlier_survey_without_a_year_is_not_chosen(named):
    layers = all_layers(survey((GROUND, "0601"), package="/other"))
    undated = patches("OLD" if named else "DLTB_OLD")
    if named:
        record = recognised(named=layers | {"land_use_history": undated})
    else:
        record = recognised(undated, named=layers)
    assert history(record) == {}
    assert notes(record, "land_use_history") == {"survey_without_year": [undated.describe().name]}


def test_what_is_not_older_is_no_history():
    record = recognised(patches("DLTB_2009", 2025))
    assert history(record) == {}
    assert notes(record, "land_use_history") == {"ambiguous_role": ["DLTB_2009"]}


def test_of_a_named_survey_the_older_ones_are_history():
    current = patches("DLTB_2022", 2022)
    layers = all_layers(current)
    record = recognised(current, patches("DLTB", 2025), patches("DLTB_2019", 2019), named=layers)
    assert layers_read(record)["land_use"] == "DLTB_2022"
    assert history(record) == {"land_use_history": "DLTB_2019"}


def test_named_history_wins_over_what_is_recognised():
    record = recognised(
        patches("DLTB_2009", 2009), patches("DLTB_2012", 2012),
        named=all_layers(survey((GROUND, "0601")), land_use_history=(patches("A", 2014), patches("B_2016"))),
    )  # fmt: skip
    assert history(record) == {"land_use_history[2014]": "A", "land_use_history[2016]": "B_2016"}
    assert all(record["inputs"][key]["named"] for key in history(record))


def test_where_it_is_open_which_survey_is_current_none_is_history():
    record = recognised(patches("DLTB", 2025), patches("DLTB_2", 2025), patches("DLTB_2019"), named=all_layers(None))
    assert "land_use" not in record["inputs"]
    assert history(record) == {}
    assert notes(record, "land_use")["ambiguous_role"] == ["DLTB", "DLTB_2", "DLTB_2019"]


# layers that cannot be used


def test_an_optional_layer_at_fault_does_not_end_the_run():
    """Surveys of 2009 are mostly on Xian 80."""
    old = patches("DLTB_2009", 2009, crs="EPSG:2363")
    record = recognised(old, patches("DLTB_2019", 2019))
    assert history(record) == {"land_use_history": "DLTB_2019"}
    note = next(note for note in parcel(record)["not_checked"] if note["id"] == "unusable_layer")
    assert note["values"]["layers"] == ["DLTB_2009"]
    assert "Xian 80" in note["texts"]["en"]
    assert "DLTB_2009" in note["texts"]["zh"]
    with pytest.raises(InputError, match="Xian 80"):
        recognised(named=all_layers(survey((GROUND, "0601")), land_use_history=old))


def test_an_older_survey_at_fault_leaves_the_newest():
    record = recognised(patches("DLTB", 2025), patches("DLTB_2014", crs=None), named=all_layers(None))
    assert layers_read(record)["land_use"] == "DLTB"
    assert notes(record, "land_use_history")["unusable_layer"] == ["DLTB_2014"]
    # without a year it may be the newest
    with pytest.raises(InputError, match="no CRS"):
        recognised(patches("DLTB", 2025), patches("DLTB_B", crs=None), named=all_layers(None))


def test_a_role_of_which_one_layer_cannot_be_used_has_none():
    record = recognised(right("JB"), right("JC", "JC", crs=None))
    assert not [key for key in record["inputs"] if key.startswith("use_rights")]
    assert notes(record, "use_rights") == {"unusable_layer": ["JC"]}


# several layers of one role


def test_layers_of_different_names_are_the_use_rights_together():
    record = recognised(right("JB"), right("JC", "JC", box(20, 0, 10, 100)), right("GB", "GB", box(0, 500, 10, 10)))
    assert {key for key in record["inputs"] if key.startswith("use_rights")} == {
        "use_rights[GB]", "use_rights[JB]", "use_rights[JC]",
    }  # fmt: skip
    found = [(row["source_id"], row["category"]) for row in parcel(record)["overlaps"] if row["role"] == "use_rights"]
    assert found == [
        ("JB:371126005001JB00001", "collective_construction"), ("JC:371126005001JC00001", "homestead"),
    ]  # fmt: skip
    assert notes(record, "use_rights") == {}


def test_registered_parcels_of_all_layers_are_neighbours():
    record = recognised(right("JB", shape=box(100, 0, 50, 100)), right("JC", "JC", box(-50, 0, 50, 100)))
    sides = parcel(record)["cadastre"]["four_neighbours"]
    assert [run["who"] for run in sides["east"]] == [f"宗地 {CODES['JB']}"]
    assert [run["who"] for run in sides["west"]] == [f"宗地 {CODES['JC']}"]


def test_two_layers_of_one_name_are_not_the_use_rights():
    record = recognised(right("JB", package="/a"), right("JB", package="/b"), right("JC", "JC"))
    assert not [key for key in record["inputs"] if key.startswith("use_rights")]
    assert notes(record, "use_rights") == {"ambiguous_role": ["JB", "JB", "JC"]}


def test_two_layers_of_another_role_are_not_chosen():
    record = recognised(MemorySource("LSYD", [], {}), MemorySource("临时用地", [], {}))
    assert "temporary_use" not in record["inputs"]
    assert notes(record, "temporary_use") == {"ambiguous_role": ["LSYD", "临时用地"]}


@pytest.mark.parametrize("role", ["ecological_red_line", "use_rights", "land_use_history"])
def test_a_role_in_doubt_is_unknown_whatever_an_officer_answers(role):
    """One of the layers shows a conflict: neither "no conflict found" nor an officer's yes may come out."""
    two = {
        "ecological_red_line": [MemorySource(name, [PARCEL], {"BSM": ["1"]}) for name in ("STBHHX", "STBHHX_2")],
        "use_rights": [right("GB", "GB", package="/a"), right("GB", "GB", package="/b")],
        "land_use_history": [patches("DLTB_2009", 2009), patches("DLTB_ED", 2009)],
    }[role]
    layers = {key: layer for key, layer in all_layers(survey((GROUND, "0601"))).items() if key != role}
    record = recognised(*two, named=layers, answers=GivenAnswers(["P1"]))
    assert finding(record, role)["outcome"] == "unknown"
    assert finding(record, role)["text_id"] == "role_in_doubt"
    assert (parcel(record)["spatial_verdict"], parcel(record)["verdict"]) == ("undetermined", "undetermined")
    sure = recognised(named=layers, answers=GivenAnswers(["P1"]))
    assert parcel(sure)["spatial_verdict"] == "eligible"


def test_what_a_user_states_of_a_role_in_doubt_does_not_count():
    """COMPLETE says that what is given is all there is: nothing is given where none of two layers was chosen."""
    two = [MemorySource(name, [PARCEL], {"BSM": ["1"]}) for name in ("STBHHX", "STBHHX_2")]
    layers = all_layers(survey((GROUND, "0601")), ecological_red_line=None)
    record = recognised(*two, named=layers, complete=("ecological_red_line",))
    assert finding(record, "ecological_red_line")["outcome"] == "unknown"
    assert notes(record, "ecological_red_line") == {
        "ambiguous_role": ["STBHHX", "STBHHX_2"], "required_role_not_given": None,
    }  # fmt: skip
    nothing_there = recognised(named=layers, complete=("ecological_red_line",))
    assert finding(nothing_there, "ecological_red_line")["outcome"] == "pass"
    assert notes(nothing_there, "ecological_red_line") == {"stated_none": None}


def test_notes_on_roles():
    record = screen(
        candidates(PARCEL),
        all_layers(survey((GROUND, "0601")), temporary_use=MemorySource("LSYD", [], {})),
        complete=("heritage",),
    )
    assert notes(record, "temporary_use") == {}
    assert notes(record, "heritage") == {"stated_none": None}
    assert notes(record, "violations") == {"role_not_given": None}
    assert notes(record, "admin_area") == {}


def test_a_layer_of_a_role_that_no_rule_of_the_pack_looks_at_is_listed():
    chosen = choose_layers({"temporary_use": MemorySource("LSYD", [], {})}, (), lambda layer: None)
    pack = load_pack("national")
    without = replace(pack, rules=tuple(rule for rule in pack.rules if "temporary_use" not in rule.roles))
    listed = {"id": "role_without_rule", "role": "temporary_use", "layers": ["LSYD"]}
    assert listed in layer_notes(chosen, (), without)
    assert listed not in layer_notes(chosen, (), pack)
