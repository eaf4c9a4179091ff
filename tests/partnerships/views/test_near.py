"""The list of partnerships by distance from a postcode."""

import pytest

from partnerships.geography.postcode_data import table
from tests.factories import make_authority, make_partnership
from tests.postcode_lists import packed_list
from tests.reading import names_on_cards, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def postcodes_in_use(tmp_path):
    """Have LS1 3AB in Leeds, CF10 1AA in Wales, and LS99 9ZZ with no place."""
    table.load(packed_list(tmp_path))


def make_near_and_far():
    """Make partnerships 3 and 62 miles from LS1 3AB, the far one first by name, and one whose place nobody knows."""
    make_partnership([make_authority(easting=434_000, northing=433_000)], name="Next Door")
    make_partnership([make_authority(easting=529_000, northing=433_862)], name="Far Away")
    make_partnership([make_authority()], name="Anywhere")


def test_the_nearest_come_first_with_their_distance(client):
    make_near_and_far()

    response = client.get("/partnerships/?near=ls13ab")

    assert names_on_cards(response) == ["Next Door", "Far Away", "Anywhere"]
    words = words_of(response)
    assert "about 3 miles away" in words
    assert "about 62 miles away" in words


def test_the_postcode_stands_as_a_filter_that_can_be_removed(client):
    make_near_and_far()

    html = client.get("/partnerships/?near=LS1+3AB&joining=not-known").content.decode()

    assert '<a class="chosen-filter" href="/partnerships/?joining=not-known">' in html
    assert "Nearest to LS1 3AB" in html


def test_another_order_may_be_asked_for(client):
    make_near_and_far()

    assert names_on_cards(client.get("/partnerships/?near=ls13ab&sort=name")) == ["Anywhere", "Far Away", "Next Door"]


def test_without_a_postcode_there_is_no_order_by_distance(client):
    make_near_and_far()

    response = client.get("/partnerships/?sort=distance")

    assert names_on_cards(response) == ["Anywhere", "Far Away", "Next Door"]
    assert '<option value="distance"' not in response.content.decode()


@pytest.mark.parametrize("typed", ["cf10 1aa", "LS99 9ZZ", "ZZ9 9ZZ", "nonsense", "non\x00sense", "x" * 500])
def test_what_has_no_place_in_england_is_left_out_and_named(client, typed):
    make_near_and_far()

    response = client.get("/partnerships/", {"near": typed})

    assert response.status_code == 200
    assert len(names_on_cards(response)) == 3
    assert "it is not one postcode in England whose place we know" in words_of(response)


def test_what_nobody_sees_is_no_postcode_to_name(client):
    make_near_and_far()

    response = client.get("/partnerships/", {"near": "\x00\u200b"})

    assert names_on_cards(response) == ["Anywhere", "Far Away", "Next Door"]
    assert "We ignored" not in words_of(response)


def test_a_list_near_a_postcode_is_kept_by_nobody(client):
    response = client.get("/partnerships/?near=ls13ab")

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex' in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize(("typed", "near"), [("ls1 3ab", "LS1+3AB"), ("LS1", "LS1")])
def test_a_postcode_typed_as_words_is_what_the_list_is_near_to(client, typed, near):
    response = client.get("/partnerships/", {"q": typed, "joining": "not-known"})

    assert (response.status_code, response["Location"]) == (302, f"/partnerships/?near={near}&joining=not-known")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("typed", ["11 by 11", "ZZ1 1ZZ", "Leeds", "LS1 music", "CF10 1AA"])
def test_words_with_a_number_are_words(client, typed):
    assert client.get("/partnerships/", {"q": typed}).status_code == 200


def test_words_typed_later_stay_near_to_the_postcode(client):
    html = client.get("/partnerships/?near=LS1+3AB").content.decode()

    assert '<input type="hidden" name="near" value="LS1 3AB">' in html
    assert 'name="near"' not in client.get("/partnerships/").content.decode()
