# SPDX-License-Identifier: GPL-2.0-or-later
"""What tests of printed sheets share: shapes that are hard to print, and checks of what stands where."""

from __future__ import annotations

import base64
import copy
import math
import re
import subprocess

import numpy as np
import shapely
from surrounded import facts_among

from land_entry_plugin.cadastre.surroundings import Surroundings
from land_entry_plugin.rounding import half_up

EAST, NORTH = 39_515_000.0, 4_131_000.0
# Half a millimetre of a label is free space.
TOUCHING_MM2 = 0.05
LONG_NAME = (
    "示例市示例县柳河镇柳河村股份经济合作联合总社暨第一至第十二村"
    "民小组农民集体经济组织（含原柳河东村、柳河西村、河北村）共有"
)


def text_of(path):
    """Return the text of a PDF without blanks, as a reader who searches would find it."""
    run = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True)
    return re.sub(r"\s+", "", run.stdout)


def lines_of(path):
    """Return the lines of a PDF as they stand on paper."""
    run = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def pages_of(path):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes()))


def label_boxes(layout):
    """Return (text, box on the paper) of every text of a layout."""
    from qgis.core import QgsLayoutItemLabel

    boxes = []
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel) and item.id() != "watermark":
            corners = item.mapToScene(item.rect())
            boxes.append((item.text(), shapely.Polygon([(corners[i].x(), corners[i].y()) for i in range(4)])))
    return boxes


