"""The committed directory data: the counts and links that make it a true picture of its sources."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Q

from lcep_site.loading.merging import load
from members.models import MemberOrganisation, Membership
from partnerships.coverage.extents import reach_in_words
from partnerships.models import (
    BridgeOrganisation,
    DeprivationFigures,
    Development,
    LocalAuthority,
    Partnership,
    PartnershipLink,
    PartnershipPriority,
    PresentSupport,
    Programme,
    ProgrammeParticipation,
    PublishedElsewhere,
    Region,
    Sector,
    StoryFact,
    StrategicPriority,
    SupportOffer,
)
from partnerships.vocabulary import LinkKind, MembershipRole, NameKind, Stage, StoryKind, SupportAnswer
from tests.lcep_site.directory_files import every_row

DIRECTORY = settings.BASE_DIR / "fixtures" / "directory"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


@pytest.fixture(scope="module")
def directory(prepared_data):
    """The real directory, loaded once for this file and taken back after it."""
    with prepared_data():
        load(DIRECTORY, lambda tally: None)
        yield


def names(rows) -> set[str]:
    """Return the names of `rows`."""
    return set(rows.values_list("name", flat=True))


def territory(bridge: str):
    """Return the authorities in a Bridge Organisation's territory."""
    return LocalAuthority.objects.filter(bridge__slug=bridge)


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (Region.objects.all(), 9),
        (LocalAuthority.objects.all(), 296),
        (BridgeOrganisation.objects.all(), 10),
        (DeprivationFigures.objects.filter(year=2025), 296),
        (DeprivationFigures.objects.all(), 296),
        (Partnership.objects.published().formed(), 119),
        (Partnership.objects.published().proposed(), 11),
        (Membership.objects.belonging(), 440),
        (Membership.objects.in_projects(), 152),
        (Membership.objects.filter(role=MembershipRole.FUNDER), 41),
        (Membership.objects.filter(role=MembershipRole.HOST), 58),
        (Membership.objects.filter(role=MembershipRole.STEERING), 74),
        (Membership.objects.exclude(as_of=""), 201),
        (MemberOrganisation.objects.all(), 593),
        (StrategicPriority.objects.all(), 14),
        (PartnershipPriority.objects.all(), 331),
        (PartnershipPriority.objects.exclude(as_of=""), 112),
        (PublishedElsewhere.objects.published(), 190),
        (PublishedElsewhere.objects.exclude(date=""), 93),
        (StoryFact.objects.all(), 255),
        (StoryFact.objects.filter(kind=StoryKind.AFTER_BRIDGE), 25),
        (Partnership.objects.exclude(stage_as_of=""), 87),
        (Partnership.objects.exclude(joining_page=""), 32),
        (PartnershipLink.objects.filter(kind=LinkKind.PAGE), 53),
        (Sector.objects.filter(is_usual=True), 8),
        (SupportOffer.objects.published(), 33),
        (PresentSupport.objects.published(), 36),
        (PresentSupport.objects.exclude(name=""), 32),
        (PresentSupport.objects.filter(answer=SupportAnswer.YES), 2),
        (PresentSupport.objects.filter(answer=SupportAnswer.NO), 8),
        (PresentSupport.objects.filter(bridge__isnull=False), 20),
        (PresentSupport.objects.filter(is_national=True), 9),
        (PresentSupport.regions.through.objects.all(), 22),
        (PresentSupport.authorities.through.objects.all(), 82),
        (Development.objects.published(), 38),
        (Development.objects.filter(is_planned=True), 8),
        (Programme.objects.published(), 28),
    ],
)
def test_the_directory_holds_what_its_sources_hold(rows, number):
    assert rows.all().count() == number


def test_the_regions_have_their_codes_from_north_to_south():
    assert [(region.gss_code, region.name) for region in Region.objects.all()] == [
        ("E12000001", "North East"),
        ("E12000002", "North West"),
        ("E12000003", "Yorkshire and The Humber"),
        ("E12000004", "East Midlands"),
        ("E12000005", "West Midlands"),
        ("E12000006", "East of England"),
        ("E12000007", "London"),
        ("E12000008", "South East"),
        ("E12000009", "South West"),
    ]


