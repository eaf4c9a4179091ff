"""The details of a partnership: what for_entry reads, in one query."""

import datetime

import pytest

from partnerships.models import Partnership
from partnerships.publishing import by_owner
from partnerships.publishing.entry_details import Named, details_of
from partnerships.vocabulary import BELONGING_ROLES, LinkKind, MembershipRole, NameKind, PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_membership,
    make_news,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_region,
    make_resource,
    make_sector,
)
from tests.facts import make_elsewhere, make_fact

pytestmark = pytest.mark.django_db
OTHERS = [("Zeta", 5), ("alpha", 3), ("Álpha", 9), ("Beta", 1)]


@pytest.fixture
def full():
    """A partnership with several of everything, none of it in order; another one has as much."""
    full, other = make_partnership(name="Full"), make_partnership(name="Other")
    bridge = make_bridge(name="A Bridge")
    for number, (name, position) in enumerate(OTHERS):
        priority, sector = make_priority(name=name), make_sector(position=position)
        programmes = [
            make_programme(name=f"{name} of a Bridge", bridge=bridge, starts="2018", ends="2020-05"),
            make_programme(name=name, bridge=None, run_by=f"Runner {number}"),
            make_programme(name=f"{name} hidden", publication=PublicationState.DRAFT),
        ]
        for entry in (full, other):
            entry.links.create(kind=list(LinkKind)[number % 2], label=name, url=f"https://example.org/{number}")
            day = datetime.date(2026, 1, number) if number else None
            entry.sources.create(title=name, url="", shows="What it shows", seen_on=day)
            entry.sectors_sought.add(sector)
            for wording in ("Second", "First"):
                entry.stated_priorities.create(priority=priority, wording=wording)
            for programme in programmes:
                programme.participations.create(partnership=entry, note=f"Note {number}")
            for state in (PublicationState.PUBLISHED, PublicationState.DRAFT):
                entry.predecessors.add(make_partnership(name=f"{name} before {entry} {state}", publication=state))
                entry.successors.add(make_partnership(name=f"{name} after {entry} {state}", publication=state))
    regions = [make_region(position=position) for position in (3, 1, 2)]
    for number, (name, _) in enumerate(OTHERS):
        sector = make_sector(name=f"Sector {number}", position=number // 2)
        for entry in (full, other):
            entry.names.create(name=name, kind=[NameKind.FORMER, NameKind.ALSO][number % 2])
            entry.authorities.add(make_authority(name=f"{name} of {entry}", region=regions[number % 3]))
            for role in MembershipRole:
                called = f"{name} {role} {entry}"
                organisation = make_organisation(name=called, sector=sector, website="https://a.example")
                past = {"until": "2020"} if number == 0 else {}
                make_membership(partnership=entry, organisation=organisation, role=role, as_of="2021", **past)
    for entry in (full, full, other):
        make_news(partnership=entry)
        make_resource(partnership=entry, publication=PublicationState.DRAFT)
        _make_told_of(entry)
    make_case_study(partnership=other)
    return full


def _make_told_of(entry):
    """Make what sources said of it, and what was published elsewhere, of all sorts of dates."""
    for date in ("", "2022", "2022-05", "2023", ""):
        make_fact(entry, date=date, date_said="about then" if date == "2022" else "")
        make_elsewhere(partnership=entry, date=date)
    make_elsewhere(partnership=entry, publication=PublicationState.DRAFT)


def test_the_details_are_what_for_entry_reads(full, django_assert_num_queries):
    row = Partnership.objects.for_entry().get(pk=full.pk)

    with django_assert_num_queries(1):
        details = details_of(full)

    assert [(link.get_kind_display(), link.label, link.url) for link in details.links] == [
        (link.get_kind_display(), link.label, link.url) for link in row.links.all()
    ]
    assert [(source.title, source.url, source.shows, source.seen_on) for source in details.sources] == [
        (source.title, source.url, source.shows, source.seen_on) for source in row.sources.all()
    ]
    assert details.sectors_sought == [sector.plural for sector in row.sectors_sought.all()]
    assert [(priority, wording) for priority, wordings in details.priorities.items() for wording in wordings] == [
        (named(stated.priority), stated.wording) for stated in row.stated_priorities.all()
    ]
    assert [shown(part) for part in details.programmes] == [shown(part) for part in row.programme_participations.all()]
    assert details.predecessors == [named(other) for other in row.predecessors.all()]
    assert details.successors == [named(other) for other in row.successors.all()]
    assert details.listings == by_owner.listings_of(full) == {"news"}
    assert [(kind, name) for kind, names in details.names.items() for name in names] == [
        (name.get_kind_display(), name.name) for name in row.names.all()
    ]
    assert [tuple(place) for place in details.authorities] == [place(authority) for authority in row.authorities.all()]
    assert [tuple(region) for region in details.regions] == [place(region) for region in row.regions]
    everybody = (*details.members, *details.projects, *details.supporters)
    assert [(*member, member.role_words, member.dates) for member in everybody] == [
        taking_part(membership)
        for roles in (BELONGING_ROLES, [MembershipRole.PROJECT], [MembershipRole.FUNDER])
        for membership in row.memberships.all()
        if not membership.until and membership.role in roles
    ]
    assert (len(details.programmes), len(details.predecessors), len(details.priorities)) == (8, 4, 4)
    assert (len(details.names), len(details.regions), len(details.members), len(details.projects)) == (2, 4, 9, 3)


def test_what_was_told_of_it_comes_newest_first_and_undated_last(full):
    details = details_of(full)

    assert [(fact.when, fact.what, fact.get_kind_display(), fact.source) for fact in details.story] == [
        (fact.when, fact.what, fact.get_kind_display(), fact.source) for fact in full.story.all()
    ]
    dates = ["2023", "2023", "2022-05", "2022-05", "2022", "2022", *[""] * 4]
    assert [fact.date for fact in details.story] == [item.date for item in details.elsewhere] == dates
    assert [(item.title, item.url, item.publisher) for item in details.elsewhere] == [
        (item.title, item.url, item.publisher)
        for item in full.publishedelsewhere_set.published().order_by("-date", "pk")
    ]


def test_a_partnership_of_which_nothing_is_known_has_no_details():
    details = details_of(make_partnership([], bridge=make_bridge()))

    assert not any(vars(details).values())


def test_usual_sectors_without_a_member_are_missing():
    schools = make_sector(name="Schools", is_usual=True, position=1)
    make_sector(name="Early years", is_usual=True, position=2)
    make_sector(name="Health", is_usual=False, position=3)
    membership = make_membership(organisation=make_organisation(sector=schools))

    assert details_of(membership.partnership).missing_sectors == ["Early years"]


@pytest.mark.parametrize("fields", [{"role": MembershipRole.PROJECT}, {"until": "2019"}])
def test_a_project_partner_or_a_past_member_does_not_fill_a_sector(fields):
    schools = make_sector(name="Schools", is_usual=True)
    membership = make_membership(organisation=make_organisation(sector=schools), **fields)

    assert details_of(membership.partnership).missing_sectors == ["Schools"]


def test_a_member_of_another_partnership_does_not_fill_a_sector():
    schools = make_sector(name="Schools", is_usual=True)
    make_membership(organisation=make_organisation(sector=schools))

    assert details_of(make_partnership()).missing_sectors == ["Schools"]


def named(row):
    return Named(row.name, row.get_absolute_url())


def place(row):
    return row.gss_code, row.name, row.slug, row.get_absolute_url()


def taking_part(membership):
    organisation = membership.organisation
    values = (organisation.name, organisation.get_absolute_url(), organisation.website, organisation.sector.plural)
    return *values, membership.role, membership.since, membership.as_of, membership.get_role_display(), membership.dates


def shown(part):
    programme = part.programme
    return programme.name, programme.get_absolute_url(), programme.dates, programme.runner, part.note
