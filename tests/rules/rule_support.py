# SPDX-License-Identifier: GPL-2.0-or-later
"""One rule on one parcel made of answers and measured figures, without any layer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import shapely

from land_entry_plugin.engine.crs import Plane
from land_entry_plugin.engine.limits import Limits
from land_entry_plugin.rules.evidence import Completeness, LayerEvidence, ParcelCase, Piece
from land_entry_plugin.rules.facts import MEASURES, Facts
from land_entry_plugin.rules.judge import judge
from land_entry_plugin.rules.kinds import KINDS
from land_entry_plugin.rules.questions import Answer
from land_entry_plugin.texts import both

IN_FORCE = date(2025, 9, 15)
# Every measured figure: a parcel of a hectare, all of it construction land outside the urban boundary.
MEASURED = {
    **{name: Fraction(0) for name in MEASURES if name.endswith("_m2")},
    "area_m2": Fraction(10_000),
    "area_plane_m2": Fraction(10_000),
    "construction_m2": Fraction(10_000),
    "urban_status": "outside",
    "county": "370126",
}
YES, NO = "是", "否"
# On the central meridian of zone 39, where plane and ellipsoid agree to a few parts in ten million.
PLANE, EAST, NORTH = Plane("EPSG:4527"), 39_500_000.0, 4_130_000.0


def box(x, y, width, height):
    """Return a rectangle by its lower left corner, metres from the parcel's."""
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


PARCEL = box(0, 0, 100, 100)


def answered(pack, answers, *, bare=False):
    """Return answers as officers wrote them, with date, paper and office unless ``bare``."""
    particulars = {} if bare else {"date": date(2025, 5, 6), "paper": "文〔2025〕7号", "office": "经办科室"}
    return {
        id_: Answer(pack.questions[id_].read(written), str(written), **particulars) for id_, written in answers.items()
    }


def case_of(pack, answers=None, *, measured=None, as_of=IN_FORCE, bare=False, layers=None):
    """Return a parcel of which these answers and figures are known."""
    facts = Facts(pack, MEASURED | (measured or {}), answered(pack, answers or {}, bare=bare), as_of)
    return ParcelCase(
        parcel_id="370126100001JB00001",
        row=1,
        id_rows=(1,),
        id_is_blank=False,
        geometry=PARCEL,
        plane=PLANE,
        area_m2=10_000.0,
        fault=None,
        layers=layers or {},
        neighbours=(),
        doubly_covered=shapely.Polygon(),
        survey_years=frozenset({2025}),
        as_of=as_of,
        limits=Limits(),
        facts=facts,
    )


def layer(*features):
    """Return a layer that is stated to be complete, of features ``(id, category, geometry)`` on the parcel."""
    pieces = tuple(
        Piece(id_, None, None, category, geometry.area, 0.0, shapely.intersection(geometry, PARCEL))
        for id_, category, geometry in features
    )
    return LayerEvidence(True, pieces, Completeness.STATED, shapely.Polygon())


def rule_of(pack, rule_id):
    """Return a rule of a pack."""
    return next(rule for rule in pack.rules if rule.id == rule_id)


def alone(pack, rule_id):
    """Return the pack with one rule, and those that it is made of."""
    rule = rule_of(pack, rule_id)
    members = rule.parameters["rules"] if KINDS[rule.kind].room == "logic" else ()
    return replace(pack, rules=(rule, *(rule_of(pack, member) for member in members)))


def judged(pack, rule_id, answers=None, **case):
    """Return what one rule finds."""
    (found,) = judge(alone(pack, rule_id), case_of(pack, answers, **case))
    for text in both(f"finding.{found.text_id}", found.values).values():
        assert text.strip()
        assert "{" not in text
    return found


def outcome(pack, rule_id, answers=None, **case):
    """Return the outcome of one rule."""
    return str(judged(pack, rule_id, answers, **case).outcome)


def plain(rule_id, question, then=None):
    """Return the table rows of a rule that a yes fulfils: answers and outcome."""
    then = then or {}
    return [
        (rule_id, {**then, question: YES}, "pass"),
        (rule_id, {**then, question: NO}, "conflict"),
        (rule_id, then, "review"),
    ]


def without_layers(pack):
    """Return the rules that need no layer and are no part of another."""
    members = {member for rule in pack.rules for member in rule.parameters.get("rules", ())}
    return [rule for rule in pack.rules if KINDS[rule.kind].room != "spatial" and rule.id not in members]
