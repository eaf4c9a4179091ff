"""What a visitor who types a postcode is told, and how much of the database is asked for it."""

import pytest

from partnerships import finder
from partnerships.finder.answers import (
    Areas,
    Closed,
    Covered,
    NotFound,
    OutsideEngland,
    Proposed,
    Several,
    Uncovered,
)
from partnerships.models import PostcodeEdition
from partnerships.schools import kept
from partnerships.vocabulary import AuthorityType, NameKind, PublicationState, Scope, Stage
from tests.factories import make_authority, make_partnership, make_region
from tests.postcode_lists import ISLINGTON, LEEDS, THANET, make_postcode

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    """Leeds, on the map, with a postcode in it."""
    make_postcode("LS1 3AB", LEEDS, 429_000, 433_000)
    return make_authority(
        name="Leeds",
        gss_code=LEEDS,
        type=AuthorityType.METROPOLITAN,
        region=make_region(name="Yorkshire and The Humber"),
        easting=430_000,
        northing=433_000,
    )


@pytest.fixture
def edition():
    """The edition of the list in use."""
    return PostcodeEdition.objects.create(
        name="ONS Postcode Directory, November 2025", source="a test", fingerprint="1", attribution="Thanks", rows=1
    )


def test_a_postcode_one_partnership_covers_names_it(leeds):
    make_partnership([leeds], name="Leeds33")

    answer = finder.answer("ls13ab")

    assert type(answer) is Covered
    assert answer.heading == "Leeds33 covers LS1 3AB"
    assert answer.lede == "LS1 3AB is in Leeds, in Yorkshire and The Humber."
    assert (answer.notes, answer.is_postcode, answer.near) == ((), True, "LS1 3AB")


@pytest.mark.parametrize("fields", [{"scope": Scope.TOWN}, {"coverage_note": "Three wards."}])
def test_a_partnership_of_part_of_an_authority_only_may_cover_a_postcode(leeds, fields):
    make_partnership([leeds], name="Otley LCEP", **fields)

    assert finder.answer("LS1 3AB").heading == "Otley LCEP may cover LS1 3AB"
    assert finder.answer("Leeds").heading == "Otley LCEP works in part of Leeds"


def test_several_partnerships_come_smallest_first_and_say_how_they_differ(leeds):
    make_partnership([leeds, make_authority()], name="Wide")
    make_partnership([leeds], name="Narrow")

    answer = finder.answer("LS1 3AB")

    assert type(answer) is Several
    assert answer.heading == "2 partnerships work in Leeds"
    assert [reach.sentence for reach in answer.coverage.reaches] == [
        "Works in Leeds alone.",
        "Works in Leeds and one other local authority.",
    ]


@pytest.mark.parametrize(
    ("stage", "kind", "heading"),
    [
        (None, Uncovered, "We know of no partnership for LS1 3AB"),
        (Stage.PROPOSED, Proposed, "We know of no partnership for LS1 3AB yet, but one was proposed"),
        (Stage.ENDED, Closed, "The partnership for Leeds has closed"),
    ],
)
def test_without_a_partnership_the_nearest_are_told_from_the_postcode(leeds, stage, kind, heading):
    if stage:
        make_partnership([leeds], stage=stage)
    make_partnership([make_authority(easting=432_000, northing=437_000)], name="Near")
    make_partnership([make_authority(easting=529_000, northing=433_000)], name="Far")

    answer = finder.answer("LS1 3AB")

    assert (type(answer), answer.heading) == (kind, heading)
    assert [(card.partnership.name, card.partnership.metres) for card in answer.nearest] == [
        ("Near", pytest.approx(5000)),
        ("Far", pytest.approx(100_000)),
    ]
    assert answer.measured_from == "LS1 3AB"


def test_from_an_authority_the_nearest_are_told_from_its_middle(leeds):
    make_partnership([make_authority(easting=433_000, northing=437_000)], name="Near")

    answer = finder.answer("Leeds")

    assert [card.partnership.metres for card in answer.nearest] == [pytest.approx(5000)]
    assert answer.measured_from == "the middle of Leeds"


def test_drafts_cover_nothing(leeds):
    make_partnership([leeds], publication=PublicationState.DRAFT)

    assert type(finder.answer("LS1 3AB")) is Uncovered


def test_a_slip_is_read_as_it_was_meant_and_told(leeds):
    answer = finder.answer("LSI 3AB")

    assert answer.notes == ("Showing LS1 3AB. There is no postcode “LSI 3AB”.",)
    assert answer.heading == "We know of no partnership for LS1 3AB"


def test_a_postcode_out_of_use_says_since_when(leeds):
    make_postcode("LS1 1AA", LEEDS, 429_000, 433_000, terminated="2019-06")

    answer = finder.answer("LS1 1AA")

    assert answer.notes == ("LS1 1AA went out of use in June 2019. This is where it was.",)
    assert answer.lede.startswith("LS1 1AA is in Leeds")


