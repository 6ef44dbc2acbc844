# SPDX-License-Identifier: GPL-2.0-or-later
"""The dock in a real QGIS window, driven once (``inside_qgis.py``): what was seen."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from land_entry_plugin.texts import _sentences

LIMIT_S = 0.1
VERDICTS = ("prohibited", "undetermined", "review", "eligible")


def test_the_story_came_to_its_end_and_nothing_was_raised(seen):
    assert seen["exceptions"] == []
    assert seen["timeouts"] == []
    assert "Traceback" not in seen["stderr"]
    assert seen["rc"] == 0


def test_the_plugin_is_loaded_with_its_algorithms(seen):
    assert {"screenparcels", "surveysheets", "avoidconflicts"} <= set(seen["algorithms"])


def test_an_empty_project_asks_for_data(seen):
    assert seen["empty"]["headline"] == "先打开三调和三线数据"
    assert seen["empty"]["rows"] == 16
    assert seen["empty"]["shortcut"] == "Ctrl+Alt+L"
    assert seen["empty"]["step_enabled"] == [True] * 4


def test_the_sample_opens_by_its_button(seen):
    data = seen["data"]
    for role in ("parcels", "basic_farmland", "ecological_red_line", "urban_boundary", "admin_area"):
        assert data["kinds"][role] == "eligible", role
    # its survey leaves a parcel out: no check mark
    assert data["kinds"]["land_use"] == "review"
    assert "1 宗未全覆盖" in data["details"]["land_use"]
    assert data["details"]["basic_farmland"].endswith("范围按行政区")
    assert data["details"]["heritage"].startswith("未提供")
    assert data["crs"] == "EPSG:4527"
    assert data["sample_is_a_copy"]


def test_the_form_says_which_law_and_what_stays_open(seen):
    form = seen["form"]
    assert form["step"] == 1, "Alt+2 goes to the second step"
    assert {"national", "shanghe_2024"} <= set(form["packs"])
    assert "已过有效期" in form["banner"]
    assert form["banner_national"] == ""
    assert any("缺 10 个图层" in note for note in form["notes"])
    assert len(form["notes"]) <= 3
    assert form["primary"] == "开始筛查 18 宗"


def test_a_run_is_a_task_with_its_progress(seen):
    assert seen["while_running"]["cancel_is_there"]
    assert seen["while_running"]["primary_is_gone"]
    phases = [text[2:] for text in seen["while_running"]["phases"] if re.match(r"\d [^/]", text)]
    assert phases == ["检查宗地和规则包", "读取并检查图层", "套合", "判定", "写入图层、表格和记录"]
    assert seen["live"]["verdicts"] == {k: v for k, v in seen["results"]["chips"].items() if v}


def test_results_are_listed_and_lie_in_the_layer_tree(seen):
    results = seen["results"]
    assert results["step"] == 2
    assert results["listed"] == sum(results["chips"].values()) == 18
    order = [VERDICTS.index(verdict) for verdict in results["order"]]
    assert order == sorted(order)
    assert results["first_chosen"]
    assert results["group"] == ["入市筛查"]
    assert {"宗地核查结果", "套合图斑"} <= set(results["layers"])
    assert results["renderer"] != "singleSymbol"


def test_a_number_leads_to_exactly_its_patches(seen):
    evidence = seen["evidence"]
    for shown in (evidence["first_flash"], evidence["clicked"]):
        assert [re.search(r"\d{10,}", title)[0] for title in shown] == evidence["patches"]
    assert all(band[0] for band in evidence["bands"])
    # the plane and the ellipsoid differ by some parts in a million
    assert abs(evidence["marked_m2"] - evidence["area"]) < 1e-4 * evidence["area"]
    assert evidence["in_the_map"]
    assert evidence["after_escape"] == 0
    assert evidence["band"][0] == "不得入市"
    assert f"{evidence['area']:,.2f}" in evidence["band"][2]
    assert evidence["account_closes"]


def test_the_list_is_filtered(seen):
    filters = seen["filters"]
    assert set(filters["chip"]) == {"prohibited"}
    assert [one[-7:] for one in filters["text"]] == ["JB00004"]
    assert filters["none"] == [0, True, "没有符合条件的宗地。"]
    assert filters["cleared"] == 18


def test_a_reviewer_speaks_beside_the_machine(seen):
    spoken = seen["review"]
    assert spoken["without_reason"] == [False, "不接受和例外要写理由。"]
    assert {name: spoken["stored"][name] for name in ("decision", "reason", "name")} == {
        "decision": "exception", "reason": "已批先用，见批文", "name": "王工",
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", spoken["stored"]["time"])
    assert spoken["verdict"] == "prohibited"
    assert spoken["word"] == "不得入市"
    assert "例外" in spoken["band"]
    title, shown, sentence = seen["review_tab"]
    assert title == "复核 1/18"
    assert shown == [False, False, True]
    assert "已批先用，见批文" in sentence


def test_sheets_are_delivered(seen):
    deliver = seen["deliver"]
    assert deliver["without_folder"][0] is False
    assert deliver["without_folder"][1]
    assert deliver["cancel_is_there"]
    assert [name.removesuffix(".pdf") for name in deliver["written"]] == sorted(deliver["chosen"])
    assert len(deliver["written"]) == 3
    assert deliver["outcome"] == [["eligible", "已导出 3 宗。", "打开文件夹"]]
    assert any(kind == "review" and "待补" in text for kind, text in deliver["checks"])


def test_a_parcel_that_cannot_be_printed_has_a_line_and_the_others_are_there(seen):
    failing = seen["failing"]
    assert failing["written"] == sorted(set(failing["chosen"]) - {failing["broken"]})
    done, failed = failing["lines"]
    assert done == ["eligible", f"已导出 {len(failing['written'])} 宗。", "打开文件夹"]
    assert failed == ["prohibited", f"1 宗失败（{failing['broken']}）。", "查看"]
    assert f"{failing['broken']} PDF" in failing["tip"]
    for told in (failing["tip"], failing["message"]):
        # the record, the parcel and what it lacks; the folder has nothing to do with it
        assert f"筛查记录「{failing['record']}」中宗地「{failing['broken']}」" in told
        assert "缺少「map」" in told
        assert "文件夹" not in told
    assert failing["last"] == "2 宗"
    assert failing["led_to"] == [2, failing["broken"]]


def test_sheets_are_printed_from_the_batch_dialog(seen):
    batch = seen["batch"]
    assert len(batch["ids"]) == 2
    assert batch["written"] == [[one] for one in batch["ids"]]
    assert "Traceback" not in batch["log"]
    assert all(one in batch["log"] for one in batch["ids"])


def test_the_list_of_sheets_says_for_how_many_parcels_each_is(seen):
    counts = seen["deliver"]["of_parcels"]
    assert counts["核查单页（含宗地图）"] == counts["封面"] == "3 宗"
    assert counts["共有/共用宗地面积分摊表"] == "—"


def test_the_state_comes_back_with_the_project(seen):
    assert seen["new_project"] == {"record": False, "step": 0, "marks": 0}
    assert seen["project"]["same_state"]
    assert seen["project"]["step"] == 2
    assert seen["project"]["parcels"] == 18
    assert "例外" in seen["project"]["reviewed"]


def test_a_cancelled_run_keeps_what_is_judged(seen):
    cancelled = seen["cancelled"]
    assert cancelled["at_once"] == {"messages": ["已取消：没有宗地有结果。"], "is_as_before": True}
    judged, left = cancelled["judged"], cancelled["left"]
    assert judged >= 3
    assert left > 0
    assert judged + left == 18
    assert cancelled["listed"] == left
    assert cancelled["messages"] == [f"已取消：{judged} 宗有结果，{left} 宗未筛查。"]


def test_layers_that_are_removed_in_mid_run_are_in_the_results_and_missing_in_the_dock(seen):
    removed, without_parcels = seen["layer_removed"], seen["parcels_removed"]
    assert removed["line"] == "undetermined"
    assert removed["parcel_line"] != "undetermined"
    assert without_parcels["parcel_line"] == "undetermined"
    assert without_parcels["headline"] == "先选拟入市宗地图层"
    for one in (removed, without_parcels):
        assert one["parcels"] == 18
        assert one["messages"][-1].startswith("筛查完成 18 宗")


@pytest.mark.parametrize("name", ["file_gone", "file_gone_in_mid_run"])
def test_files_that_are_gone_are_a_sentence(seen, name):
    gone = seen[name]
    assert not gone["record"]
    assert any("township.gpkg" in text for text in gone["messages"])
    assert not any("Traceback" in text or "Error" in text for text in gone["messages"])


def test_a_project_that_is_closed_in_mid_run_ends_it_with_a_sentence(seen):
    assert seen["project_closed"] == {
        "record": False, "is_running": False, "can_start": True, "layers": 0,
        "messages": ["项目已关闭：筛查已停止，没有结果。"],
    }  # fmt: skip


def test_unloading_twice_leaves_nothing_behind(seen):
    first, second = seen["unload"]
    for loaded in (first["loaded"], second["loaded"]):
        assert "LandEntryDock" in loaded["docks"]
        assert "landentry" in loaded["providers"]
        assert loaded["tools"] > 0
    assert first["after"]["tools"] == 0
    assert "LandEntryDock" not in first["after"]["docks"]
    assert "landentry" not in first["after"]["providers"]
    assert second["after"] == first["after"]


def test_nothing_is_cut_at_any_size(seen):
    assert seen["sizes"]["zh_320px"][0] == 320
    assert seen["sizes"]["zh_short"] == [320, 640]
    assert seen["cut"] == {"zh": {}, "en": {}}


# Official names of statutes stand in every language; what a reviewer wrote and what layers and villages are called too.
CITED = re.compile(r"《[^》]*》( \S*〔\d+〕\d+号| \S*第\d+号)?")
CHINESE, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{3,}")
# Keys, formats, names of programs and fonts, codes.
NOT_WORDS = ("QGIS", "GDB", "GPKG", "TXT", "PDF", "DOCX", "XLSX", "DXF", "EPSG", "Esc", "Enter", "Backspace", "Ctrl",
             "Noto", "Serif", "Sans", "CJK", "parcels",
             # what a parcel without an id is called, in every language
             "row")  # fmt: skip


def left(text, names, pattern):
    """Return what of a text is in the other language, beside names and citations."""
    text = CITED.sub("", text)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return pattern.findall(text)


def test_english_windows_speak_english(seen):
    names = {*seen["names"]["en"]["villages"], *seen["names"]["en"]["layers"], "王工", "已批先用，见批文"} - {""}
    texts = [*seen["texts"]["en"], *seen["panel_texts"]["en"]]
    assert {text: found for text in texts if (found := left(text, names, CHINESE))} == {}
    assert "Next: deliver" in texts
    assert "0602 Mining" in texts


def test_chinese_windows_speak_chinese(seen):
    names = {*seen["names"]["zh"]["layers"], *NOT_WORDS}
    texts = [*seen["texts"]["zh"], *seen["panel_texts"]["dark"]]
    assert {text: found for text in texts if (found := left(text, names, LATIN))} == {}
    assert "下一步：交付" in texts


# Names and figures that are the same in every language.
SAME = ("coordinate.format_", "coordinate.column_", "description.stretch")


def test_every_sentence_is_translated():
    for text_id, translations in _sentences().items():
        chinese, english = (re.sub(r"\{.*?\}", "", translations[language]) for language in ("zh", "en"))
        assert CHINESE.search(chinese) or not LATIN.search(english) or text_id.startswith(SAME), text_id
        if text_id.startswith(("window.", "desktop.")):
            assert not CHINESE.search(english), text_id


def test_all_can_be_reached_without_a_mouse(seen):
    keyboard = seen["keyboard"]
    assert keyboard["without_focus"] == []
    assert all(re.fullmatch(r"[1-4] \S+", name) for name in keyboard["steps"])
    assert all(re.fullmatch(r"\S+ \d+", name) for name in keyboard["chips"])
    assert keyboard["unnamed"] == []
    assert keyboard["blind"] == {"0": [], "1": [], "2": [], "3": []}
    for step, least in (("0", 20), ("1", 8), ("2", 12), ("3", 9)):
        stops = keyboard["order"][step]
        assert len(stops) >= least, step
        lines = [(at_foot, y) for at_foot, y, _, _ in stops]
        for (before, x_before), (after, x_after) in pairwise(
            [(line, stop[2]) for line, stop in zip(lines, stops, strict=True)]
        ):
            in_one_line = before[0] == after[0] and abs(before[1] - after[1]) <= 10
            assert x_before < x_after if in_one_line else before < after, (step, before, after)


def test_results_are_read_without_a_mouse(seen):
    keys = seen["keys"]
    assert keys["down"]
    assert keys["up"]
    assert keys["enter"] == [True, True]
    assert keys["copied_row"].split("\t")[:2] == [seen["evidence"]["parcel"], "不得入市"]
    assert keys["review"]
    assert keys["avoid"]
    assert keys["fold"] == [True, False]
    assert [re.search(r"\d{10,}", title)[0] for title in keys["space"]] == seen["evidence"]["patches"]
    assert keys["copied_finding"].startswith("永久基本农田\t")
    assert keys["explained"]
    assert "依据" in keys["explanation"]
    assert keys["tree_menu"] == ["说明(E)", "图上闪示(F)", "复制"]
    assert keys["list_menu"][0].startswith("图上查看")
    assert keys["search_has_focus"]
    assert keys["steps"] == [0, 1, 3, 2]
    assert keys["control_enter"] == 1


def test_a_class_of_the_account_leads_to_its_patches(seen):
    count, area, shown = seen["keys"]["account"]
    assert count == 1
    assert area == pytest.approx(float(shown.replace(",", "")), rel=1e-4)


def test_lists_are_filtered_copied_and_exported(seen):
    lists = seen["lists"]
    for name in ("reasons", "villages"):
        chosen, shown, count = lists[name]
        assert shown == [chosen]
        assert 0 < count < 18
    assert len(lists["copied"]) == 19
    assert lists["exported"]


def test_layers_are_chosen_mended_and_stated(seen):
    links = seen["links"]
    assert links["menu"][0] == "自动识别"
    assert "声明范围内没有" in links["menu"]
    kind, link, detail = links["without_crs"]
    assert (kind, link) == ("prohibited", "设坐标系…")
    assert "没有坐标系" in detail
    assert links["with_crs"] == ["eligible", "EPSG:4527"]
    assert links["styled"] == "categorizedSymbol"
    assert links["stated"][0].endswith("已声明完整")
    assert links["stated"][1] == ["heritage"]
    assert links["stated_none"] == ["eligible", "已声明：范围内没有"]


def test_data_are_dropped_on_the_dock(seen):
    assert seen["dropped"], "a folder"
    links = seen["links"]
    assert links["accepted"]
    assert links["imported"][:2] == [1, "EPSG:4527"]
    assert links["square"] == [100, 100, True]


def test_a_sheet_opens_in_the_layout_designer(seen):
    assert seen["layout"]["designers"] == 1
    assert len(seen["layout"]["names"]) == 1
    assert seen["layout"]["button"] == [True, True], "it rests while the sheet is drawn"
    assert seen["templates"] == ["国标样式（内置）", "选文件夹…"]


def test_what_is_hit_is_shown_from_the_panel(seen):
    draw = seen["draw"]
    assert draw["legend"][:2] == ["冲突", "待核"]
    assert "永久基本农田" in draw["legend"]
    title, area = draw["by_key"][0]
    assert title == "永久基本农田"
    assert area == pytest.approx(seen["evidence"]["area"], rel=0.05)
    assert draw["by_click"] == ["永久基本农田"]
    assert re.fullmatch(r"捕捉：\S+ \S+ 点", draw["snapped"])
    assert draw["not_snapped"] == ""


def test_the_dark_theme_can_be_read(seen):
    assert seen["dark"][0][0] >= 3, seen["dark"]
    assert seen["dark_empty"][0][0] >= 3, seen["dark_empty"]
    assert not seen["dark_empty"][1], "no heading over nothing"


# long: on a machine that does other things the processor itself is slower
@pytest.mark.long
def test_the_window_stays_awake(seen):
    """No event keeps the main thread busy with our code for more than a tenth of a second.

    ``own`` is processor time of the main thread (``watchdog.py``), not time on the wall: a machine that does other
    things makes gaps that are not ours. The making of the dock, a change of theme and unloading are judged as all
    else is.
    """
    assert [gap for gap in seen["gaps"] if gap["own"] > LIMIT_S] == []


def test_who_watches_sees_what_is_ours(seen):
    own = {gap["chapter"]: gap["own"] for gap in seen["tried"] if gap["used"] > LIMIT_S}
    assert own.keys() == {"land_entry_plugin", "others"}
    assert own["land_entry_plugin"] > LIMIT_S
    assert own["others"] == 0


def test_one_torn_file_does_not_keep_the_others_away(seen):
    texts = [text for _, text in seen["torn"]]
    assert any("其余已打开" in text and "torn" in text for text in texts), texts


def test_qgis_is_left_by_its_own_way_out_while_all_is_busy(seen):
    assert seen["left_while"] == [True, True, True]
    assert seen["rc"] == 0


def test_a_parcel_is_drawn_and_screened_at_every_point(seen):
    draw = seen["draw"]
    assert [draw["tool"], draw["visible"], draw["editable"]] == [True] * 3
    assert (draw["two"]["points"], draw["two"]["area"], draw["two"]["word"]) == ("平面 · 2 点", "— m²", "")
    # the third point: nothing is known yet, and the panel says so
    assert draw["at_once"]["is_old"]
    assert draw["at_once"]["word"] == ""
    shown = draw["all"]
    assert shown["word"] == "不得入市"
    assert shown["area"] == f"{draw['plane_m2']:,.2f} m²"
    farmland = f"{seen['evidence']['area']:,.2f} m²"
    # drawn pixel by pixel over the parcel, so to a few square metres
    hit = next(area for _, title, area in shown["rows"] if title.startswith("永久基本农田"))
    assert abs(float(hit[:-3].replace(",", "")) - seen["evidence"]["area"]) < 20, (hit, farmland)
    assert draw["hits"][0][1] == f"永久基本农田 {hit}"
    assert draw["hits"][0][2] == pytest.approx(float(hit[:-3].replace(",", "")), abs=0.1)
    assert "said" in draw["moves"], "a shape that is newer than its figures says so"


def test_what_is_drawn_becomes_a_parcel_in_one_step(seen):
    draw = seen["draw"]
    assert draw["added"] == draw["added"] | {"count": 1, "selected": 1, "undo": "绘制宗地", "steps": 1}
    assert draw["added"]["area"] == pytest.approx(draw["plane_m2"], abs=0.01)
    assert draw["undone"] == 0
    assert draw["crossing"]["word"] == "图形有误"
    assert draw["crossing_added"] == 0
    assert draw["one_back"]["points"] == "平面 · 3 点"
    assert (draw["escaped"]["points"], draw["escaped"]["hatches"]) == ("平面 · 0 点", 0)
    assert draw["left"] == {"tool": False, "visible": False}


def test_conflicts_are_cut_off_on_the_map(seen):
    avoid = seen["avoid"]
    assert not avoid["at_once"]["accept"], "nothing is accepted before it is known"
    usual = avoid["usual"]
    assert usual["rules"]["basic_farmland"][1]
    areas = {
        name: [float(text.replace(",", "").replace("−", "-")) for text in row] for name, row in usual["table"].items()
    }
    for column in (0, 1):
        assert areas["before"][column] + areas["cut"][column] == pytest.approx(areas["after"][column], abs=0.011)
    assert areas["cut"][2] + areas["after"][2] == pytest.approx(100, abs=0.011)
    assert usual["counts"] == "0 冲突"
    # an officer's answers are still open: it is not said to be eligible
    assert usual["verdict"] == "空间核查无冲突"
    assert "待答复" in usual["sentence"]
    by_kind = {shown[0]: shown for shown in avoid["kept"]}
    kept, cut = by_kind["kept"], by_kind["prohibited"]
    assert kept[2] == pytest.approx(areas["after"][0], abs=0.01)
    assert cut[2] == pytest.approx(-areas["cut"][0], abs=0.01)
    # every point of the source edges: never less land than with points that are merged
    assert avoid["snapped"]["merge_m"] == 0
    assert float(avoid["snapped"]["table"]["after"][0].replace(",", "")) >= areas["after"][0]
    assert not avoid["changing"]["accept"]
    assert float(avoid["setback"]["table"]["after"][0].replace(",", "")) < areas["after"][0]
    assert not avoid["nothing"]["accept"]
    assert "不建议裁切" in avoid["nothing"]["sentence"]


def test_a_cut_is_one_step_in_the_edit_buffer(seen):
    accepted = seen["avoid"]["accepted"]
    assert (accepted["steps"], accepted["undo"]) == (1, "避让裁切")
    assert accepted["area"] == pytest.approx(accepted["kept"], abs=0.001)
    assert (accepted["visible"], accepted["hatches"]) == (False, 0)
    assert seen["avoid"]["undone"] == accepted["before"]
    assert seen["avoid"]["drawn_added"] == [1, 1, "避让裁切"]
    assert seen["avoid"]["drawn"]["title"] == "避让裁切　绘制的图形"


def test_edited_parcels_and_those_beside_them_are_screened_again(seen):
    edit = seen["edit"]
    assert edit["at_once"] == "图形已改，正在重新核查…"
    assert [len(one["overlap"]) for one in edit["before"]] == [0, 0]
    own, other = edit["moved"]
    assert own["overlap"] == other["overlap"] != []
    assert own["area"] == pytest.approx(edit["before"][0]["area"], abs=0.01)
    assert edit["banner"].startswith("2 宗")
    assert edit["stale"]
    assert edit["shown"], "the parcel that is looked at stays chosen"
    assert not edit["review_dialog"]


def test_undone_edits_bring_the_results_back(seen):
    edit = seen["edit"]
    assert edit["undone"] == edit["before"]
    assert edit["after"] == [False, False, 0]
    assert edit["same_parcels"]
    assert edit["file_is_as_it_was"]
    assert edit["deleted"] == [None, 17]
    assert edit["restored"] == [edit["before"][1], 18]