def test_every_authority_has_a_place_in_england():
    here = Q(easting__range=(80_000, 660_000), northing__range=(5_000, 660_000))

    assert names(LocalAuthority.objects.exclude(here)) == set()


def test_the_figures_of_deprivation_are_of_the_authorities_each_with_a_rank_of_its_own():
    figures = DeprivationFigures.objects.all()

    assert {row.gss_code for row in figures} == set(LocalAuthority.objects.values_list("gss_code", flat=True))
    assert sorted(row.children_rank for row in figures) == list(range(1, 297))
    by_share = sorted(figures, key=lambda row: (-row.children_in_low_income_families, row.children_rank))
    assert [row.children_rank for row in by_share] == list(range(1, 297))


def test_the_figures_of_deprivation_are_those_of_their_source():
    leeds = DeprivationFigures.objects.get(gss_code="E08000035")

    assert (leeds.year, leeds.average_score, leeds.rank, leeds.children_rank) == (2025, 24.115, 86, 81)
    assert (leeds.share_in_most_deprived_tenth, leeds.children_in_low_income_families) == (0.1721, 0.402)
    assert leeds.source == (
        "English Indices of Deprivation 2025, Ministry of Housing, Communities and Local Government"
    )


def test_every_partnership_works_in_an_authority():
    assert names(Partnership.objects.filter(authorities=None)) == set()


def test_every_partnership_lies_in_the_territory_of_its_bridge_organisation():
    reaching_out = Partnership.authorities.through.objects.exclude(localauthority__bridge=F("partnership__bridge"))

    assert set(reaching_out.values_list("partnership__name", "localauthority__name")) == set()


def test_only_two_regions_are_shared_by_two_bridge_organisations():
    split = Region.objects.annotate(bridges=Count("authorities__bridge", distinct=True)).filter(bridges__gt=1)

    assert names(split) == {"East of England", "South East"}


def test_the_east_of_england_is_split_between_two_bridge_organisations():
    east = LocalAuthority.objects.filter(region__slug="east-of-england")
    festival_counties = ["Norfolk", "Suffolk", "Cambridgeshire"]
    opera_counties = ["Essex", "Hertfordshire"]
    opera_unitary = ["Southend-on-Sea", "Thurrock", "Bedford", "Central Bedfordshire", "Luton"]

    festival = Q(county__in=festival_counties) | Q(name="Peterborough")
    opera = Q(county__in=opera_counties) | Q(name__in=opera_unitary)

    assert names(territory("festival-bridge")) == names(east.filter(festival))
    assert names(territory("royal-opera-house-bridge").filter(region__slug="east-of-england")) == names(
        east.filter(opera)
    )
    assert east.filter(festival).count() + east.filter(opera).count() == east.count() == 45


def test_four_places_in_north_kent_are_with_the_royal_opera_house_and_the_rest_with_artswork():
    south_east = LocalAuthority.objects.filter(region__slug="south-east")
    north_kent = {"Medway", "Swale", "Dartford", "Gravesham"}

    assert names(south_east.filter(bridge__slug="royal-opera-house-bridge")) == north_kent
    assert names(territory("artswork")) == names(south_east) - north_kent
    assert names(territory("artswork").filter(county="Kent")) == {
        *("Ashford", "Canterbury", "Dover", "Folkestone and Hythe", "Maidstone", "Sevenoaks", "Thanet"),
        *("Tonbridge and Malling", "Tunbridge Wells"),
    }


def test_a_county_in_the_sources_means_each_of_its_districts():
    devon = LocalAuthority.objects.filter(county="Devon")

    assert names(Partnership.objects.get(slug="devon-cultural-education-partnership").authorities) == names(devon)
    assert devon.count() == 8


def test_a_county_and_some_of_its_districts_are_one_area():
    worcestershire = Partnership.objects.get(slug="worcestershire-cultural-education-partnership")

    assert names(worcestershire.authorities) == names(LocalAuthority.objects.filter(county="Worcestershire"))