def test_an_unknown_postcode_is_answered_by_its_neighbours_and_the_list_is_dated(leeds, edition):
    answer = finder.answer("LS1 3ZZ")

    assert answer.lede.startswith("Every postcode that begins LS1 3 is in Leeds")
    assert answer.notes == (
        "We do not know LS1 3ZZ. It may be newer than our list, the ONS Postcode Directory, November 2025. "
        "This is the answer for postcodes that begin LS1 3.",
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("AB1 2AD", "We know no postcode that begins AB1. Check it, or enter the name of a town or council"),
        ("BX1 1LT", "BX postcodes have no place: banks and other large organisations use them. "),
        ("BF1 0AX", "BF postcodes are those of the British Forces and have no place in England. "),
        ("LS", "Enter more of the postcode than “LS”, for example LS1 3AB"),
        (
            "ZZ9 9ZZ",
            "Enter a full UK postcode, for example LS1 3AB, or the name of a school, town, council or partnership",
        ),
        (
            "12345",
            "Enter a full UK postcode, for example LS1 3AB, or the name of a school, town, council or partnership",
        ),
        ("", "Enter a full UK postcode, for example LS1 3AB, or the name of a school, town, council or partnership"),
        ("qqqqqq", "We know no place, council, school or partnership called “qqqqqq”. Check the spelling, "),
        (
            "Brimingham",
            "We know no place, council, school or partnership called “Brimingham”. Did you mean one of those below?",
        ),
    ],
)
def test_what_leads_nowhere_says_what_to_type_instead(edition, text, error):
    answer = finder.answer(text)

    assert isinstance(answer, NotFound)
    assert answer.heading.startswith(error)


def test_without_a_list_the_visitor_is_asked_for_a_name():
    assert finder.answer("LS1 3AB").heading.startswith("Postcodes are still to be loaded on this site.")


def test_a_postcode_without_a_place_is_answered_by_its_neighbours(leeds):
    make_postcode("LS1 9ZZ")

    answer = finder.answer("LS1 9ZZ")

    assert answer.lede.startswith("Every postcode that begins LS1 is in Leeds")
    assert "belong to a PO box or a large organisation" in answer.notes[0]


def test_a_postcode_whose_neighbours_have_no_place_either_says_so():
    make_postcode("GIR 0AA")

    answer = finder.answer("GIR 0AA")

    assert (type(answer), answer.heading, answer.rows) == (Areas, "We do not know where GIR 0AA is", [])


@pytest.mark.parametrize(
    ("code", "area", "heading", "names"),
    [
        ("CF10 1AA", "W", "CF10 1AA is in Wales", ["Arts Council of Wales"]),
        ("EH1 1AA", "S", "EH1 1AA is in Scotland", ["Creative Scotland"]),
        ("BT1 1AA", "N", "BT1 1AA is in Northern Ireland", ["Arts Council of Northern Ireland"]),
        ("JE2 3AB", "L", "JE2 3AB is in Jersey", ["ArtHouse Jersey"]),
        ("GY1 1AA", "L", "GY1 1AA is in the Bailiwick of Guernsey", ["Guernsey Arts"]),
        ("IM1 1AA", "M", "IM1 1AA is in the Isle of Man", ["Isle of Man Arts Council"]),
    ],
)
def test_elsewhere_the_arts_council_there_is_named(code, area, heading, names):
    make_postcode(code, area)
    outward = code.partition(" ")[0]

    answer, of_beginning = finder.answer(code), finder.answer(outward)

    assert (type(answer), answer.heading) == (OutsideEngland, heading)
    assert [council.name for council in answer.arts_councils] == names
    assert of_beginning.heading == heading.replace(code, outward)


def test_part_of_a_postcode_in_several_authorities_lists_them_with_their_shares(leeds):
    thanet = make_authority(name="Thanet", gss_code=THANET)
    make_partnership([thanet], name="Thanet LCEP")
    make_postcode("LS1 4AB", THANET)
    make_postcode("LS1 5AB", LEEDS)
    make_postcode("LS1 5AC", "S")

    answer = finder.answer("LS1")

    assert (type(answer), answer.heading) == (Areas, "LS1 lies in England and Scotland")
    assert [(row.authority.name, row.share) for row in answer.rows] == [
        ("Leeds", "50% of its postcodes"),
        ("Thanet", "25% of its postcodes"),
    ]
    assert answer.notes == ("Part of it is in Scotland: 25% of its postcodes.",)
    assert [card.partnership.name for card in answer.cards] == ["Thanet LCEP"]


def test_ls13_that_no_postcode_begins_with_is_taken_for_a_sector(leeds):
    answer = finder.answer("LS13")

    assert answer.lede.startswith("Every postcode that begins LS1 3 is in Leeds")


def test_a_beginning_nothing_has_is_widened_and_told(leeds):
    answer = finder.answer("LS1 8")

    assert answer.notes == ("We know no postcode that begins LS1 8. This is the answer for LS1.",)


def test_a_beginning_among_other_words_is_told(leeds):
    answer = finder.answer("somewhere in LS1")

    assert answer.notes == ("This is the answer for LS1, which we read in “somewhere in LS1”.",)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    "asked",
    [
        *(("LS1 3AB", 10), ("LS1 9ZZ", 12), ("LS1", 9), ("N1", 11)),
        *(("Kent", 17), ("Leeds", 14), ("CF10 1AA", 1), ("BCEP", 7)),
    ],
)
def test_an_answer_takes_as_many_queries_however_much_there_is(
    leeds, kept_snapshot, django_assert_num_queries, number, asked
):
    make_postcode("CF10 1AA", "W")
    make_postcode("N1 1AA", LEEDS)
    make_authority(name="Islington", gss_code=ISLINGTON)
    for index in range(number):
        make_postcode(f"N1 {index}AB", ISLINGTON)
        make_partnership([leeds])
        make_partnership([make_authority(county="Kent"), make_authority(county="Kent")], stage=Stage.PROPOSED)
        district = make_authority(county="Kent")
        for _ in range(2):
            make_partnership([district]).names.create(name="BCEP", kind=NameKind.SHORT)
    kept_snapshot()
    # That of another test may be kept.
    kept.current()
    text, queries = asked

    with django_assert_num_queries(queries):
        finder.answer(text)
