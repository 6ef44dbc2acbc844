# SPDX-License-Identifier: GPL-2.0-or-later
"""Make a survey and parcels on it, and print where they are.

python -m benchmarks.make_coverage --patches 100000 --parcels 1000 [--format gpkg|gdb|shp|parquet] [--bow-ties 0.008]
"""

from __future__ import annotations

from argparse import ArgumentParser

from benchmarks.coverage.formats import FORMATS
from benchmarks.coverage.made import Recipe, made_parcels, made_survey


def main() -> None:
    """Make what is asked for, unless it is there."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patches", type=int, default=100_000)
    parser.add_argument("--parcels", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", choices=FORMATS, default="gpkg")
    parser.add_argument("--bow-ties", type=float, default=0.0, metavar="SHARE", help="patches that cross themselves")
    parser.add_argument("--line-vertices", type=int, default=Recipe.line_vertices, help="of the largest control line")
    options = parser.parse_args()
    recipe = Recipe(options.patches, options.seed, options.bow_ties, options.line_vertices)
    print(made_survey(recipe, options.format))
    print(made_parcels(recipe, options.parcels, options.format))


if __name__ == "__main__":
    main()
