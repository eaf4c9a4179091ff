"""The details of a partnership: what for_entry reads, in one query."""

import datetime

import pytest

from partnerships.models import Partnership
from partnerships.publishing import by_owner
from partnerships.publishing.entry_details import Named, details_of
from partnerships.vocabulary import LinkKind, PublicationState
from tests.factories import (
    make_bridge,
    make_case_study,
    make_news,
    make_partnership,
    make_priority,
    make_programme,
    make_resource,
    make_sector,
)

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
    for entry in (full, full, other):
        make_news(partnership=entry)
        make_resource(partnership=entry, publication=PublicationState.DRAFT)
    make_case_study(partnership=other)
    return full


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
    assert details.kinds == by_owner.kinds_of(full) == {"news"}
    assert (len(details.programmes), len(details.predecessors), len(details.priorities)) == (8, 4, 4)


def test_a_partnership_of_which_nothing_is_known_has_no_details():
    details = details_of(make_partnership())

    assert not any(vars(details).values())


def named(row):
    return Named(row.name, row.get_absolute_url())


def shown(part):
    programme = part.programme
    return programme.name, programme.get_absolute_url(), programme.dates, programme.runner, part.note
