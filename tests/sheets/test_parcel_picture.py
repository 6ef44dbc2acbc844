# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel map of a Word document, drawn by QGIS."""

from __future__ import annotations

import pytest
from PIL import Image

from land_entry_plugin.cadastre.document_context import SHEETS, survey_context
from land_entry_plugin.cadastre.edition import Edition


def test_the_map_is_a_picture_at_print_resolution(qgis_application, record, tmp_path):
    from land_entry_plugin.sheets.parcel_picture import draw_parcel

    parcel = next(one for one in record["parcels"] if one["parcel_id"] == "371126004001JB00010")
    picture = draw_parcel(parcel, tmp_path / "map.png")
    image = Image.open(picture.path)
    assert image.size[0] == pytest.approx(picture.width_mm / 25.4 * 300, abs=2)
    assert image.info["dpi"][0] == pytest.approx(300, abs=0.1)
    colours = image.convert("RGB").getcolors(1 << 20)
    assert any(red > 150 and green < 60 for _, (red, green, _) in colours), "the boundary is red"
    # the scale that the document states is the one that is drawn: the frame is 164 mm wide
    scale = int(survey_context(record, parcel, Edition.INTERNAL, list(SHEETS), "")["map_scale"].removeprefix("1:"))
    assert scale == 1000
    assert picture.width_mm == pytest.approx(164.6)
    without = next(one for one in record["parcels"] if "rings" not in one["cadastre"])
    assert draw_parcel(without, tmp_path / "none.png") is None