def test_the_three_pilots_are_marked():
    pilots = Partnership.objects.filter(is_pilot=True)

    assert names(pilots) == {
        "Bristol Cultural Education Partnership",
        "Great Yarmouth Cultural Education Partnership",
        "Inspiring Futures",
    }
    assert set(Programme.objects.get(slug="lcep-pilots").participants.all()) == set(pilots)


def test_the_proposed_partnerships_are_the_focus_areas_and_those_under_discussion():
    suggested = Partnership.objects.filter(evidence__in=["focus area only", "under discussion"])

    assert set(suggested.values_list("stage", flat=True)) == {Stage.PROPOSED}
    assert names(suggested) == names(Partnership.objects.proposed())


def test_an_informal_group_and_a_network_of_hubs_are_emerging_and_say_what_they_are():
    others = Partnership.objects.formed().exclude(evidence="named as a partnership")

    assert set(others.values_list("name", "stage", "evidence")) == {
        ("Action for Cultural Education in Somerset", "emerging", "informal group"),
        (
            "Gloucestershire local cultural education hubs",
            *("emerging", "named as a network of hubs, not one partnership"),
        ),
    }
    hubs = Partnership.objects.get(summary__contains="in parts of the county")
    assert reach_in_words(hubs, hubs.authorities.all()[0], 6) == "Works in parts of Gloucestershire."


def test_one_organisation_in_several_partnerships_is_one_member():
    shared = MemberOrganisation.objects.annotate(number=Count("memberships")).filter(number__gt=1)

    assert shared.count() == 22
    assert {name: number for name, number in shared.values_list("name", "number") if number > 2} == {
        **{"Festival Bridge": 7, "Arts Connect": 5, "Artswork": 5, "Curious Minds": 5, "IVE": 5, "A New Direction": 3},
    }


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("leedscep", "leeds33"),
        ("leeds-cultural-education-partnership", "leeds33"),
        ("manchester-cultural-education-partnership", "made"),
        ("manchester-cep", "made"),
    ],
)
def test_the_address_of_a_former_name_leads_to_the_present_one(client, former, present):
    response = client.get(f"/partnerships/{former}/")

    assert (response.status_code, response.headers["Location"]) == (301, f"/partnerships/{present}/")


def test_no_name_is_that_of_another_entry():
    taken = names(Partnership.objects.all())

    assert names(Partnership.names.rel.related_model.objects.all()) & taken == set()


def test_leeds33_has_its_former_names_members_and_priorities():
    leeds = Partnership.objects.get(slug="leeds33")
    former = leeds.names.filter(kind=NameKind.FORMER)

    assert names(former) == {"LeedsCEP", "Leeds Cultural Education Partnership"}
    assert (leeds.memberships.count(), leeds.stated_priorities.count()) == (9, 5)
    assert (leeds.established, leeds.legal_form, leeds.checked_on) == ("2017-09", "Charity (CIO)", None)


def test_every_fact_has_a_source_and_says_how_well_it_is_supported():
    unsupported = Q(source="") | Q(confidence="")
    sourced = [
        *(BridgeOrganisation, Membership, PartnershipPriority, Programme, ProgrammeParticipation, StoryFact),
        *(SupportOffer, PresentSupport, Development),
    ]

    assert {model: list(model.objects.filter(unsupported)) for model in sourced} == {model: [] for model in sourced}
    assert names(Partnership.objects.filter(Q(sources=None) | Q(confidence=""))) == set()
    assert names(Partnership.objects.exclude(stage="").filter(Q(stage_source="") | Q(stage_confidence=""))) == set()


def test_nobody_has_checked_an_entry_yet():
    assert names(Partnership.objects.filter(checked_on__isnull=False)) == set()


def test_a_second_load_of_the_real_data_changes_nothing():
    before = every_row()
    tallies = []

    load(DIRECTORY, tallies.append)

    assert every_row() == before
    assert {tally.kind.name for tally in tallies if tally.counts["unchanged"] == 0} == set()
    assert [str(tally) for tally in tallies][:2] == ["Regions: 9 unchanged", "Bridges: 10 unchanged"]


@pytest.mark.postgresql
def test_after_a_load_the_database_knows_how_much_there_is():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'members_membership'")
        assert cursor.fetchone() == (633,)