def assert_nothing_covers(layout):
    boxes = label_boxes(layout)
    shapes = np.array([box for _, box in boxes], dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    shared = shapely.area(shapely.intersection(shapes[first], shapes[second]))
    covering = [
        (boxes[i][0], boxes[j][0])
        for i, j, area in zip(first, second, shared, strict=True)
        if i < j and area > TOUCHING_MM2
    ]
    assert covering == []
    pages = layout.pageCollection()
    for text, box in boxes:
        left, top, right, bottom = box.bounds
        page = [pages.page(i) for i in range(pages.pageCount()) if top >= pages.page(i).pos().y()][-1]
        offset = top - page.pos().y()
        assert left > 24.5, text
        assert right < page.pageSize().width() - 19.2, text
        assert offset > 14, text
        assert offset + bottom - top < page.pageSize().height() - 1, text


def assert_fits_its_own_box(layout):
    """QGIS measures a text no wider than the box that was made for it."""
    from qgis.core import QgsLayoutItemLabel, QgsLayoutUtils, QgsTextRenderer

    context = QgsLayoutUtils.createRenderContextForLayout(layout, None, 300)
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            width = QgsTextRenderer.textWidth(context, item.textFormat(), item.text().split("\n"))
            assert width / context.scaleFactor() <= item.rect().width(), item.text()


def assert_in_the_font(layout):
    """Every sign is in the font it is set in, no stand-in draws it."""
    from qgis.core import QgsLayoutItemLabel
    from qgis.PyQt.QtGui import QRawFont

    signs = {}
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            font = item.textFormat().font()
            signs.setdefault(font.family(), (font, set()))[1].update(item.text())
    for family, (font, used) in signs.items():
        raw = QRawFont.fromFont(font)
        assert {sign for sign in used - {"\n"} if not raw.supportsCharacter(sign)} == set(), family


def table_rules(layout):
    """Return the rules and frames of all tables of a layout as lines on the paper; strokes through blank rows apart."""
    from qgis.core import QgsLayoutItemPicture

    lines = []
    for item in layout.items():
        if not isinstance(item, QgsLayoutItemPicture) or not item.picturePath().startswith("base64:"):
            continue
        drawing = base64.b64decode(item.picturePath().removeprefix("base64:")).decode()
        frame = re.search(r'<rect x="0" y="0" width="([\d.]+)" height="([\d.]+)"', drawing)
        left, top = (float(value) for value in re.search(r'viewBox="(\S+) (\S+) ', drawing).groups())
        if frame is None:
            continue
        corner = item.mapToScene(item.rect().topLeft())
        width, height = (float(value) for value in frame.groups())
        rules = [
            [float(value) for value in rule]
            for rule in re.findall(r"M([\d.-]+) ([\d.-]+) L([\d.-]+) ([\d.-]+)", drawing)
        ]
        rules += [(0, 0, width, 0), (0, height, width, height), (0, 0, 0, height), (width, 0, width, height)]
        dx, dy = corner.x() - left, corner.y() - top
        lines += [
            shapely.LineString([(x1 + dx, y1 + dy), (x2 + dx, y2 + dy)])
            for x1, y1, x2, y2 in rules
            if x1 == x2 or y1 == y2
        ]
    return lines


def ink_boxes(layout):
    """Return (text, box) of every line of every upright text: as wide as the font draws it, as high as its signs."""
    from qgis.core import QgsLayoutItemLabel, QgsLayoutUtils, QgsTextRenderer
    from qgis.PyQt.QtCore import Qt

    context = QgsLayoutUtils.createRenderContextForLayout(layout, None, 300)
    boxes = []
    for item in layout.items():
        if not isinstance(item, QgsLayoutItemLabel) or item.id() == "watermark" or item.itemRotation():
            continue
        look = item.textFormat()
        em = look.size() * 25.4 / 72
        corner, room = item.mapToScene(item.rect().topLeft()), item.rect().width()
        top = corner.y()
        if item.vAlign() == Qt.AlignmentFlag.AlignVCenter:
            continue
        for i, line in enumerate(item.text().split("\n")):
            width = QgsTextRenderer.textWidth(context, look, [line]) / context.scaleFactor()
            free = {Qt.AlignmentFlag.AlignLeft: 0.0, Qt.AlignmentFlag.AlignHCenter: (room - width) / 2}
            left = corner.x() + free.get(item.hAlign(), room - width)
            middle = top + i * look.lineHeight() + 0.67 * em
            boxes.append((line, shapely.box(left, middle - 0.4 * em, left + width, middle + 0.4 * em)))
    return [(line, box) for line, box in boxes if line.strip()]


def assert_text_stays_in_its_cell(layout):
    """No rule of a table runs through a text."""
    rules = table_rules(layout)
    assert rules
    boxes = ink_boxes(layout)
    box, _ = shapely.STRtree(rules).query([ink for _, ink in boxes], predicate="intersects")
    crossed = sorted({boxes[i][0] for i in box})
    assert not crossed, crossed


def assert_within_the_margins(layout):
    """No item of any kind leaves its page's margins."""
    from qgis.core import QgsLayoutItem, QgsLayoutItemPage

    pages = layout.pageCollection()
    tops = [pages.page(i).pos().y() for i in range(pages.pageCount())]
    for item in layout.items():
        if not isinstance(item, QgsLayoutItem) or isinstance(item, QgsLayoutItemPage) or item.id() == "watermark":
            continue
        around = item.mapRectToScene(item.rect())
        number = max(i for i, top in enumerate(tops) if around.top() >= top - 1)
        page = pages.page(number).pageSize()
        assert around.left() > 24.4, item.displayName()
        assert around.right() < page.width() - 19.2, item.displayName()
        assert around.top() - tops[number] > 14, item.displayName()
        assert around.bottom() - tops[number] < page.height() - 1, item.displayName()


def invented(record, geometry, parcel_id="371126004001JB00099", declared=None):
    """Return a copy of a sample parcel with another shape."""
    pattern = next(parcel for parcel in record["parcels"] if parcel["parcel_id"].endswith("4012JB00003"))
    parcel = copy.deepcopy(pattern)
    parcel["parcel_id"] = parcel_id
    west, south, east, north = geometry.bounds
    around = [
        shapely.box(west - 300, north, east + 300, north + 300),
        shapely.box(west - 300, south - 12, east + 300, south),
        shapely.box(east, south, east + 80, north),
    ]
    surroundings = Surroundings(
        np.array(around, dtype=object),
        ["patch", "patch", "parcel"],
        [f"{LONG_NAME}（设施农用地）", "农村道路", "宗地 371126004001JB00077"],
        ["1202", "1006", None],
    )
    parcel["cadastre"] = facts_among(geometry, surroundings, parcel["cadastre"]["declared"] | (declared or {}))
    parcel["geometry"] = {"crs": "EPSG:4527", "wkt": geometry.wkt}
    parcel["measures"]["area_plane_m2"] = geometry.area
    area = float(half_up(geometry.area))
    parcel["account"] = {
        "residue_m2": 0.0,
        "rows": [{"area_m2": area, "category": "construction", "code": "0601", "name": "工业用地"}],
        "total_m2": area,
        "uncovered_m2": 0.0,
    }
    return parcel


def star(count):
    angles = -np.linspace(0, 2 * math.pi, count, endpoint=False)
    return shapely.Polygon(
        [
            (EAST + math.cos(a) * (60 + 8 * math.sin(5 * a)), NORTH + math.sin(a) * (45 + 6 * math.cos(7 * a)))
            for a in angles
        ]
    )


HARD_SHAPES = {
    "sixty points": star(60),
    "triangle": shapely.Polygon([(EAST, NORTH), (EAST + 10, NORTH + 35), (EAST + 40, NORTH + 9)]),
    "strip of 9 m by 2 km": shapely.Polygon(
        [(EAST, NORTH), (EAST + 2000, NORTH + 300), (EAST + 1998.7, NORTH + 308.9), (EAST - 1.3, NORTH + 8.9)]
    ),
    "needle": shapely.Polygon([(EAST, NORTH), (EAST + 80, NORTH + 0.4), (EAST + 160, NORTH), (EAST + 80, NORTH - 6)]),
    "hole": shapely.box(EAST, NORTH, EAST + 90, NORTH + 70).difference(star(5).buffer(-38)),
}
