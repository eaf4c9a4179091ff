"""Which member organisations are found, and what each other choice would show."""

import pytest

from members.organisations.search import OrganisationResults
from partnerships.search import text_index
from partnerships.vocabulary import MembershipRole, PublicationState
from tests.factories import (
    make_authority,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
    make_sector,
)

pytestmark = pytest.mark.django_db


def names_found(query="", **choices):
    """Return the names of the organisations found, in order, from a fresh index."""
    text_index.rebuild()
    return [organisation.name for organisation in OrganisationResults(query, **choices).organisations]


def make_member(name="Found", partnership=None, membership=None, **fields):
    """Make an organisation that takes part in a partnership, and return it."""
    organisation = make_organisation(name=name, **fields)
    make_membership(organisation=organisation, partnership=partnership or make_partnership(), **membership or {})
    return organisation


def test_an_organisation_is_found_by_its_other_names():
    make_member(name="Theatre Royal", other_names="The Rep; Old Playhouse")
    make_member(name="Another")

    assert (names_found("playhouse"), names_found("the rep")) == (["Theatre Royal"], ["Theatre Royal"])


@pytest.mark.parametrize("query", ["theatre royal", "Théâtre", "royals"])
def test_an_organisation_is_found_by_its_name_however_it_is_written(query):
    make_member(name="Theatre Royal")
    make_member(name="Another")

    assert names_found(query) == ["Theatre Royal"]


@pytest.mark.parametrize("query", ["dover", "kent", "south east"])
def test_an_organisation_is_found_by_where_it_is(query):
    place = make_authority(name="Dover", county="Kent", region=make_region(name="South East"))
    make_member(authority=place)
    make_member(name="Another")

    assert names_found(query) == ["Found"]


@pytest.mark.parametrize("query", ["leeds33", "leedscep", "wortley"])
def test_an_organisation_is_found_by_the_partnerships_it_takes_part_in_and_their_places(query):
    partnership = make_partnership([make_authority(name="Wortley")], name="Leeds33")
    partnership.names.create(name="LeedsCEP")
    make_member(partnership=partnership, membership={"role": MembershipRole.PROJECT})
    make_member(name="Another")

    assert names_found(query) == ["Found"]


def test_an_organisation_is_found_by_its_sector():
    make_member(sector=make_sector(name="Music hub", plural="Music hubs"))
    make_member(name="Another")

    assert names_found("music hubs") == ["Found"]


@pytest.mark.parametrize("publication", [PublicationState.DRAFT, PublicationState.ARCHIVED])
def test_an_organisation_is_not_found_by_partnerships_the_public_cannot_see(publication):
    organisation = make_member()
    make_membership(organisation=organisation, partnership=make_partnership(name="Hidden", publication=publication))

    assert names_found("hidden") == []


def test_an_organisation_is_not_found_by_partnerships_it_left():
    organisation = make_member()
    make_membership(organisation=organisation, partnership=make_partnership(name="Leeds33"), until="2019")

    assert names_found("leeds33") == []


def test_who_only_takes_part_in_drafts_is_not_found():
    make_member(partnership=make_partnership(publication=PublicationState.DRAFT))

    assert names_found("found") == []


def test_names_come_before_places_before_partnerships():
    make_member(name="A", partnership=make_partnership(name="Leeds33"))
    make_member(name="B", authority=make_authority(name="Leeds"))
    make_member(name="Leeds Museums")

    assert names_found("leeds") == ["Leeds Museums", "B", "A"]


def test_without_words_everyone_stands_by_name():
    for name in ("B", "A"):
        make_member(name=name)

    assert names_found() == ["A", "B"]


def test_words_sector_and_region_apply_together_and_each_count_leaves_its_own_out():
    north, south = make_region(name="North"), make_region(name="South")
    museums, schools = make_sector(), make_sector()
    in_north = make_partnership([make_authority(region=north)])
    in_south = make_partnership([make_authority(region=south)])
    make_member(name="Leeds A", sector=museums, partnership=in_north)
    make_member(name="Leeds B", sector=schools, partnership=in_north)
    make_member(name="Leeds C", sector=museums, partnership=in_south)
    make_member(name="Hull", sector=museums, partnership=in_north)
    text_index.rebuild()

    results = OrganisationResults("leeds", museums, north)

    assert [organisation.name for organisation in results.organisations] == ["Leeds A"]
    assert [sector.organisation_count for sector in results.sectors] == [1, 1]
    assert [region.organisation_count for region in results.regions] == [1, 1]


def test_members_partners_in_projects_and_funders_are_counted_apart():
    make_member(name="Leeds A")
    make_member(name="Leeds B", membership={"role": MembershipRole.PROJECT})
    make_member(name="Leeds C", membership={"role": MembershipRole.FUNDER})
    make_member(name="Leeds D", membership={"role": MembershipRole.FUNDER})
    make_member(name="Hull")
    text_index.rebuild()

    results = OrganisationResults("leeds")

    assert (results.member_count, results.project_partner_count, results.supporter_count) == (1, 1, 2)
