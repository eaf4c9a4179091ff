"""How many schools lie in a place, and that its pages say so."""

import pytest

from partnerships.coverage.school_counts import by_authority, schools_in
from partnerships.models import LocalAuthority, School
from partnerships.search.snapshot.area_parts import AreaPart
from partnerships.vocabulary import SchoolState
from tests.area_parts import make_part
from tests.factories import make_authority, make_bridge, make_partnership, make_region
from tests.reading import words_of
from tests.schools import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    """Leeds with three state-funded schools that are open, in two postcode districts, and others that do not count."""
    leeds = make_authority(name="Leeds", region=make_region(name="Yorkshire"), bridge=make_bridge(name="IVE"))
    for number, postcode in enumerate(["LS11 5TT", "LS11 6AA", "LS1 3AB"]):
        make_school(f"School {number}", authority=leeds, postcode=postcode)
    make_school("Closed", authority=leeds, state=SchoolState.CLOSED)
    make_school("Independent", authority=leeds, is_state_funded=False)
    make_school("Nowhere", authority=None)
    return leeds


def test_state_funded_schools_that_are_open_count_where_they_lie(leeds):
    other = make_authority()

    assert by_authority() == {leeds.gss_code: 3}
    assert schools_in([leeds.gss_code]) == schools_in([leeds.gss_code, other.gss_code]) == 3
    assert schools_in([other.gss_code]) == 0


def test_without_a_register_nothing_is_known():
    assert schools_in([make_authority().gss_code]) is None


@pytest.mark.parametrize(
    ("districts", "number"), [([("LS11",)], 2), ([("LS11",), ("LS1",)], 3), ([("LS9",)], 0), ([("LS11",), ()], None)]
)
def test_in_part_of_an_authority_only_its_districts_count(leeds, districts, number):
    parts = [AreaPart(leeds.slug, leeds.gss_code, "district", str(codes), codes) for codes in districts]

    assert schools_in([leeds.gss_code], parts) == number


def test_the_number_is_asked_for_once_and_follows_a_merger(leeds, django_assert_num_queries):
    with django_assert_num_queries(1):
        schools_in([leeds.gss_code])
    new = make_authority(name="Greater Leeds")
    School.objects.filter(authority=leeds).update(authority=new)

    assert schools_in([new.gss_code]) == 3


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/authorities/leeds/", "State-funded schools 3"),
        ("/regions/yorkshire/", "3 state-funded schools lie here."),
        ("/bridges/ive/", "3 state-funded schools lie there."),
        ("/partnerships/leeds33/", "State-funded schools 3"),
    ],
)
def test_pages_say_how_many_there_are(client, leeds, path, said):
    make_partnership([leeds], name="Leeds33")

    assert said in words_of(client.get(path))


def test_before_there_is_a_register_pages_say_nothing_of_schools(client, leeds):
    School.objects.all().delete()

    for row in (leeds, LocalAuthority.objects.get().region):
        assert "State-funded" not in words_of(client.get(row.get_absolute_url()))


def test_programs_are_told_how_many_schools_lie_in_an_area(client, leeds):
    make_partnership([leeds], name="Whole", bridge=leeds.bridge)
    part = make_partnership([leeds], name="Part", bridge=leeds.bridge)
    for name, districts in {"Beeston": "LS11", "Holbeck": "LS10 LS11"}.items():
        make_part(part, leeds, name=name, postcode_districts=districts)
    make_partnership(name="Nowhere known", bridge=leeds.bridge).authorities.clear()

    paths = ["partnerships/whole", "partnerships/part", "partnerships/nowhere-known", "bridges/ive"]
    paths += ["regions/yorkshire", "authorities/leeds"]
    told = [client.get(f"/api/v1/{path}/").json()["result"]["schools"] for path in paths]

    assert told == [3, 2, None, 3, 3, 3]


def test_without_a_register_programs_are_told_nothing(client):
    make_partnership([make_authority()], name="Whole")

    assert client.get("/api/v1/partnerships/whole/").json()["result"]["schools"] is None
