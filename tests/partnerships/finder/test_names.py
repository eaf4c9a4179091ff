"""What a visitor who types a name is told."""

import datetime

import pytest

from partnerships import finder
from partnerships.finder.answers import Areas, ThePage, ThePartnership, WhichOne
from partnerships.finder.suggestions import suggested
from partnerships.finder.wording import described, share_in_words
from partnerships.models import CouncilSuccession, LocalAuthority
from partnerships.vocabulary import AuthorityType, NameKind, Scope, Stage
from tests.councils import ELMBRIDGE, change_councils, make_succession, make_surrey
from tests.factories import make_authority, make_bridge, make_partnership, make_region
from tests.postcode_lists import LEEDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    """Leeds, in Yorkshire."""
    region = make_region(name="Yorkshire and The Humber")
    return make_authority(name="Leeds", gss_code=LEEDS, type=AuthorityType.METROPOLITAN, region=region)


def labels(choices):
    return [choice.label for choice in choices]


@pytest.mark.parametrize("text", ["Leeds", "leeds city council", "City of Leeds", "LEEDS, UK"])
def test_an_authority_is_known_by_name(leeds, text):
    make_partnership([leeds], name="Leeds33")

    answer = finder.answer(text)

    assert answer.heading == "Leeds33 covers Leeds"
    assert answer.lede == "Leeds is a council area in Yorkshire and The Humber."


def test_a_town_says_which_authority_it_is_in():
    north_yorkshire = make_authority(name="North Yorkshire", gss_code="E06000065", type=AuthorityType.UNITARY)
    make_partnership([north_yorkshire], name="Scarborough LCEP", scope=Scope.TOWN)

    answer = finder.answer("whitby")

    assert answer.heading == "Scarborough LCEP may cover Whitby"
    assert answer.lede.startswith("Whitby is in North Yorkshire, in Region")


def test_a_town_without_a_partnership_measures_from_itself():
    make_authority(name="North Yorkshire", gss_code="E06000065", easting=430_000, northing=470_000)
    make_partnership([make_authority(easting=489_821, northing=510_149)], name="Out at sea")

    answer = finder.answer("Whitby")

    assert [card.partnership.metres for card in answer.nearest] == [pytest.approx(1000, abs=5)]
    assert answer.measured_from == "Whitby"


def test_an_old_council_leads_to_the_new_one():
    make_authority(name="Cumberland", gss_code="E06000063", type=AuthorityType.UNITARY)

    answer = finder.answer("Carlisle City Council")

    assert answer.lede.startswith(
        "Carlisle had a council of its own until 1 April 2023. It is now in Cumberland, in Region"
    )


def test_a_renamed_council_says_since_when():
    make_authority(name="Folkestone and Hythe", gss_code="E07000112")

    assert finder.answer("Shepway").lede.startswith("Shepway has been called Folkestone and Hythe since 1 April 2018.")


def test_an_old_county_lists_the_authorities_of_today():
    make_authority(name="Westmorland and Furness", gss_code="E06000064")
    make_authority(name="Cumberland", gss_code="E06000063")

    answer = finder.answer("Cumbria")

    assert (type(answer), answer.heading) == (Areas, "Partnerships in Cumbria")
    assert answer.lede == (
        "Cumbria had a council of its own until 1 April 2023. "
        "Its area is now in Cumberland and Westmorland and Furness."
    )
    assert [(row.authority.name, row.share) for row in answer.rows] == [
        ("Cumberland", ""),
        ("Westmorland and Furness", ""),
    ]


def test_a_county_lists_its_districts():
    for name in ("Dover", "Thanet"):
        make_authority(name=name, county="Kent")

    answer = finder.answer("Kent")

    assert answer.lede.startswith("Kent has 2 local authorities.")
    assert [row.authority.name for row in answer.rows] == ["Dover", "Thanet"]


def test_a_partnership_is_found_by_an_old_name(leeds):
    make_partnership([leeds], name="Leeds33").names.create(name="LeedsCEP", kind=NameKind.FORMER)

    answer = finder.answer("leedscep")

    assert (type(answer), answer.heading) == (ThePartnership, "Leeds33")
    assert answer.lede == "LeedsCEP is another name of it. Leeds33 is a partnership in Leeds."


def test_a_proposed_partnership_is_not_called_one(leeds):
    make_partnership([leeds], name="Leeds idea", stage=Stage.PROPOSED)

    assert finder.answer("Leeds idea").lede == "Leeds idea is a place where a partnership was proposed in Leeds."


def test_a_region_and_a_bridge_organisation_lead_to_their_pages():
    bridge = make_bridge(name="Curious Minds")
    region = make_region(name="North West", gss_code="E12000002")
    make_partnership([make_authority(region=region, bridge=bridge)])

    of_region, of_bridge = finder.answer("the north west"), finder.answer("Curious Minds")

    assert (type(of_region), of_region.page) == (ThePage, region)
    assert of_region.lede == "The North West is a region of 1 local authority. 1 partnership works in it."
    assert (type(of_bridge), of_bridge.page) == (ThePage, bridge)


def test_a_name_of_several_places_asks_which():
    make_authority(name="Isle of Wight", gss_code="E06000046")

    answer = finder.answer("Newport")

    assert (type(answer), answer.heading) == (WhichOne, "Which Newport do you mean?")
    assert labels(answer.choices)[:2] == ["Newport, Wales", "Newport, Isle of Wight"]
    assert finder.answer(answer.choices[1].query).lede.startswith("Newport is in the Isle of Wight")


