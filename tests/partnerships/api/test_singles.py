"""One record at a time, and the finder, for programs."""

import pytest

from partnerships.models import Partnership, Postcode
from partnerships.vocabulary import PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import make_authority, make_membership, make_organisation, make_partnership
from tests.text_columns import mentions

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds33():
    """A partnership in Leeds, where a postcode is."""
    leeds = make_authority(name="Leeds", gss_code="E08000035", easting=430_000, northing=434_000)
    Postcode.objects.create(code="LS13AB", area="E08000035", easting=430_000, northing=434_000)
    return make_partnership([leeds], name="Leeds33", stage=Stage.ESTABLISHED)


def find(client, text):
    """Return the answer of the finder."""
    response = client.get("/api/v1/find/", {"q": text})
    assert response.status_code == 200
    return response.json()


def test_a_record_is_at_its_slug(client, leeds33):
    make_membership(partnership=leeds33, organisation=make_organisation(name="Opera"))

    names = {
        path: client.get(f"/api/v1{path}").json()["result"]["name"]
        for path in ("/partnerships/leeds33/", "/authorities/leeds/", "/members/opera/")
    }

    assert list(names.values()) == ["Leeds33", "Leeds", "Opera"]


def test_an_old_slug_another_name_and_a_gss_code_lead_to_the_record(client, leeds33):
    leeds33.names.create(name="The Hub")
    leeds33.slug = "leeds-thirty-three"
    leeds33.save()

    responses = [
        client.get(f"/api/v1{path}")
        for path in ("/partnerships/leeds33/", "/partnerships/the-hub/", "/authorities/E08000035/")
    ]

    assert [(response.status_code, response["Location"]) for response in responses] == [
        (301, "/api/v1/partnerships/leeds-thirty-three/"),
        (301, "/api/v1/partnerships/leeds-thirty-three/"),
        (301, "/api/v1/authorities/leeds/"),
    ]


def test_a_name_of_two_leads_to_the_list_of_both(client, leeds33):
    for partnership in (leeds33, make_partnership()):
        partnership.names.create(name="The Hub")

    response = client.get("/api/v1/partnerships/the-hub/")

    assert (response.status_code, response["Location"]) == (302, "/api/v1/partnerships/?q=the+hub")


@pytest.mark.parametrize("state", [PublicationState.DRAFT, PublicationState.IN_REVIEW, PublicationState.ARCHIVED])
def test_what_is_not_public_is_not_there(client, leeds33, state):
    Partnership.objects.update(publication=state)

    assert client.get("/api/v1/partnerships/leeds33/").status_code == 404


def test_the_finder_says_who_covers_a_postcode_and_keeps_nothing(client, leeds33):
    response = client.get("/api/v1/find/?q=ls1+3ab")

    answer = response.json()
    assert (answer["kind"], answer["heading"]) == ("covered", "Leeds33 covers LS1 3AB")
    assert [(entry["slug"], entry["stage"]) for entry in answer["partnerships"]] == [("leeds33", "established")]
    assert [(entry["gss_code"], entry["partnerships"][0]["slug"]) for entry in answer["authorities"]] == [
        ("E08000035", "leeds33")
    ]
    assert "no-store" in response["Cache-Control"]
    assert mentions("ls1 3ab") == []


def test_where_nobody_covers_the_nearest_come_with_their_distances(client, leeds33):
    make_authority(name="York", gss_code="E06000014", easting=460_000, northing=452_000)

    answer = find(client, "York")

    assert (answer["kind"], answer["partnerships"]) == ("uncovered", [])
    assert [(entry["slug"], round(entry["metres"], -3)) for entry in answer["nearest"]] == [("leeds33", 35_000)]


def test_outside_england_the_arts_council_is_named(client):
    Postcode.objects.create(code="CF101AA", area="W")

    answer = find(client, "CF10 1AA")

    assert (answer["kind"], [entry["name"] for entry in answer["arts_councils"]]) == (
        "elsewhere",
        ["Arts Council of Wales"],
    )


def test_of_an_authority_the_directory_does_not_know_the_nearest_come(client, leeds33):
    Postcode.objects.create(code="SK11AA", area="E06000099", easting=430_000, northing=433_000)

    answer = find(client, "SK1 1AA")

    assert (answer["kind"], [entry["slug"] for entry in answer["nearest"]]) == ("unknown authority", ["leeds33"])


def test_who_works_in_another_part_of_the_authority_is_told_apart(client):
    partnership = make_partnership([make_authority(name="Breckland", gss_code="E07000143")], name="Thetford LCEP")
    make_part(partnership, kind="town", name="Thetford", postcode_districts="IP24")
    Postcode.objects.create(code="IP241AA", area="E07000143")
    Postcode.objects.create(code="NR191AA", area="E07000143")

    inside, outside = find(client, "IP24 1AA"), find(client, "NR19 1AA")

    assert (inside["kind"], inside["elsewhere"]) == ("covered", [])
    assert inside["partnerships"][0]["reach"] == "Works in part of Breckland, Thetford."
    assert (outside["kind"], outside["partnerships"]) == ("in part", [])
    assert [entry["slug"] for entry in outside["elsewhere"]] == ["thetford-lcep"]


def test_what_is_not_known_is_an_answer_too(client):
    assert find(client, "zzzzzz")["kind"] == "not found"


@pytest.mark.parametrize("query", ["", "?q=", "?q=+", "?place=Leeds", "?q=Leeds&page=2", "?q=Leeds&q=York"])
def test_a_question_the_finder_cannot_read_is_refused(client, query):
    response = client.get(f"/api/v1/find/{query}")

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
