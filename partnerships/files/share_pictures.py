"""The picture shown when a partnership's page is shared elsewhere: its name, and its area on the map.

It is drawn when it is first asked for and kept under a name made from everything on it, so it is drawn anew as soon as
any of that changes.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.crypto import get_random_string
from PIL import Image, ImageDraw, ImageFont

from partnerships.geography import outlines
from partnerships.geography.outline_geometry import Ring, polygons_of
from partnerships.geography.outlines import BoundingBox, Outlines
from partnerships.models import Partnership

WIDTH, HEIGHT = 1200, 630
# Raise this when the drawing changes.
EDITION = "2"
FONT = settings.BASE_DIR / "static" / "fonts" / "bricolage-grotesque-800.woff2"
# The dark colours of tokens.css.
BACKGROUND, LAND, AREA, TEXT, QUIET_TEXT = "#2b1036", "#4a2859", "#ffc22e", "#fff8ee", "#dcc9e4"
MARGIN = 64
MAP = (660, 0, WIDTH, HEIGHT)
MAP_WIDTH, MAP_HEIGHT = MAP[2] - MAP[0], MAP[3] - MAP[1]
# The map is drawn this many times larger and then made smaller, so that slanting lines are smooth.
OVERSAMPLING = 2
FONT_SIZES = (72, 62, 54, 46, 38)
MAX_LINES, LINE_HEIGHT = 6, 1.12
# What a name may take up, in pixels, so that the lines below it fit.
MAX_NAME_WIDTH, MAX_NAME_HEIGHT = 562, 324
# How much of its surroundings a map shows, as a share of the area's size, and the least width of a view in kilometres.
SURROUNDINGS, MIN_KILOMETRES = 0.25, 40


def picture_of(partnership: Partnership) -> Path:
    """Return the file with the picture of `partnership`, a PNG of 1200 by 630, drawn now if need be."""
    path = folder() / f"{partnership.pk}-{_fingerprint(partnership)}.png"
    if not path.exists():
        folder().mkdir(parents=True, exist_ok=True)
        # Written under another name and renamed, so that nobody ever reads half of it.
        part = path.with_name(f".{get_random_string(12)}.png")
        try:
            _drawn(partnership).quantize(128).save(part, "PNG", optimize=True)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        for old in {*folder().glob(f"{partnership.pk}-*.png")} - {path}:
            old.unlink(missing_ok=True)
    return path


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "share-pictures"


def _fingerprint(partnership: Partnership) -> str:
    content = [EDITION, settings.SITE_NAME, partnership.name, partnership.stage_words, sorted(_codes(partnership))]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def _codes(partnership: Partnership) -> list[str]:
    return [authority.gss_code for authority in partnership.authorities.all()]


def _drawn(partnership: Partnership) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), BACKGROUND)
    if outlines.are_drawn(_codes(partnership)):
        picture.paste(_map(_codes(partnership)), MAP[:2])
    pen = ImageDraw.Draw(picture)
    size, lines = _fitted(partnership.name)
    top = MARGIN
    for line in lines:
        pen.text((MARGIN, top), line, font=_font(size), fill=TEXT)
        top += round(size * LINE_HEIGHT)
    pen.rectangle((MARGIN, top + 24, MARGIN + 96, top + 32), fill=AREA)
    proposed = f"{partnership.stage_words}:\nnot a partnership"
    kind = proposed if partnership.is_proposed else "Local Cultural\nEducation Partnership"
    pen.text((MARGIN, top + 52), kind, font=_font(28), fill=QUIET_TEXT)
    pen.text((MARGIN, HEIGHT - MARGIN - 34), settings.SITE_NAME, font=_font(34), fill=AREA)
    return picture


def _map(codes: list[str]) -> Image.Image:
    """Return the map of the area of `codes` among its neighbours."""
    drawn = outlines.fit_for(codes)
    view = _view(drawn.box_of(codes), drawn)
    sheet = Image.new("RGB", (MAP_WIDTH * OVERSAMPLING, MAP_HEIGHT * OVERSAMPLING), BACKGROUND)
    neighbours = [code for code in drawn.authorities_in(view) if code not in codes]
    for code in (*neighbours, *codes):
        _draw(ImageDraw.Draw(sheet), polygons_of([code], drawn), view, AREA if code in codes else LAND)
    return sheet.resize((MAP_WIDTH, MAP_HEIGHT), Image.Resampling.LANCZOS)


def _view(box: BoundingBox, drawn: Outlines) -> BoundingBox:
    """Return what the map shows: `box` with its surroundings, in the proportions of the map."""
    ratio = MAP_WIDTH / MAP_HEIGHT
    size = max(box.width, box.height) * (1 + 2 * SURROUNDINGS)
    width = max(size, MIN_KILOMETRES * drawn.units, box.height * (1 + 2 * SURROUNDINGS) * ratio)
    height = width / ratio
    left, top = (box.left + box.right - width) / 2, (box.top + box.bottom - height) / 2
    return BoundingBox(left, top, left + width, top + height)


def _draw(pen: ImageDraw.ImageDraw, polygons: list[list[Ring]], view: BoundingBox, colour: str) -> None:
    scale = MAP_WIDTH * OVERSAMPLING / view.width
    for outer, *holes in polygons:
        for ring, fill in ((outer, colour), *((hole, BACKGROUND) for hole in holes)):
            points = [((x - view.left) * scale, (y - view.top) * scale) for x, y in ring]
            pen.polygon(points, fill=fill)
            pen.line(points, fill=BACKGROUND, width=2 * OVERSAMPLING, joint="curve")


def _fitted(name: str) -> tuple[int, list[str]]:
    """Return the largest size at which `name` fits beside the map, and its lines."""
    for size in FONT_SIZES:
        lines = _lines(name, size)
        is_narrow = all(_font(size).getlength(line) <= MAX_NAME_WIDTH for line in lines)
        if is_narrow and len(lines) * size * LINE_HEIGHT < MAX_NAME_HEIGHT:
            break
    return size, lines[:MAX_LINES]


def _lines(name: str, size: int) -> list[str]:
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if _font(size).getlength(longer) <= MAX_NAME_WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
