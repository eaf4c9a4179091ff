"""The commonest journeys succeed on a phone, in few steps, and begin in the first screen."""

import pytest

from tests.journeys.conftest import new_context
from tests.journeys.steps import BELOW, JOURNEYS, PHONE, Walk


@pytest.fixture
def phone(browser, site):
    """The page of a visitor with a phone, at the home page."""
    context = new_context(browser, site, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto("/")
    yield page
    context.close()


@pytest.mark.parametrize("name", JOURNEYS)
def test_a_journey_comes_to_its_goal(phone, name):
    walk = Walk(phone)

    JOURNEYS[name](walk)

    # A form has as many questions as it has; all else is three taps away at most.
    assert walk.taps <= (5 if walk.fields > 1 else 3)
    assert walk.pages <= 4


def test_the_box_of_the_home_page_is_in_the_first_screen(phone):
    button = phone.get_by_role("button", name="Find", exact=True)

    assert [phone.locator("#home-q").evaluate(BELOW), button.evaluate(BELOW)] == [0, 0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("LS1 3AB", ["Ask to join", "Visit its website"]),
        ("LeedsCEP", ["Ask to join", "Visit its website"]),
        ("East Suffolk", ["Ask to join one of them"]),
        ("Bromley", ["Ask about a partnership for Bromley"]),
        ("Selby", ["Ask about a partnership for North Yorkshire"]),
        ("Blackpoool xx", ["Find"]),
        ("Kent", ["Find"]),
    ],
)
def test_what_to_do_next_is_in_the_first_screen_of_an_answer(phone, text, names):
    phone.locator("#home-q").fill(text)
    phone.get_by_role("button", name="Find", exact=True).click()

    for name in names:
        role = "button" if name == "Find" else "link"
        assert phone.locator("main").get_by_role(role, name=name, exact=True).first.evaluate(BELOW) == 0
