"""Every kind of page of the back office in a browser: open to everybody in light and dark, and whole on a phone."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import SCREEN, new_context
from tests.journeys.kinds import drawn, that_show_all
from tests.journeys.looking import Listener, follow, problems_of
from tests.journeys.people import OFFICER, OWNER
from tests.journeys.signing_in import sign_in

LISTS = sorted(
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
)
PARTNERSHIPS = reverse("admin:partnerships_partnership_changelist")
OTHERS = [
    reverse("admin:index"),
    reverse("admin:app_list", args=["partnerships"]),
    reverse("admin:personal-data"),
    reverse("admin:partnerships_partnership_weakest"),
    reverse("admin:partnerships_partnership_check_many"),
    reverse("admin:partnerships_partnership_checks"),
    reverse("admin:search") + "?q=leeds",
    reverse("admin:first-steps"),
    reverse("admin:reports"),
    reverse("admin:status"),
    reverse("admin:digest-preview"),
    f"{PARTNERSHIPS}?box=drafts",
    f"{PARTNERSHIPS}?q=leeds&complete=fair&_facets=True",
    f"{PARTNERSHIPS}?_popup=1",
]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def owner_page(browser, site):
    """The page of somebody who may do everything, signed in once for all pages."""
    context = new_context(browser, site)
    page = context.new_page()
    sign_in(page, OWNER)
    yield page
    context.close()


@pytest.fixture(scope="module")
def lists(owner_page):
    """Every list, as it is sent."""
    return drawn(owner_page, LISTS)


def wrong_with(page, path):
    """Return what is wrong with the page at `path`."""
    answer = page.goto(path)
    return [*([] if answer.ok else [str(answer.status)]), *problems_of(page)]


def addresses(lists, name):
    """Return the addresses of the pages called `name`: for every list, or about the first row of each."""
    if name == "add":
        return [f"{one.path}add/" for one in lists]
    return [one.row.replace("/change/", f"/{name}/") for one in lists if one.row]


@pytest.mark.parametrize("path", OTHERS)
def test_a_page_has_no_barrier_and_fits_a_phone(owner_page, path):
    assert wrong_with(owner_page, path) == []


@pytest.mark.parametrize("names", [[], ["add", "change"], ["delete", "history"]], ids=["list", "form", "other"])
def test_no_kind_of_list_or_page_of_a_row_has_a_barrier_and_all_fit_a_phone(owner_page, lists, names):
    pages = drawn(owner_page, [path for name in names for path in addresses(lists, name)]) if names else lists
    seen = that_show_all([page for page in pages if page.status == 200])

    problems = {path: wrong_with(owner_page, path) for path in seen}

    # Nothing is added to some lists, or deleted from them, even by an owner.
    assert {page.status for page in pages} <= {200, 403}
    assert problems == dict.fromkeys(seen, [])


def test_an_officer_finds_their_weakest_entry_and_fills_a_gap(page, site):
    listener = Listener(page, site)
    sign_in(page, OFFICER)
    assert wrong_with(page, reverse("admin:index")) == []
    follow(page, page.get_by_role("link", name="The weakest entries first"))
    weakest = page.locator(".weakest > li").first
    name = weakest.get_by_role("heading").inner_text()
    before = int(weakest.locator(".score").inner_text().strip().removesuffix("%"))

    follow(page, weakest.get_by_role("link", name="How to join"))
    field = page.get_by_label("How to join")
    expect(field).to_be_focused()
    field.fill("Write to the partnership.")
    page.get_by_role("button", name="Save and continue editing").click()

    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.locator(".completeness summary")).to_contain_text(f"{before + 7} of 100")
    assert listener.requests_elsewhere == []


def test_a_link_to_a_gap_moves_to_its_field_without_leaving_the_form(page):
    sign_in(page, OFFICER)
    page.goto(reverse("admin:partnerships_partnership_weakest"))
    follow(page, page.locator(".weakest h2 a").first)
    page.get_by_label("Summary").fill("Typed and not saved yet")

    for gap, field in {"Takes enquiries": "#id_takes_enquiries", "About": "#id_about"}.items():
        page.locator(".completeness").get_by_role("link", name=gap, exact=True).click()
        expect(page.locator(field)).to_be_focused()
    page.locator(".completeness").get_by_role("link", name="3 members or more").click()
    expect(page.locator("#memberships-group a:focus")).to_have_text("Add another Member")

    expect(page.get_by_label("Summary")).to_have_value("Typed and not saved yet")


# What could be moved sideways, whether the page does it or a part of it.
SCROLLS = """() => [document.documentElement, ...document.querySelectorAll("*")].filter((part) =>
  part.scrollWidth > part.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(part).overflowX) ||
  part === document.documentElement && part.scrollWidth > window.innerWidth
).map((part) => part.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("width", [375, 320])
def test_no_list_is_moved_sideways_on_a_phone(owner_page, width):
    """Every list, for their columns differ: each row is a card."""
    owner_page.set_viewport_size({"width": width, "height": 740})
    moved = {}
    for path in LISTS:
        owner_page.goto(path, wait_until="domcontentloaded")
        moved[path] = owner_page.evaluate(SCROLLS)
    owner_page.set_viewport_size(SCREEN)

    assert moved == dict.fromkeys(LISTS, [])


def test_every_column_of_every_list_is_in_sight_on_a_small_screen(owner_page):
    wide = {}
    for path in LISTS:
        owner_page.goto(path)
        box = owner_page.query_selector(".results")
        if box and (more := box.evaluate("box => box.scrollWidth - box.clientWidth")) > 0:
            wide[path] = more

    assert wide == {}
