"""The picture shown when a partnership's page is shared elsewhere: its name, its place, and its patchwork.

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

from partnerships.models import Partnership
from partnerships.patchwork.drawing import as_picture
from partnerships.patchwork.tiles import SIDE, Rows
from partnerships.search.cards import place_in_words
from partnerships.search.patchworks import patchwork_of
from partnerships.search.snapshot import keeping

WIDTH, HEIGHT = 1200, 630
# Raise this when the drawing changes.
EDITION = "3"
FONT = settings.BASE_DIR / "static" / "fonts" / "bricolage-grotesque-800.woff2"
# Of tokens.css: the frame of the site, what is written on it, and the patchwork's own.
BACKGROUND, TEXT, QUIET_TEXT, SUN = "#2b1036", "#fff8ee", "#dcc9e4", "#ffc22e"
PATCHES = {
    "cream": "#fff3e0",
    "vermilion": "#e2452d",
    "sun": SUN,
    "teal": "#14877b",
    "plum": "#5b2170",
    "pink": "#f6a5a0",
}
MARGIN = 56
# The patchwork takes the right end from top to bottom, and a dot more.
TILE = -(-HEIGHT // SIDE)
PATCHWORK_LEFT = WIDTH - SIDE * TILE
FONT_SIZES = (72, 62, 54, 46, 38)
MAX_LINES, LINE_HEIGHT = 6, 1.12
# What a name may take up, in pixels, so that the lines below it fit; and a line below it.
MAX_NAME_WIDTH, MAX_NAME_HEIGHT = PATCHWORK_LEFT - 2 * MARGIN + 24, 300
PLACE_SIZE, MAX_PLACE_LINES = 30, 3


def picture_of(partnership: Partnership) -> Path:
    """Return the file with the picture of `partnership`, a PNG of 1200 by 630, drawn now if need be."""
    path = folder() / f"{partnership.pk}-{_fingerprint(partnership)}.png"
    if not path.exists():
        folder().mkdir(parents=True, exist_ok=True)
        # Written under another name and renamed, so that nobody ever reads half of it.
        part = path.with_name(f".{get_random_string(12)}.png")
        try:
            _drawn(partnership).quantize(64).save(part, "PNG", optimize=True)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        for old in {*folder().glob(f"{partnership.pk}-*.png")} - {path}:
            old.unlink(missing_ok=True)
    return path


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "share-pictures"


def _fingerprint(partnership: Partnership) -> str:
    content = [
        EDITION,
        settings.SITE_NAME,
        partnership.name,
        _kind(partnership),
        place_in_words(partnership),
        _rows(partnership),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def _rows(partnership: Partnership) -> Rows:
    return patchwork_of(keeping.current(), partnership.pk)


def _kind(partnership: Partnership) -> str:
    if partnership.is_proposed:
        return f"{partnership.stage_words}: not a partnership"
    return "Local Cultural Education Partnership"


def _drawn(partnership: Partnership) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), BACKGROUND)
    pen = ImageDraw.Draw(picture)
    size, lines = _fitted(partnership.name)
    top = MARGIN
    for line in lines:
        pen.text((MARGIN, top), line, font=_font(size), fill=TEXT)
        top += round(size * LINE_HEIGHT)
    pen.rectangle((MARGIN, top + 20, MARGIN + 96, top + 28), fill=SUN)
    top += 48
    for line in _lines(place_in_words(partnership), PLACE_SIZE)[:MAX_PLACE_LINES]:
        pen.text((MARGIN, top), line, font=_font(PLACE_SIZE), fill=TEXT)
        top += round(PLACE_SIZE * LINE_HEIGHT)
    pen.text((MARGIN, HEIGHT - MARGIN - 62), _kind(partnership), font=_font(24), fill=QUIET_TEXT)
    pen.text((MARGIN, HEIGHT - MARGIN - 28), settings.SITE_NAME, font=_font(28), fill=SUN)
    # Over what no name should ever reach.
    picture.paste(as_picture(_rows(partnership), TILE, PATCHES), (PATCHWORK_LEFT, 0))
    return picture


def _fitted(name: str) -> tuple[int, list[str]]:
    """Return the largest size at which `name` fits beside the patchwork, and its lines."""
    for size in FONT_SIZES:
        lines = _lines(name, size)
        is_narrow = all(_font(size).getlength(line) <= MAX_NAME_WIDTH for line in lines)
        if is_narrow and len(lines) * size * LINE_HEIGHT < MAX_NAME_HEIGHT:
            break
    return size, lines[:MAX_LINES]


def _lines(text: str, size: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _font(size).getlength(longer) <= MAX_NAME_WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
