"""The page for people under 18, whom an adult helps to ask."""

import pytest

from tests.factories import make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def test_it_begins_with_what_they_can_do_and_leads_there(client):
    response = client.get("/join/under-18/")

    words = words_of(response)
    assert words.index("You can read everything here") < words.index("Do not give us your name")
    assert '<a class="button" href="/find/">Find the partnership for your place</a>' in response.text
    assert '<a href="/join/">write to it</a>' in response.text


def test_the_adult_comes_to_a_form_about_the_partnership_it_was_about(client):
    make_partnership(name="Leeds33")

    page = client.get("/join/under-18/?partnership=leeds33&topic=join").text

    assert '<a class="button" href="/partnerships/leeds33/">Read about Leeds33</a>' in page
    assert '<a href="/join/?partnership=leeds33&amp;topic=join">write to it</a>' in page


def test_the_form_leads_there_with_the_partnership_it_is_about(client):
    make_partnership(name="Leeds33")

    read_first = "If you are under 18, read this first</a>"
    about_it, about_none = client.get("/join/?partnership=leeds33").text, client.get("/join/").text
    assert f'<a href="/join/under-18/?partnership=leeds33">{read_first}' in about_it
    assert f'<a href="/join/under-18/">{read_first}' in about_none
