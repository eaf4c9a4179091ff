"""Pages of few words fill a wide screen on purpose, and the foot of a page has two columns on a phone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import SCREEN
from tests.journeys.served_site import told

PHONE = {"width": 375, "height": 812}
# The table of how sure we are has a column for each word of it that any fact bears.
ALL_WORDS = (
    "from members.models import Membership; from partnerships.vocabulary import Confidence; "
    "words = ['', *Confidence.values]; "
    "first = Membership.objects.order_by('pk').values_list('pk', flat=True); "
    "[Membership.objects.filter(pk=pk).update(confidence=word) for pk, word in zip(first, words)]"
)
PAGES = [
    *("/partnerships/leeds33/correct/", "/corrections/asked/", "/news-by-mail/asked/", "/accounts/sign-in/"),
    *("/embed/", "/map/", "/map/need/", "/no-such-page/", "/follow/"),
]
# How far to the right reaches what is written below the heading and its first sentence, as a share of the window.
REACHES = """() => {
  const says = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  const said = [...document.querySelectorAll("main *:not(h1, .lede, .lede *)")].filter((element) =>
    element.checkVisibility() && [...element.childNodes].some(says));
  return Math.max(...said.map((element) => element.getBoundingClientRect().right)) / innerWidth;
}"""
MAPS = [
    *("/partnerships/leeds33/", "/partnerships/camden-spark/", "/authorities/leeds/", "/map/?region=london"),
    *("/regions/yorkshire-and-the-humber/", "/partnerships/?region=yorkshire-and-the-humber", "/find/?q=LS1%203AB"),
]
# How high the letters on each map are, as they are seen: those of an SVG grow with it.
LETTERS = """() => [...document.querySelectorAll(".map:has(.map-labels)")].map((map) =>
  parseFloat(getComputedStyle(map.querySelector(".map-labels text")).fontSize)
  * map.getBoundingClientRect().width / map.viewBox.baseVal.width)"""
# How far below what stands beside it each of two columns ends.
ENDS = """() => [...document.querySelectorAll(".columns > *")].map((column) =>
  Math.max(...[...column.children].map((child) => child.getBoundingClientRect().bottom)))"""
# In how many lines each "low-income" is written that stands in large letters.
LOW_INCOME = """() => [...document.querySelectorAll(":is(h1, h2, .lede), :is(h1, h2, .lede) *")].flatMap((element) =>
  [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.includes("low-income"))
).map((text) => {
  const range = document.createRange(), start = text.data.indexOf("low-income");
  range.setStart(text, start);
  range.setEnd(text, start + "low-income".length);
  return new Set([...range.getClientRects()].map((line) => line.top)).size;
})"""
# The room a list of choices has beside its arrow for the one that is chosen, and how wide that one is.
CHOSEN = """(lists) => lists.map((list) => {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = getComputedStyle(list).font;
  return [list.clientWidth - 40, pen.measureText(list.selectedOptions[0].text).width];
})"""


@pytest.mark.parametrize("path", PAGES)
def test_no_page_leaves_the_right_half_of_a_wide_screen_empty(plain_page, path):
    plain_page.set_viewport_size(SCREEN)
    plain_page.goto(path)

    assert plain_page.evaluate(REACHES) > 0.75


def test_the_menu_stands_at_one_place_on_pages_with_a_search_box_of_their_own_and_without(plain_page):
    plain_page.set_viewport_size(SCREEN)
    places = []
    for path in ("/", "/map/", "/find/", "/partnerships/"):
        plain_page.goto(path)
        places.append(plain_page.locator(".site-nav").bounding_box())

    assert places[1:] == places[:-1]


@pytest.mark.parametrize("path", ["/map/need/", "/authorities/bradford/", "/regions/north-east/"])
def test_low_income_is_not_broken_at_its_hyphen_in_large_letters(plain_page, path):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto(path)

    lines = plain_page.evaluate(LOW_INCOME)
    assert lines and set(lines) == {1}


def test_menus_at_the_foot_stand_two_by_two_on_a_phone(plain_page):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto("/about/")

    menus = plain_page.locator(".footer-menus > div")
    tops = [menu.bounding_box()["y"] for menu in menus.all()]
    assert len(tops) == 4 and tops[0] == tops[1] < tops[2] == tops[3]


def test_the_contents_of_the_interface_stand_beside_its_first_facts(plain_page):
    plain_page.set_viewport_size(SCREEN)
    plain_page.goto("/open-data/programs/")

    contents = plain_page.get_by_role("navigation", name="On this page").bounding_box()
    facts = plain_page.locator(".reading > .facts").bounding_box()
    assert contents["y"] == facts["y"] and contents["x"] + contents["width"] < facts["x"]


def test_a_list_of_one_begins_where_its_heading_does(plain_page):
    plain_page.goto("/partnerships/leeds33/")

    lists = plain_page.locator(".sector-grid ul, main h3 + ul:not([class])").filter(
        has=plain_page.locator("li:only-child")
    )
    starts = lists.evaluate_all(
        "(lists) => lists.map((list) => [list.parentElement, list].map((element) => "
        "(element.matches('ul') ? element.firstElementChild : element).getBoundingClientRect().left))"
    )
    assert len(starts) >= 3
    assert all(parent == first for parent, first in starts)


def test_long_contents_are_seen_to_their_end(plain_page):
    plain_page.set_viewport_size(SCREEN)
    plain_page.goto("/words/")

    contents = plain_page.get_by_role("navigation", name="On this page")
    assert contents.get_by_role("link").count() > 12
    assert contents.evaluate("(nav) => nav.scrollHeight <= nav.clientHeight")


def test_what_stays_in_sight_beside_an_entry_is_seen_whole(plain_page):
    card = plain_page.locator(".entry-card")
    stays = []
    for height in (704, 800, 1000):
        plain_page.set_viewport_size({"width": 1280, "height": height})
        plain_page.goto("/partnerships/leeds33/")
        stays.append(card.evaluate("(card) => getComputedStyle(card).position") == "sticky")
        assert not stays[-1] or card.bounding_box()["height"] < height

    assert stays == [False, False, True]


@pytest.mark.parametrize("height", [600, 704, 790])
def test_the_place_of_an_entry_goes_along_in_a_low_window_once_its_end_is_seen(plain_page, height):
    plain_page.set_viewport_size({"width": 1280, "height": height})
    plain_page.goto("/partnerships/leeds33/")
    aside = plain_page.locator(".entry > .aside")
    ends = []
    for down in (1500, 2000):
        plain_page.evaluate(f"scrollTo(0, {down})")
        box = aside.bounding_box()
        ends.append(box["y"] + box["height"])

    assert ends[0] == ends[1] and height / 2 < ends[0] <= height


def test_no_choice_of_how_a_frame_looks_is_broken_within_a_word(plain_page):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto("/embed/?partnership=leeds33")

    lines = plain_page.locator(".map-layers a").evaluate_all(
        "(links) => links.map((link) => { const range = document.createRange(); range.selectNodeContents(link); "
        "return range.getClientRects().length; })"
    )
    assert len(lines) == 3 and lines[:2] == [1, 1]


@pytest.mark.parametrize("window", [PHONE, SCREEN], ids=["phone", "screen"])
@pytest.mark.parametrize("path", MAPS)
def test_names_on_maps_are_large_enough_to_read(plain_page, path, window):
    plain_page.set_viewport_size(window)
    plain_page.goto(path)

    letters = plain_page.evaluate(LETTERS)
    assert letters and min(letters) >= 12


@pytest.mark.parametrize("path", ["/bridges/culture-bridge-north-east/", "/authorities/leeds/"])
def test_what_stands_beside_the_main_part_ends_not_far_from_it(plain_page, path):
    plain_page.set_viewport_size(SCREEN)
    plain_page.goto(path)

    main, beside = plain_page.evaluate(ENDS)
    assert abs(main - beside) < 200


@pytest.mark.parametrize("region", ["north-east", "north-west", "south-east", "south-west", "london"])
def test_the_map_of_a_region_ends_not_far_from_what_stands_beside_it_and_is_seen_whole(plain_page, region):
    plain_page.set_viewport_size(SCREEN)
    plain_page.goto(f"/regions/{region}/")

    ends = (".entry-main > :last-child", ".entry > .aside")
    main, beside = (plain_page.locator(end).bounding_box() for end in ends)
    assert abs(main["y"] + main["height"] - beside["y"] - beside["height"]) < 150
    assert plain_page.locator(".entry-main .map").bounding_box()["height"] < SCREEN["height"] - 100


def test_the_order_of_a_list_is_read_whole_on_a_phone(plain_page):
    plain_page.set_viewport_size(PHONE)
    plain_page.goto("/cold-spots/")

    for room, words in plain_page.locator("#places ~ form select").evaluate_all(CHOSEN):
        assert words <= room


def test_the_box_in_the_header_is_dark_in_the_dark(plain_page):
    plain_page.set_viewport_size(SCREEN)
    plain_page.emulate_media(color_scheme="dark")
    plain_page.goto("/about/")
    background = plain_page.locator("#header-q").evaluate("(box) => getComputedStyle(box).backgroundColor")
    plain_page.emulate_media(color_scheme="null")

    assert sum(map(int, background.removeprefix("rgb(").removesuffix(")").split(","))) < 255


@pytest.fixture(scope="module")
def every_word(site_folder):
    """Facts that bear each word of how sure we are."""
    told(site_folder, ALL_WORDS)


@pytest.mark.parametrize("width", [320, 375, 641, 1280])
@pytest.mark.usefixtures("every_word")
def test_figures_are_read_whole_on_a_phone_and_at_four_times_their_size(plain_page, width):
    plain_page.set_viewport_size({"width": width, "height": 256})
    plain_page.goto("/about/data/")

    expect(plain_page.locator("td[data-label^=Confirmed]")).not_to_have_count(0)
    cut_off = "(rooms) => rooms.map((room) => room.scrollWidth - room.clientWidth)"
    assert set(plain_page.locator(".table-scroll").evaluate_all(cut_off)) == {0}
