"""The drawn map in a browser: shapes taken from the file of shapes are seen, coloured, followed and printed."""

import io
import re
import zlib

import pytest
from PIL import Image
from playwright.sync_api import expect

PAGES = ("/map/", "/partnerships/", "/regions/south-east/", "/authorities/cornwall/")
# Light, as in map.css: established, stage not known, and land beyond what the map is about.
ESTABLISHED, UNKNOWN, AWAY = (14, 109, 100), (142, 208, 197), (244, 233, 218)
EMPTY = """() => [...document.querySelectorAll(".map use")]
  .filter((shape) => !(shape.getBBox().width > 0 && shape.getBBox().height > 0)).map((shape) => shape.outerHTML)"""
FILL = "(link) => getComputedStyle(link.querySelector('use')).fill"
YELLOW = "rgb(255, 194, 46)"


def colours(drawing):
    """Return how many pixels of each colour are seen of `drawing`."""
    with Image.open(io.BytesIO(drawing.screenshot())) as picture:
        return {colour: number for number, colour in picture.convert("RGB").getcolors(maxcolors=1_000_000)}


def areas_filled(pdf):
    """Return how many areas of many corners are filled in a PDF file."""
    filled = 0
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            filled += zlib.decompress(stream).count(b"\nf*\n")
        except zlib.error:  # a font or picture
            continue
    return filled


@pytest.mark.parametrize("path", PAGES)
def test_every_shape_a_page_takes_from_the_file_is_drawn(page, path):
    page.goto(path)

    assert page.locator(".map use").count() > 1
    assert page.evaluate(EMPTY) == []


def test_shapes_have_the_colours_of_their_levels_without_script(plain_page):
    plain_page.goto("/map/")
    seen = colours(plain_page.locator(".map").first)

    assert seen[ESTABLISHED] > 2_000
    assert seen[UNKNOWN] > 20_000
    assert seen[AWAY] > 10_000


def test_a_shape_reached_by_keyboard_is_marked_and_leads_to_its_place(page):
    page.goto("/map/")
    page.locator(".map-skip").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")

    link = page.locator(".map-shape:focus")
    assert link.evaluate(FILL) == YELLOW
    place = link.locator("title").text_content().partition(":")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(place)


def test_pointing_at_a_row_of_the_table_marks_the_shape_and_the_other_way_round(page):
    page.goto("/map/")
    row = page.locator("tr", has=page.get_by_role("link", name="Cornwall", exact=True))
    shape = page.locator('.map-shape[href="/authorities/cornwall/"]')

    row.hover()
    assert shape.evaluate(FILL) == YELLOW
    shape.hover()
    expect(row).to_have_class("is-linked")


def test_the_map_is_printed_with_every_shape(page):
    page.goto("/map/")

    # The inset and what lies close around it are drawn beside the 296 authorities.
    assert areas_filled(page.pdf()) > 296
