"""The drawn map in a browser: shapes taken from the file of shapes are seen, coloured, followed and printed."""

import io
import re
import zlib

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.conftest import NOTHING

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
    shape = page.locator(".map-shape").first
    shape.focus()
    page.keyboard.press("Tab")

    link = page.locator(".map-shape:focus")
    assert link.evaluate(FILL) == YELLOW
    place = link.locator("title").text_content().partition(":")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(place)


def test_pointing_at_a_row_of_the_table_marks_the_shape_and_the_other_way_round(page):
    page.goto("/map/?region=south-west")
    row = page.locator("tr", has=page.get_by_role("link", name="Cornwall", exact=True))
    shape = page.locator('.map-shape[href="/authorities/cornwall/"]')

    row.hover()
    assert shape.evaluate(FILL) == YELLOW
    shape.hover()
    expect(row).to_have_class("is-linked")


PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
PRINTED = ("/map/", "/map/need/", "/map/?region=london", "/map/?authority=leeds", "/map/need/?region=south-east")
SCALE = "(map) => Number(map.viewBox.baseVal.width)"


@pytest.mark.parametrize("path", PRINTED)
def test_a_map_is_printed_on_one_page_with_its_legend_date_and_address(page, path):
    page.goto(path)

    assert len(PAGE_OF_PDF.findall(page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    expect(page.locator(".map-imprint")).to_contain_text(re.compile(r"As known on \d+ \w+ 20\d\d\. From .*/map/"))
    assert page.locator(".map-choices .map-swatch").first.is_visible()
    expect(page.locator("main").get_by_text("Everything").filter(visible=True)).to_have_count(1)
    page.emulate_media(media="null")


def test_every_shape_is_printed(page):
    page.goto("/map/")

    # The inset and what lies close around it are drawn beside the 296 authorities.
    assert areas_filled(page.pdf()) > 296


def zoomable(page, path="/map/"):
    """Return the map at `path` once it can be zoomed."""
    page.goto(path)
    page.keyboard.press("Shift")
    page.locator(".map-how").wait_for()
    return page.locator(".map")


def until(page, holds):
    """Wait until the width of what the map shows, in its own units, `holds`, told as a condition on `width`."""
    page.wait_for_function(f"() => {{ const width = ({SCALE})(document.querySelector('.map')); return {holds} }}")


def test_the_map_is_zoomed_and_moved_by_buttons_wheel_and_keys_and_the_page_scrolls_past_it(page):
    drawing = zoomable(page)
    whole = drawing.evaluate(SCALE)

    drawing.hover()
    page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 100")
    assert drawing.evaluate(SCALE) == whole
    page.get_by_role("button", name="Zoom in").click()
    until(page, f"width < {whole / 1.5}")
    left = drawing.evaluate("(map) => map.viewBox.baseVal.x")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => document.querySelector('.map').viewBox.baseVal.x > {left + 5}")
    page.get_by_role("button", name="Whole of England").click()
    until(page, f"Math.abs(width - {whole}) < 1")
    expect(page.get_by_role("button", name="Zoom in")).to_be_focused()
    drawing.hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    until(page, f"width < {whole - 20}")


def test_dragging_a_zoomed_map_moves_it_and_follows_no_link(page):
    drawing = zoomable(page)
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
    until(page, "width < 300")
    left, box = drawing.evaluate("(map) => map.viewBox.baseVal.x"), page.locator(".map-frame").bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 250)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 240, steps=4)
    page.mouse.up()

    page.wait_for_function(f"() => document.querySelector('.map').viewBox.baseVal.x > {left + 5}")
    assert page.url.endswith("/map/")


def test_a_tap_tells_about_a_place_and_a_second_one_goes_there(touch_page):
    touch_page.goto("/map/")
    shape = touch_page.locator('.map-shape[href="/authorities/cornwall/"] > use')
    shape.tap()

    told = touch_page.locator(".map-told")
    expect(told.get_by_role("heading", name="Cornwall")).to_be_visible()
    expect(told).to_contain_text("partnership")
    expect(told).to_have_attribute("aria-live", "polite")
    expect(told.get_by_role("link", name="Go to Cornwall")).to_have_attribute("href", "/authorities/cornwall/")
    expect(told.get_by_role("link", name="Open South West")).to_be_visible()
    assert touch_page.url.endswith("/map/")
    shape.tap()
    expect(touch_page.get_by_role("heading", level=1)).to_have_text("Cornwall")


def test_no_place_lies_under_the_buttons_on_a_phone(touch_page):
    touch_page.goto("/map/?region=london")

    buttons, drawn = touch_page.locator(".map-buttons").bounding_box(), touch_page.locator(".map-frame").bounding_box()
    below = touch_page.locator(".map-preview").bounding_box()
    assert drawn["y"] + drawn["height"] <= buttons["y"] and buttons["y"] + buttons["height"] <= below["y"]


