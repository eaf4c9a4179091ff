"""What is told of places in a local authority of which partnerships work in parts only."""

import pytest

from partnerships import finder
from partnerships.finder.answers import Covered, InPart, Several
from partnerships.vocabulary import AuthorityType, Scope
from tests.area_parts import make_part
from tests.factories import make_authority, make_partnership, make_region
from tests.postcode_lists import make_postcode
from tests.reading import words_of

pytestmark = pytest.mark.django_db
NORTH_YORKSHIRE, BATH = "E06000065", "E06000022"
SCARBOROUGH = "TS13 YO11 YO12 YO13 YO14 YO21 YO22"


@pytest.fixture
def north_yorkshire():
    """North Yorkshire with a postcode in Scarborough and one in Skipton, and a town near each in our files."""
    make_postcode("YO11 1AA", NORTH_YORKSHIRE, 504_000, 488_000)
    make_postcode("BD23 1AA", NORTH_YORKSHIRE, 399_000, 451_000)
    return make_authority(
        name="North Yorkshire",
        gss_code=NORTH_YORKSHIRE,
        type=AuthorityType.UNITARY,
        region=make_region(name="Yorkshire and The Humber"),
        easting=440_000,
        northing=470_000,
    )


@pytest.fixture
def scarborough(north_yorkshire):
    """A partnership of the former district of Scarborough."""
    partnership = make_partnership(
        [north_yorkshire], name="Scarborough LCEP", scope=Scope.TOWN, coverage_note="By the sea."
    )
    make_part(
        partnership,
        kind="former",
        name="Scarborough",
        postcode_districts=SCARBOROUGH,
        easting=500_000,
        northing=490_000,
    )
    return partnership


@pytest.mark.parametrize("text", ["YO11 1AA", "YO11", "Scarborough", "Whitby", "Filey"])
def test_a_place_in_the_part_is_covered(scarborough, text):
    answer = finder.answer(text)

    assert (type(answer), answer.heading) == (Covered, f"Scarborough LCEP covers {text}")
    assert answer.coverage.reaches[0].sentence == (
        "Works in part of North Yorkshire, the former district of Scarborough."
    )


@pytest.mark.parametrize("text", ["BD23 1AA", "BD23", "Skipton", "Ripon", "Harrogate", "Selby", "Craven"])
def test_a_place_outside_the_part_is_told_so_and_who_is_nearest(scarborough, text):
    make_partnership([make_authority(easting=410_000, northing=450_000)], name="Next door")

    answer = finder.answer(text)

    assert (type(answer), answer.heading) == (
        InPart,
        f"Scarborough LCEP works in part of North Yorkshire, not known to reach {text}",
    )
    assert [reach.partnership.name for reach in answer.coverage.elsewhere] == ["Scarborough LCEP"]
    assert {card.partnership.name for card in answer.nearest} == {"Next door", "Scarborough LCEP"}


def test_a_part_we_know_no_postcodes_of_says_so_and_its_name_leads_to_who_works_there(client, north_yorkshire):
    partnership = make_partnership([north_yorkshire], name="Top Secret")
    make_part(partnership, kind="town", name="Newtown Weald", postcode_districts="")

    answer = finder.answer("BD23 1AA")
    named = words_of(client.get("/find/?q=newtown+weald"))

    assert answer.heading == "Top Secret may cover BD23 1AA"
    assert answer.coverage.reaches[0].sentence == (
        "Works in part of North Yorkshire, Newtown Weald. We do not know which postcodes that takes in."
    )
    assert "Newtown Weald is in North Yorkshire. Top Secret is a partnership in North Yorkshire." in named
    assert "we do not know which postcodes that takes in" in words_of(client.get(partnership.get_absolute_url()))


def test_a_part_whose_postcodes_are_known_is_found_as_a_place(scarborough):
    make_part(scarborough, kind="town", name="Whitby", postcode_districts="YO21 YO22")

    assert finder.answer("Whitby").heading == "Scarborough LCEP covers Whitby"


def test_the_nearest_are_measured_to_the_part(scarborough):
    [card] = finder.answer("BD23 1AA").nearest

    assert card.partnership.metres == pytest.approx(((500_000 - 399_000) ** 2 + (490_000 - 451_000) ** 2) ** 0.5)


