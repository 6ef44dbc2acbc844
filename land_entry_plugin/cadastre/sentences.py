# SPDX-License-Identifier: GPL-2.0-or-later
"""The sentences of a sheet outside its tables: banner, reason, what was not checked, basis, disclaimer."""

from __future__ import annotations

from typing import Any

from land_entry_plugin.cadastre.figures import area, percent
from land_entry_plugin.cadastre.finding_lines import counts, not_passed, passed, split_open_questions
from land_entry_plugin.rounding import stated, stated_percent
from land_entry_plugin.texts import word

# No text of the forms of GB/T 42547-2023 was at hand: the cells are those of the form set in use.
FORM_VERSION = "表式参照 GB/T 42547-2023"
SHEET_NAME = "宗地核查与地籍调查成果表"
DISCLAIMER = "本表依据所列数据计算，供核查使用，调查成果不作为行政处罚的依据；「资料不足」不是通过。"


def banner(record: dict[str, Any]) -> str | None:
    """Return why the rule pack is not in force, or None where it is."""
    return " ".join(text["zh"] for text in record["pack"]["banners"]) or None


def spatial_word(parcel: dict[str, Any]) -> str:
    """Return what geometry and attributes decide, in words."""
    verdict = parcel["spatial_verdict"]
    return word("spatial_eligible" if verdict == "eligible" else verdict, "zh")


def reasons(parcel: dict[str, Any]) -> list[tuple[str, str]]:
    """Return why the verdict is what it is, the worst first: each as a sentence and in short."""
    result = []
    waiting, others = split_open_questions(not_passed(parcel))
    for finding in others:
        title = finding["title"]["zh"]
        figure = (
            f" {area(finding['area_m2'])} m²（{percent(finding['share'])}）"
            if finding["area_m2"] and finding["share"] is not None
            else ""
        )
        result.append((f"{title}：{finding['texts']['zh']}", f"{title}{figure}：{word(finding['outcome'], 'zh')}。"))
    if waiting:
        result.append((f"待答复 {len(waiting)} 项，见核查结果。",) * 2)
    result += [(cap["texts"]["zh"], cap["texts"]["zh"]) for cap in parcel["caps"]]
    if not result:
        sentence = f"{counts(parcel)['pass']} 项全部通过。" if passed(parcel) else "没有可核查的事项。"
        result.append((sentence, sentence))
        gaps = len(parcel["not_checked"])
        if gaps:
            result.append((f"另有 {gaps} 项未核查，见表末。",) * 2)
    return result


def not_checked(parcel: dict[str, Any]) -> list[str]:
    """Return what was not checked in one sentence, other notes, and why the best verdict is 待核."""
    roles = [
        word(f"role_{note['values']['role']}", "zh") for note in parcel["not_checked"] if note["id"] == "role_not_given"
    ]
    lines = [f"未核查：{'、'.join(roles)}（未提供图层）。"] if roles else []
    unread = [
        word(f"role_{note['values']['role']}", "zh") + f"（{'、'.join(note['values']['layers'])}）"
        for note in parcel["not_checked"]
        if note["id"] == "role_without_rule"
    ]
    lines += [f"已有图层、规则包无相应规则而未核查：{'、'.join(unread)}。"] if unread else []
    listed = ("role_not_given", "role_without_rule", "unanswered")
    others = [note["texts"]["zh"] for note in parcel["not_checked"] if note["id"] not in listed]
    others += [cap["texts"]["zh"] for cap in parcel["caps"]]
    return lines + (["".join(others)] if others else [])


def basis(record: dict[str, Any], parcel: dict[str, Any]) -> str:
    """Return what a sheet rests on: date, rules, survey, limits."""
    options, pack = record["options"], record["pack"]
    year = parcel["measures"].get("survey_year") if parcel["measures"] else None
    survey = f"　国土调查年度 {year}" if year else ""
    return (
        f"基准日 {options['as_of']}　规则包 {pack['title']['zh']}（{pack['id']} {pack['version']}）{survey}　"
        f"误差限 {sliver_limits(record)}；"
        "永久基本农田、生态保护红线不设误差限"
    )


def sliver_limits(record: dict[str, Any]) -> str:
    """Return the limits of what may be an error of drawing, in words, as they were set."""
    options, settings = record["options"], record["pack"]["settings"]
    share = f"，且小于宗地 {stated_percent(settings['sliver_share'])} %" if "sliver_share" in settings else ""
    return f"面积 {stated(options['sliver_area_m2'])} m² 或宽 {stated(options['sliver_width_m'])} m{share}"


def projection(parcel: dict[str, Any]) -> str:
    """Return the coordinate system in words."""
    zone = parcel["cadastre"]["zone"]
    meridian = f"{zone['central_meridian_deg']:g}°"
    number = f"3° 带第 {zone['zone']} 带" if zone.get("zone") else "3° 带"
    easting = "含带号" if zone["zone_in_easting"] else "不含带号"
    return f"2000 国家大地坐标系　{number}，中央子午线 {meridian}　X 为北，Y 为东（{easting}）　单位 m"


def no_shape(parcel: dict[str, Any]) -> list[str]:
    """Return why there is no map, and what to do."""
    why = [finding["texts"]["zh"] for finding in not_passed(parcel) if finding["rule_id"] == "parcel_geometry"]
    return [
        "本宗地没有可用的图形，未绘宗地图，未计算面积、四至和地类面积账。",
        *(f"原因：{text}" for text in why),
        "请补测界址点或改正图形后重新筛查；目前不能判断是否可入市。",
    ]
