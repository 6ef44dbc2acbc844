# SPDX-License-Identifier: GPL-2.0-or-later
"""Surveys and parcels made once by seed and size, and kept outside of the checkout."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.coverage.control_lines import control_lines
from benchmarks.coverage.formats import FORMATS, place_of, write_layers
from benchmarks.coverage.mesh import Mesh, made_mesh
from benchmarks.coverage.parcels import parcel_layer
from benchmarks.coverage.patches import made_patches
from benchmarks.coverage.places import Places
from benchmarks.coverage.survey import survey_layer

# Patches that a cell makes on average: fields are split, corridors merged.
_PATCHES_PER_CELL = 1.067
_SCRATCH = "LAND_ENTRY_SCRATCH"


@dataclass(frozen=True)
class Recipe:
    """What a survey is made of.

    Attributes
    ----------
    patches : int
        About so many.
    seed : int
    bow_ties : float
        Share of patches that cross themselves.
    line_vertices : int
        Vertices of the largest polygon of the red line.
    """

    patches: int
    seed: int = 1
    bow_ties: float = 0.0
    line_vertices: int = 1_000_000


def scratch() -> Path:
    """Return the folder for what is made: ``LAND_ENTRY_SCRATCH``, else one beside other temporary files."""
    return Path(os.environ.get(_SCRATCH) or Path(tempfile.gettempdir()) / "land_entry_benchmarks")


def made_survey(recipe: Recipe, format_: str = "gpkg") -> Path:
    """Return the place of the survey: layers DLTB, YJJBNTBHTB, STBHHX, CZKFBJ, XZQ."""
    if format_ not in FORMATS:
        raise ValueError(f"no format {format_}; there are {', '.join(FORMATS)}")

    def write(folder: Path) -> None:
        mesh, places = _ground(recipe)
        random = np.random.default_rng([recipe.seed, 2])
        survey = survey_layer(made_patches(mesh, random), places, random, recipe.bow_ties)
        lines = control_lines(mesh, places, recipe.line_vertices, np.random.default_rng([recipe.seed, 3]))
        write_layers(place_of(folder, "survey", format_), [survey, *lines], format_)

    name = f"survey-{recipe.patches}-s{recipe.seed}-b{recipe.bow_ties}-v{recipe.line_vertices}-{format_}"
    return place_of(_kept(name, write), "survey", format_)


def made_parcels(recipe: Recipe, count: int, format_: str = "gpkg") -> Path:
    """Return the place of so many parcels of a survey: layer ``parcels``."""

    def write(folder: Path) -> None:
        mesh, places = _ground(recipe)
        layer = parcel_layer(mesh, places, count, np.random.default_rng([recipe.seed, 4]))
        write_layers(place_of(folder, "parcels", format_), [layer], format_)

    return place_of(_kept(f"parcels-{count}-of-{recipe.patches}-s{recipe.seed}-{format_}", write), "parcels", format_)


def _ground(recipe: Recipe) -> tuple[Mesh, Places]:
    random = np.random.default_rng([recipe.seed, 1])
    mesh = made_mesh(round(recipe.patches / _PATCHES_PER_CELL), random)
    return mesh, Places(mesh, random)


def _kept(name: str, write) -> Path:
    """Return the folder of what was made under this name by these modules, made now if it is not there."""
    folder = scratch() / f"{name}-{_version()}"
    if not folder.exists():
        half_made = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(parents=True)
        write(half_made)
        try:
            half_made.rename(folder)
        except OSError:
            # somebody else made the same meanwhile
            shutil.rmtree(half_made)
    return folder


@cache
def _version() -> str:
    """Return a short hash of the modules that make surveys."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