def test_of_the_whole_authority_it_says_that_it_works_in_part_of_it(scarborough):
    answer = finder.answer("North Yorkshire")

    assert (type(answer), answer.heading) == (Covered, "Scarborough LCEP works in part of North Yorkshire")
    assert answer.coverage.is_in_part


def test_one_that_works_in_all_of_it_covers_what_another_s_part_does_not(scarborough, north_yorkshire):
    make_partnership([north_yorkshire], name="County LCEP")

    outside, inside = finder.answer("Skipton"), finder.answer("YO11 1AA")

    assert (type(outside), outside.heading) == (Covered, "County LCEP covers Skipton")
    assert [reach.partnership.name for reach in outside.coverage.elsewhere] == ["Scarborough LCEP"]
    assert (type(inside), inside.coverage.elsewhere) == (Several, [])


def test_where_the_districts_of_a_part_are_not_known_it_may_cover_a_place(north_yorkshire):
    make_part(make_partnership([north_yorkshire], name="Moor LCEP"), kind="town", name="Moor", postcode_districts="")

    assert finder.answer("Skipton").heading == "Moor LCEP may cover Skipton"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Bath", "Bath CEP covers Bath"),
        ("BA1 1AA", "Bath CEP covers BA1 1AA"),
        ("BS31 1AA", "Bath CEP may cover BS31 1AA"),
        ("Bath and North East Somerset", "Bath CEP works in part of Bath and North East Somerset"),
    ],
)
def test_a_place_that_the_note_of_a_partnership_names_is_covered(text, heading):
    authority = make_authority(name="Bath and North East Somerset", gss_code=BATH)
    make_partnership([authority], name="Bath CEP", coverage_note="Bath, listed here as its authority.")
    make_postcode("BA1 1AA", BATH, 375_000, 165_000)
    make_postcode("BS31 1AA", BATH, 365_000, 168_000)

    assert finder.answer(text).heading == heading


def test_a_note_that_names_the_whole_authority_is_of_no_part_of_it():
    swale = make_authority(name="Swale", gss_code="E07000113")
    make_partnership([swale], name="Swale CEP", coverage_note="Swale, which takes in the Isle of Sheppey.")

    assert finder.answer("Swale").heading == "Swale CEP works in Swale"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Bristol", "Hubs works in Bristol"),
        ("Stroud", "Hubs may work in Stroud"),
        ("GL5 1AA", "Hubs may cover GL5 1AA"),
    ],
)
def test_where_words_tell_of_several_authorities_it_may_work_in_each_they_do_not_name(text, heading):
    places = [
        make_authority(name=name, gss_code=code) for name, code in [("Bristol", "E06000023"), ("Stroud", "E07000082")]
    ]
    make_partnership(places, name="Hubs", coverage_note="Bristol, and parts around it.")
    make_postcode("GL5 1AA", "E07000082", 385_000, 205_000)

    assert finder.answer(text).heading == heading


def test_a_beginning_in_several_authorities_goes_by_the_parts_of_each(scarborough, client):
    redcar = make_authority(name="Redcar and Cleveland", gss_code="E06000003")
    make_partnership([redcar], name="Tees Valley")
    for code, area in [("TS13 4AA", NORTH_YORKSHIRE), ("TS13 5AA", "E06000003"), ("TS9 5AA", NORTH_YORKSHIRE)]:
        make_postcode(code, area)
    make_postcode("TS9 6AA", "E06000003")

    inside, outside = finder.answer("TS13"), finder.answer("TS9")

    assert {row.authority.name: [each.name for each in row.covering] for row in inside.rows} == {
        "North Yorkshire": ["Scarborough LCEP"],
        "Redcar and Cleveland": ["Tees Valley"],
    }
    rows = {row.authority.name: row for row in outside.rows}
    assert (rows["North Yorkshire"].covering, rows["North Yorkshire"].working_count) == ([], 0)
    assert [each.name for each in rows["North Yorkshire"].elsewhere] == ["Scarborough LCEP"]
    assert (outside.partnership_count, [card.partnership.name for card in outside.cards]) == (1, ["Tees Valley"])
    assert "works in another part of it" in words_of(client.get("/find/", {"q": "TS9"}))
    found = client.get("/api/v1/find/", {"q": "TS9"}).json()
    assert [entry["name"] for entry in found["partnerships"]] == ["Tees Valley"]
