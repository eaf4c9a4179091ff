"""Somebody who looks for their school goes on to ask as that school."""

import re

import pytest
from django.http import QueryDict

from tests.factories import make_authority, make_partnership
from tests.postcode_lists import LEEDS, make_postcode
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db
NAME = "St Mary & St John’s School"
WRITTEN = "St%20Mary%20%26%20St%20John%E2%80%99s%20School"


def make_school(*partnerships):
    """Make a school in a local authority with `partnerships`, by their names."""
    make_postcode("LS11 5TT", LEEDS, 429_000, 431_000)
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    load_schools(school_row(NAME))
    for name in partnerships:
        make_partnership([leeds], name=name)


def query_of_the_button(client, typed):
    """Return what the main button of the finder's answer says to the form."""
    html = client.get("/find/", {"q": typed}).content.decode()
    return re.search(r'class="button" href="/join/\?([^"]+)"', html)[1]


@pytest.mark.parametrize(
    ("partnerships", "query"),
    [
        ([], "authority=leeds&amp;topic=start"),
        (["Leeds33"], "partnership=leeds33&amp;topic=join"),
        (["One", "Two"], "authority=leeds&amp;topic=join"),
    ],
    ids=["nobody covers it", "one does", "several do"],
)
def test_the_school_is_who_asks_and_nothing_else_that_was_typed_is(client, partnerships, query):
    make_school(*partnerships)

    queries = [query_of_the_button(client, typed) for typed in (NAME, "LS11 5TT", "Leeds", NAME)]

    assert queries == [f"{query}&amp;organisation={WRITTEN}", query, query, f"{query}&amp;organisation={WRITTEN}"]


def test_the_form_has_it_as_the_organisation_to_be_changed(client):
    make_school("Leeds33")

    form = client.get("/join/", QueryDict(f"partnership=leeds33&topic=join&organisation={WRITTEN}")).context["form"]

    assert (form["place"].value(), form["organisation"].value()) == ("Leeds33", NAME)
