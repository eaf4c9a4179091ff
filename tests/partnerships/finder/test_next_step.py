"""The page of the finder says the answer, then what to do next, then the rest."""

import pytest

from tests.factories import make_authority, make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db
WEBSITE = "https://leeds33.example/"


@pytest.fixture
def leeds():
    return make_authority(name="Leeds")


def page(client, text):
    return client.get("/find/", {"q": text})


def test_who_is_covered_by_one_can_ask_it_or_go_to_its_website_before_reading_on(client, leeds):
    make_partnership([leeds], name="Leeds33", slug="leeds33", website=WEBSITE)

    for text in ("Leeds", "Leeds33"):
        html = page(client, text).content.decode()
        steps = [html.index(part) for part in ("<h1>", "partnership=leeds33&amp;topic=join", WEBSITE, 'class="card')]
        assert steps == sorted(steps)
        assert html.count("topic=join") == 1


def test_without_a_website_there_is_no_button_to_one(client, leeds):
    make_partnership([leeds], name="Leeds33")

    assert "Visit its website" not in words_of(page(client, "Leeds"))


def test_whoever_nobody_covers_can_ask_before_reading_of_what_was_proposed(client, leeds):
    make_partnership([leeds], name="Leeds LCEP", stage="proposed")

    words = words_of(page(client, "Leeds"))

    assert words.index("Ask about a partnership for Leeds") < words.index("Proposed here")


def test_where_a_full_postcode_tells_more_the_one_box_comes_first(client):
    for name in ("Ashford", "Dover"):
        make_authority(name=name, county="Kent")

    html = page(client, "Kent").content.decode()

    assert html.count('type="search"') == 1
    assert html.index('type="search"') < html.index("<table")


def test_what_is_not_found_says_so_once_and_what_may_be_meant_next(client):
    make_authority(name="Birmingham", gss_code="E08000025")

    words = words_of(page(client, "Brimingham Uxx"))

    assert words.count("Brimingham Uxx") <= 2
    assert "There is a problem" not in words
