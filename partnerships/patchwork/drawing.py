"""A patchwork as SVG for pages, or as a picture of dots for files."""

from collections.abc import Mapping
from functools import cache, lru_cache

from django.utils.safestring import SafeString, mark_safe
from PIL import Image, ImageDraw

from partnerships.patchwork.shapes import REACH, SHAPES, is_hole, path_of, points_of
from partnerships.patchwork.tiles import COLOURS, Rows, Tile

# Dots are drawn this many times smaller and then put together, so that slanting edges are smooth.
OVERSAMPLING = 4


@cache
def shapes_of_pages() -> SafeString:
    """Return the shapes that the patchworks of a page name: to stand once on each page that has any."""
    ground = f"M-{REACH}-{REACH}H{REACH}V{REACH}H-{REACH}z"
    shapes = "".join(
        f'<g id="patch-{name}"><path fill="currentColor" d="{ground}"/><path d="{path_of(outlines)}"/></g>'
        for name, outlines in SHAPES.items()
    )
    return mark_safe(f'<svg class="patchwork-shapes" aria-hidden="true">{shapes}</svg>')  # noqa: S308 - ours alone


def as_svg(rows: Rows) -> SafeString:
    """Return `rows`, if any, for a page with `shapes_of_pages`. Colours and size are those of the style sheet."""
    if not rows:
        return mark_safe("")
    width, height = (2 * REACH * number for number in (len(rows[0]), len(rows)))
    tiles = "".join(_use(tile, column, row) for row, tiles in enumerate(rows) for column, tile in enumerate(tiles))
    kind = "patchwork" if width == height else "patchwork patchwork-strip"
    return mark_safe(  # noqa: S308 - ours alone
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">{tiles}</svg>'
    )


@lru_cache(maxsize=5_000)
def _use(tile: Tile, column: int, row: int) -> str:
    x, y = ((2 * place + 1) * REACH for place in (column, row))
    turned = f"rotate({90 * tile.turns})" if tile.turns else ""
    return f'<use href="#patch-{tile.shape}" class="patch-{tile.colours}" transform="translate({x} {y}){turned}"/>'


def as_picture(rows: Rows, tile_size: int, colours: Mapping[str, str]) -> Image.Image:
    """Return `rows` in `colours`, by their names in COLOURS, each tile `tile_size` dots wide and high."""
    picture = Image.new("RGB", (tile_size * len(rows[0]), tile_size * len(rows)))
    for row, tiles in enumerate(rows):
        for column, tile in enumerate(tiles):
            picture.paste(_dots(tile, tile_size, colours), (column * tile_size, row * tile_size))
    return picture


def _dots(tile: Tile, size: int, colours: Mapping[str, str]) -> Image.Image:
    ground, shape = (colours[name] for name in COLOURS[tile.colours])
    scale = size * OVERSAMPLING / (2 * REACH)
    sheet = Image.new("RGB", (size * OVERSAMPLING, size * OVERSAMPLING), ground)
    for outline in SHAPES[tile.shape]:
        points = [((x + REACH) * scale, (y + REACH) * scale) for x, y in points_of(outline)]
        ImageDraw.Draw(sheet).polygon(points, fill=ground if is_hole(outline) else shape)
    # Pillow turns to the left.
    return sheet.rotate(-90 * tile.turns).resize((size, size), Image.Resampling.LANCZOS)