def test_the_short_name_of_several_partnerships_asks_which():
    for town in ("Bath", "Bolton"):
        make_partnership(name=f"{town} Cultural Education Partnership").names.create(name="BCEP", kind=NameKind.SHORT)

    answer = finder.answer("BCEP")

    assert answer.heading == "Which BCEP do you mean?"
    assert sorted(labels(answer.choices)) == [
        "Bath Cultural Education Partnership",
        "Bolton Cultural Education Partnership",
    ]


def test_namesakes_of_an_authority_are_offered_beside_it():
    make_authority(name="Preston", gss_code="E07000123")
    make_authority(name="Rutland", gss_code="E06000017")

    answer = finder.answer("Preston")

    assert answer.coverage.authority.name == "Preston"
    assert "Preston, Rutland" in labels(answer.others)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Cardiff", "Cardiff is in Wales"),
        ("Edinburgh", "Edinburgh is in Scotland"),
        ("Wales", "Wales has its own arts council"),
        ("Jersey", "Jersey has its own arts council"),
        ("Isle of Man", "The Isle of Man has its own arts council"),
    ],
)
def test_places_elsewhere_are_known_by_name(text, heading):
    assert finder.answer(text).heading == heading


def test_a_misspelt_name_has_the_likeliest_to_choose():
    assert labels(finder.answer("Brimingham").choices)[0] == "Birmingham"


def test_an_authority_is_described_by_kind_county_and_region():
    district = make_authority(county="Kent", region=make_region(name="South East"))
    borough = make_authority(type=AuthorityType.LONDON, region=make_region(name="London"))

    assert described(district) == "a district of Kent in the South East"
    assert described(borough) == "a London borough"


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        (1, "all its postcodes"),
        (0.999, "99% of its postcodes"),
        (0.5, "50% of its postcodes"),
        (0.004, "under 1% of its postcodes"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(part, sentence):
    assert share_in_words(part) == sentence


def test_a_town_that_had_its_own_council_measures_from_the_town():
    make_authority(name="Cumberland", gss_code="E06000063", easting=310_000, northing=530_000)
    make_partnership([make_authority(easting=340_000, northing=556_000)], name="Near Carlisle")

    answer = finder.answer("Carlisle")

    assert answer.measured_from == "Carlisle"
    assert [card.partnership.metres < 3000 for card in answer.nearest] == [True]


@pytest.mark.parametrize("text", ["East Surrey", "east surrey council"])
def test_a_council_to_come_leads_to_those_whose_place_it_is_planned_to_take(text):
    make_surrey()
    CouncilSuccession.objects.update(on=datetime.date(2127, 4, 1))
    make_partnership([LocalAuthority.objects.get(name="Tandridge")], name="Arts in Tandridge")

    answer = finder.answer(text)

    assert (type(answer), answer.heading) == (
        Areas,
        "A local authority called East Surrey is planned from 1 April 2127",
    )
    assert answer.lede == (
        "It is to take the place of Elmbridge and Tandridge. Until it has, these are the local authorities."
    )
    assert [(row.authority.name, [str(each) for each in row.covering]) for row in answer.rows] == [
        ("Elmbridge", []),
        ("Tandridge", ["Arts in Tandridge"]),
    ]
    assert suggested("east sur")["Places"] == ["East Surrey"]


def test_a_council_to_come_in_the_place_of_one_leads_to_that_one():
    make_authority(name="Elmbridge", gss_code=ELMBRIDGE, region=make_region(name="South East"))
    make_succession()

    assert finder.answer("East Surrey").lede == (
        "A local authority called East Surrey was planned from 1 April 2026, in the place of Elmbridge, a council area "
        "in the South East."
    )


def test_a_council_that_has_come_is_found_as_any_and_one_that_only_gets_another_code_is_no_other():
    make_surrey()
    change_councils()
    assert finder.answer("East Surrey").lede.startswith("East Surrey is a ")

    make_authority(name="Dover", gss_code="E07000108")
    make_succession("E07000108", "Dover", successor_name="Dover")
    assert finder.answer("Dover").lede.startswith("Dover is a ")


@pytest.mark.parametrize("text", ["CapeUK", "cape uk", "We Are IVE", "Old Bridge"])
def test_a_bridge_organisation_is_found_by_each_of_its_other_names(text):
    bridge = make_bridge(name="IVE", other_names="CapeUK, Cape UK, We Are IVE; Old Bridge")

    assert finder.answer(text).page == bridge


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("Leeds, Kent", "Kent"),
        ("Leeds, Xyzzy, Kent", "Xyzzy, Kent"),
        ("Leeds", ""),
        ("Leeds,", ""),
        ("Leeds, England", ""),
        ("Leeds, West Yorkshire, UK", ""),
        ("Leeds, Yorkshire and The Humber", ""),
    ],
)
def test_what_stands_behind_a_comma_is_not_left_out_in_silence(text, left_out):
    make_authority(name="Leeds", gss_code="E08000035", region=make_region(name="Yorkshire and The Humber"))
    meaning = finder.resolve(text)

    assert getattr(meaning, "hint", "") == (f"We know Leeds in England, but not “{left_out}”." if left_out else "")
