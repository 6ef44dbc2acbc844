# SPDX-License-Identifier: GPL-2.0-or-later
"""A pack with a question of every kind, and answer sheets filled in as officers do."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import openpyxl

PACK = """
id: county
version: "1"
status: in_force
title: {zh: 测试县规则, en: Test county}
jurisdiction: {level: county, name: {zh: 测试县, en: Test county}, codes: ["371126"]}
valid_from: 2021-01-01
documents:
  law: {title: 土地管理法, valid_from: 2020-01-01}
  local: {title: 测试县办法, number: 示政发〔2025〕1号}
questions:
  registered:
    title: {zh: 所有权已登记？, en: "Is ownership registered?"}
    type: yes_no
    office: {zh: 不动产登记机构, en: registry}
    paper: {zh: 集体土地所有权证, en: certificate}
  use:
    title: {zh: 拟定用途, en: Intended use}
    type: choice
    choices: {industrial: {zh: 工业, en: industry}, retail: {zh: 商业, en: retail}, none: {zh: 无, en: none}}
    office: {zh: 自然资源部门, en: land office}
  kept_paper: {title: {zh: 界址资料齐全？, en: "Are the boundary papers there?"}, type: yes_no}
  kept_plan: {title: {zh: 规划资料齐全？, en: "Are the planning papers there?"}, type: yes_no}
  no_heritage:
    title: {zh: 不涉及文物？, en: "No heritage?"}
    type: yes_no
    office: {zh: 文物部门, en: heritage office}
  members_total: {title: {zh: 应到人数, en: Members}, type: number, unit: persons}
  members_yes: {title: {zh: 同意人数, en: In favour}, type: number, unit: persons}
  meeting_date: {title: {zh: 会议日期, en: Meeting}, type: date}
  price: {title: {zh: 起始价, en: Start price}, type: number, unit: yuan}
  levy_share: {title: {zh: 调节金比例, en: Levy}, type: number, unit: share}
  term_years: {title: {zh: 使用年限, en: Term}, type: number, unit: years}
  site_name: {title: {zh: 项目名称, en: Project}, type: text}
  never_asked: {title: {zh: 无人问, en: Asked by no rule}, type: yes_no}
tables:
  floors:
    keys: [use]
    dated_by: meeting_date
    rows:
      - {use: industrial, value: 96}
      - {use: retail, value: 200}
figures:
  levy: {title: {zh: 调节金, en: Levy due}, unit: yuan, is: price * levy_share}
  cost: {title: {zh: 成本, en: Cost}, unit: yuan, is: levy + 1000}
rules:
  - id: registered
    kind: answer
    title: {zh: 所有权登记, en: Ownership registered}
    explanation: {zh: 应已登记, en: It is registered}
    blocking: true
    parameters: {question: registered, needs: [paper, date]}
    basis: [{document: law, article: 第63条, gist: {zh: 须依法登记, en: Registration}}]
  - id: heritage
    kind: zone
    title: {zh: 文物, en: Heritage}
    explanation: {zh: 不占, en: Keep off}
    blocking: true
    roles: [heritage]
    when_missing: review
    question: no_heritage
    basis: [{document: local, article: 第5条, gist: {zh: 先考古, en: Archaeology first}}]
  - id: papers
    kind: documents
    title: {zh: 材料, en: Papers}
    explanation: {zh: 齐全, en: All there}
    blocking: false
    parameters: {stage: {zh: 申请, en: application}, papers: [kept_paper, kept_plan]}
    office: {zh: 乡镇政府, en: township}
    basis: [{document: local, gist: {zh: 材料, en: papers}}]
  - id: enough_votes
    kind: condition
    title: {zh: 表决, en: Vote}
    explanation: {zh: 三分之二, en: Two thirds}
    blocking: true
    applies_when: use != 'none'
    parameters: {holds: members_yes >= 2/3 * members_total}
    basis: [{document: law, article: 第63条, gist: {zh: 三分之二以上同意, en: two thirds}}]
  - id: price_covers
    kind: condition
    title: {zh: 起始价, en: Price}
    explanation: {zh: 不低于成本, en: Not under cost}
    blocking: true
    unless: site_name = '示范项目'
    parameters: {holds: price >= cost + floors(use) * 0}
    basis: [{document: local, gist: {zh: 不低于成本, en: cost}}]
  - id: term
    kind: term
    title: {zh: 年限, en: Term}
    explanation: {zh: 不超过二十年, en: Twenty years}
    blocking: true
    parameters: {phases: [{title: {zh: 使用, en: use}, years: term_years, at_most: 20}]}
    basis: [{document: local, gist: {zh: 二十年, en: twenty}}]
"""
ASKED = [
    "registered", "no_heritage", "kept_paper", "kept_plan", "use", "members_yes", "members_total", "price",
    "levy_share", "meeting_date", "site_name", "term_years",
]  # fmt: skip
# By question, as an officer would write it; what a form stores where that differs.
GIVEN = {
    "registered": ("是", "yes"),
    "registered_paper": ("=示集有（2025）第12号", "=示集有（2025）第12号"),
    "registered_date": ("2025年3月1日", "2025-03-01"),
    "no_heritage": ("否", "no"),
    "kept_paper": ("是", "yes"),
    "kept_plan": ("否", "no"),
    "use": ("工业", "industrial"),
    "members_yes": (200, 200.0),
    "members_total": ("300 人", 300.0),
    "price": (1234567.89, 1234567.89),
    "levy_share": (0.2, "20%"),
    "meeting_date": ("2025/5/1", "2025-05-01"),
    "site_name": ("示范项目", "示范项目"),
    "term_years": ("20年1天", "20年1天"),
}


def write_pack(folder):
    path = folder / "county.yaml"
    path.write_text(PACK, encoding="utf-8")
    return path


def heads(sheet):
    """Return the column of each field of a sheet's workbook."""
    return {cell.value.rpartition("[")[2].rstrip("]"): cell.column for cell in sheet[1]}


def fill_book(path, answers, row=2):
    """Write answers into a workbook, as an officer does."""
    book = openpyxl.load_workbook(path)
    sheet = book["answers"]
    columns = heads(sheet)
    for name, value in answers.items():
        sheet.cell(row, columns[name]).value = value
        if isinstance(value, str) and value.startswith("="):
            sheet.cell(row, columns[name]).data_type = "s"
    book.save(path)


def fill_layer(path, answers, fid=1):
    """Write answers into a GeoPackage, as a form does."""
    with closing(sqlite3.connect(path)) as database, database:
        # the triggers of the spatial index name functions of GDAL; no geometry is changed here
        for function in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            database.create_function(function, 1, lambda _: 0)
        for name, value in answers.items():
            database.execute(f'UPDATE answers SET "{name}" = ? WHERE fid = ?', (value, fid))
