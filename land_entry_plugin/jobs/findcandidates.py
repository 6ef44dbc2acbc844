# SPDX-License-Identifier: GPL-2.0-or-later
"""Find the reserve: every piece of stock that could enter the market, from layers alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.errors import Cancelled, InputError
from land_entry_plugin.jobs.layers import choose_layers
from land_entry_plugin.jobs.progress import Silent
from land_entry_plugin.jobs.reading import data_year
from land_entry_plugin.jobs.reserve.account import account_of
from land_entry_plugin.jobs.reserve.ground import divide
from land_entry_plugin.jobs.reserve.judging import Judged, conflicts, divided_by_conflicts, judge_sites
from land_entry_plugin.jobs.reserve.result import BARRED, CANDIDATE, ONE_REASON, FoundSite, Reserve
from land_entry_plugin.jobs.reserve.sites import Site, fitting, shapes_of, sites_of
from land_entry_plugin.jobs.reserve.stock import read_survey, shown_class, with_fields
from land_entry_plugin.jobs.runs import described_file, described_layer
from land_entry_plugin.roles.catalogue import LAND_USE
from land_entry_plugin.roles.stock import stock_terms
from land_entry_plugin.rules.layering import load_pack
from land_entry_plugin.rules.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from land_entry_plugin.jobs.candidates import RoleLayer
    from land_entry_plugin.jobs.layers import ChosenLayers
    from land_entry_plugin.jobs.progress import Progress
    from land_entry_plugin.jobs.reserve.ground import Ground
    from land_entry_plugin.jobs.reserve.request import ReserveRequest
    from land_entry_plugin.jobs.reserve.stock import Survey
    from land_entry_plugin.jobs.screening import ScreenedParcel
    from land_entry_plugin.rules.findings import Finding

_READ, _DIVIDED, _JUDGED, _AGAIN = 0.2, 0.4, 0.85, 0.95
_ORDER = (Verdict.ELIGIBLE, Verdict.REVIEW, Verdict.UNDETERMINED, Verdict.PROHIBITED)


def findcandidates(request: ReserveRequest, progress: Progress | None = None) -> Reserve:
    """Return the sites that could enter, those that one removable reason keeps out, and the account of all stock.

    Raises
    ------
    InputError
        When a layer, the pack or an option is at fault, or no land survey is given.
    Cancelled
        When the user cancelled.
    """
    with np.errstate(invalid="ignore"):
        return _found(request, progress or Silent())


def _found(request: ReserveRequest, progress: Progress) -> Reserve:
    request.check()
    terms, pack = stock_terms(), load_pack(request.rule_pack, request.pack_folders)
    chosen = choose_layers(request.named, request.offered, _newest_year)
    if LAND_USE not in chosen.layers:
        raise InputError("no_land_use")
    layer = with_fields(chosen.layers[LAND_USE], terms)
    survey = read_survey(layer, terms, request.classes, _reporter(progress, "read", 0.0, _READ))
    ground, _ = divide(survey, chosen, pack, _reporter(progress, "overlay", _READ, _DIVIDED))

    shapes = shapes_of(ground, request, survey.plane, pack.settings["touch_width_m"])
    sites = sites_of(shapes, ground, survey)
    judged = Judged()
    judge_sites(
        [(site.site_id, site.geometry) for site in sites], request, chosen, survey.plane, judged,
        _reporter(progress, "judge", _DIVIDED, _JUDGED),
    )  # fmt: skip
    sites = _recut(sites, request, chosen, survey, ground, judged, progress)
    found = _ranked([_found_site(site, survey, ground, judged) for site in sites])
    found = _with_roads(found, survey)
    inputs, files = _inputs(chosen, layer, survey, judged)
    return Reserve(
        request, chosen, survey, ground, tuple(found), account_of(survey, ground, found), judged, pack, inputs, files
    )


def _reporter(progress: Progress, phase: str, start: float, end: float) -> Callable[[float], None]:
    def report(fraction: float) -> None:
        if progress.cancelled():
            raise Cancelled
        progress.report(phase, start + (end - start) * fraction)

    return report


def _newest_year(layer: RoleLayer) -> int | None:
    """Return the newest data year of a land survey, wherever it lies."""
    field = layer.fields.get("SJNF")
    if field is None:
        return None
    values = set(layer.source.rows([field]).columns[field])
    return max((year for value in values if (year := data_year(value)) is not None), default=None)


def _recut(
    sites: list[Site], request: ReserveRequest, chosen: ChosenLayers, survey: Survey, ground: Ground, judged: Judged,
    progress: Progress,
) -> list[Site]:  # fmt: skip
    """Return sites of which the part that a single conflict covers is a site of its own, judged again."""
    terms, plane = stock_terms(), survey.plane
    kept, shapes = [], []
    for site in sites:
        parts = divided_by_conflicts(judged.of_site[site.site_id][0], site.geometry, terms.cut_roles)
        free = [] if parts is None else fitting([parts[1]], request, plane)
        if parts is None or not free:
            kept.append(site)
            continue
        shapes += free + fitting(parts[0], request, plane)
    if not shapes:
        return sites
    # ids are given anew, since the order from the north is another
    again = sites_of([*(site.geometry for site in kept), *shapes], ground, survey)
    before = {shapely.to_wkb(site.geometry): judged.of_site[site.site_id] for site in kept}
    judged.of_site.clear()
    new = [site for site in again if shapely.to_wkb(site.geometry) not in before]
    judge_sites(
        [(site.site_id, site.geometry) for site in new], request, chosen, plane, judged,
        _reporter(progress, "judge", _JUDGED, _AGAIN),
    )  # fmt: skip
    for site in again:
        earlier = before.get(shapely.to_wkb(site.geometry))
        if earlier is not None:
            judged.of_site[site.site_id] = (replace(earlier[0], parcel_id=site.site_id), earlier[1])
    return again


def _found_site(site: Site, survey: Survey, ground: Ground, judged: Judged) -> FoundSite:
    result, screening = judged.of_site[site.site_id]
    terms, stock, columns = stock_terms(), survey.stock, survey.stock.columns
    classes: dict[str, float] = defaultdict(float)
    planned: dict[str, float] = defaultdict(float)
    uses: dict[str, float] = defaultdict(float)
    for piece, area in sorted(site.parts.items()):
        i = ground.patch[piece]
        classes[" ".join(shown_class(columns["DLBM"][i], columns["DLMC"][i], survey.system)).strip()] += area
        planned[ground.planned_class[piece]] += area
        uses[terms.use_of(columns["DLBM"][i], (columns["TBXHMC"][i], columns["BZ"][i]), survey.system)] += area
    largest = site.largest()
    reasons = tuple(conflicts(result))
    return FoundSite(
        site_id=site.site_id,
        rank=None,
        group=_group(result, reasons),
        geometry=site.geometry,
        parts=site.parts,
        result=result,
        screening=screening,
        reasons=reasons,
        village=stock.village(ground.patch[largest]),
        owner=ground.owner_name[largest],
        classes_m2=dict(classes),
        planned_m2=dict(planned),
        uses_m2=dict(uses),
        road_m=None,
        road_class=None,
        adjoins_road=False,
    )


def _group(result: ScreenedParcel, reasons: tuple[Finding, ...]) -> str:
    """Return whether a site is a candidate, is kept out by one reason that can be removed, or is barred."""
    if not reasons and result.spatial_verdict is not Verdict.PROHIBITED:
        return CANDIDATE
    removable = set(stock_terms().removable_roles)
    is_one = len(reasons) == 1 and bool(reasons[0].rule.roles) and set(reasons[0].rule.roles) <= removable
    return ONE_REASON if is_one else BARRED


def _ranked(sites: list[FoundSite]) -> list[FoundSite]:
    """Return sites group by group, the best first: by the spatial verdict, by what is open, by size."""

    def order(site: FoundSite) -> tuple[Any, ...]:
        group = (CANDIDATE, ONE_REASON, BARRED).index(site.group)
        spatial = _ORDER.index(site.result.spatial_verdict)
        open_count = sum(one.is_spatial for one in site.open_findings)
        return group, spatial, open_count, -site.area_m2, site.site_id

    ranked, count = [], {CANDIDATE: 0, ONE_REASON: 0, BARRED: 0}
    for site in sorted(sites, key=order):
        count[site.group] += 1
        ranked.append(replace(site, rank=count[site.group]))
    return ranked


def _with_roads(sites: list[FoundSite], survey: Survey) -> list[FoundSite]:
    """Return sites with the nearest road of the land survey."""
    if not sites or not len(survey.roads.geometry):
        return sites
    terms, columns = stock_terms(), survey.roads.columns
    tree = shapely.STRtree(survey.roads.geometry)
    shapes = np.array([site.geometry for site in sites], dtype=object)
    (which, road), distance = tree.query_nearest(
        shapes, max_distance=terms.road_search_m, return_distance=True, all_matches=False
    )
    result = list(sites)
    for i, j, metres in zip(which.tolist(), road.tolist(), distance.tolist(), strict=True):
        shown = " ".join(shown_class(columns["DLBM"][j], columns["DLMC"][j], survey.system))
        result[i] = replace(
            sites[i], road_m=metres, road_class=shown.strip(), adjoins_road=metres <= terms.road_touches_m
        )
    return result


def _inputs(
    chosen: ChosenLayers, land_use: RoleLayer, survey: Survey, judged: Judged
) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Any]]]:
    """Return what each layer says of itself, with the hash of what was read, and the files behind the layers."""
    inputs, files = {}, {}
    for key, layer in chosen.layers.items():
        empty = layer.source.rows(sorted(layer.fields.values()), np.empty((0, 4)))
        entry = described_layer(layer.description, empty, named=layer.named)
        if layer.role.id == LAND_USE:
            entry |= {
                "features_read": survey.count,
                "sha256": survey.sha256,
                "class_system": [survey.system],
                "year": survey.year,
            }
            entry["fields"] = sorted(set(land_use.fields.values()))
        else:
            entry |= {"features_read": judged.features_read.get(key, 0), "sha256": judged.sha256(key)}
        inputs[key] = entry
        files[key] = described_file(layer.description)
    return inputs, files
