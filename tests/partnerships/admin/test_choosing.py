"""Choosing a row by typing in a form of the back office: what was named comes first."""

import pytest
from django.urls import reverse

from partnerships.models import CouncilSuccession
from tests.factories import make_authority, make_partnership
from tests.postcode_lists import LEEDS, make_postcode

pytestmark = pytest.mark.django_db

HULL = "E06000010"


def offered(client, term, *, model="newsitem", field="partnership", app="partnerships"):
    """Return what is offered to somebody who typed `term` into a field."""
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def test_names_come_before_what_is_found_by_its_places_and_whole_words_before_parts(staff_client):
    newham = make_authority(name="Newham")
    for name in ["All of East London", "Arts in Newham", "Newhamshire LCEP", "Newham LCEP", "Newham"]:
        make_partnership([newham], name=name)

    assert offered(staff_client, "newham") == [
        "Newham",
        "Newham LCEP",
        "Newhamshire LCEP",
        "Arts in Newham",
        "All of East London",
    ]


@pytest.mark.parametrize("term", ["Hull", "City of Kingston upon Hull", "kingston upon hull city council", HULL])
def test_a_council_is_offered_by_every_name_the_finder_knows(staff_client, term):
    make_authority(name="Solihull", gss_code="E08000029")
    make_authority(name="Kingston upon Hull", gss_code=HULL)

    names = offered(staff_client, term, app="members", model="memberorganisation", field="authority")

    assert "Kingston upon Hull" in names


def test_a_postcode_a_town_and_a_council_that_is_no_more_offer_the_council_they_are_in(staff_client):
    leeds = make_authority(name="Leeds", gss_code=LEEDS)
    make_postcode("LS1 3AB", LEEDS, 429_000, 433_000)
    CouncilSuccession.objects.create(
        gss_code="E07000999", name="Zedshire", successor_name="Leeds", successor=leeds, on="2020-04-01", source="A test"
    )

    for term in ["LS1 3AB", "Otley", "Zedshire"]:
        assert offered(staff_client, term, app="members", model="memberorganisation", field="authority") == ["Leeds"]


def test_the_list_of_local_authorities_finds_them_so_too(staff_client):
    make_authority(name="Kingston upon Hull", gss_code=HULL)
    make_authority(name="Leeds", gss_code=LEEDS)

    page = staff_client.get(reverse("admin:partnerships_localauthority_changelist"), {"q": "Humber city"})
    assert "Kingston upon Hull" not in page.content.decode()

    page = staff_client.get(reverse("admin:partnerships_localauthority_changelist"), {"q": "Hull City Council"})
    assert "Kingston upon Hull" in page.content.decode()