def test_a_tap_on_the_map_of_need_tells_in_words_what_the_figure_is(touch_page):
    touch_page.goto("/map/need/")
    touch_page.locator('.map-shape[href="/authorities/cornwall/"] > use').tap()

    expect(touch_page.locator(".map-told")).to_contain_text(re.compile(r"Cornwall\d+\.\d% of children; no partnership"))
    expect(touch_page.locator(".map-how")).to_contain_text("Tap a place to read about it, and again to go there.")


def test_one_finger_scrolls_the_page_until_the_map_is_zoomed_and_the_page_says_so(touch_page):
    frame, how = touch_page.locator(".map-frame"), touch_page.locator(".map-how")
    touch_page.goto("/map/")
    touch_page.get_by_role("button", name="Zoom in").tap()

    expect(how).to_contain_text("One finger moves the map. To scroll on, touch beside it")
    assert frame.evaluate("(frame) => frame.style.touchAction") == "none"
    touch_page.get_by_role("button", name="Whole of England").tap()
    expect(how).to_contain_text("one scrolls the page")
    assert frame.evaluate("(frame) => frame.style.touchAction") == "pan-y"


def test_places_stand_out_at_once_and_the_address_and_the_count_say_so(page):
    zoomable(page)
    page.get_by_role("link", name=re.compile("^Nobody we know of: ")).click()

    expect(page.locator(".map-count")).to_contain_text(re.compile(r"Nobody we know of: \d+ of 296 local authorities"))
    assert page.url.endswith("/map/?show=none")
    covered = page.locator(".map-shape > .map-established").first
    assert covered.evaluate("(shape) => getComputedStyle(shape).fill") == f"rgb{AWAY}"
    page.go_back()
    expect(page.locator(".map-count")).to_contain_text("Everything: 296 of 296")
    assert page.locator(".map-count").evaluate("(count) => getComputedStyle(count).clipPath") == "inset(50%)"
    assert covered.evaluate("(shape) => getComputedStyle(shape).fill") == f"rgb{ESTABLISHED}"


def test_a_region_opens_in_place_and_back_leads_to_england(page):
    zoomable(page)
    page.evaluate("() => { window.stayed = true }")
    page.get_by_label("Open a region").select_option("London")

    expect(page.get_by_role("heading", level=1)).to_have_text("Map of London")
    expect(page.locator(".map-shape")).to_have_count(33)
    expect(page.locator(".map-places .table").first.get_by_role("link", name="Hackney")).to_be_visible()
    assert page.url.endswith("/map/?region=london")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Map of England")
    assert page.evaluate("() => window.stayed")


def test_without_script_a_region_is_opened_and_places_stand_out_by_links_and_a_form(plain_page):
    plain_page.goto("/map/")
    plain_page.get_by_label("Open a region").select_option("London")
    plain_page.get_by_role("button", name="Open").click()
    plain_page.get_by_role("link", name=re.compile("^Nobody we know of: ")).click()

    assert plain_page.url.endswith("/map/?show=none&region=london")
    covered = plain_page.locator(".map-shape > .map-established").first
    assert covered.evaluate("(shape) => getComputedStyle(shape).fill") == f"rgb{AWAY}"
    expect(plain_page.locator(".map-count")).to_contain_text(re.compile(r"Nobody we know of: \d+ of 33 local"))


def test_the_map_is_a_few_screens_of_a_phone_and_a_fragment_unfolds_its_region(touch_page):
    touch_page.goto("/map/#south-west")

    expect(touch_page.locator("table#south-west")).to_be_visible()
    for path, most in (("/map/", 4_000), ("/map/need/", 4_500)):
        touch_page.goto(NOTHING)
        touch_page.goto(path)
        assert touch_page.evaluate("() => document.documentElement.scrollHeight") < most


def test_two_fingers_zoom_the_map(touch_page):
    drawing = zoomable(touch_page)
    touch_page.locator(".map-frame").scroll_into_view_if_needed()
    whole, box = drawing.evaluate(SCALE), touch_page.locator(".map-frame").bounding_box()
    middle, height = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = touch_page.context.new_cdp_session(touch_page)

    def touch(kind, apart):
        points = [{"x": middle + way * apart, "y": height, "id": way + 1} for way in (-1, 1)] if apart else []
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 30)
    for apart in (45, 60, 90):
        touch("touchMove", apart)
    touch("touchEnd", 0)

    until(touch_page, f"width < {whole / 1.5}")
    assert touch_page.url.endswith("/map/")


def test_the_sum_of_a_table_is_printed_once_at_its_end(page):
    page.goto("/cold-spots/")
    page.emulate_media(media="print")

    # A group for the foot would stand at the foot of each page.
    assert page.locator("tfoot").evaluate("(foot) => getComputedStyle(foot).display") == "table-row-group"
    page.emulate_media(media="null")
