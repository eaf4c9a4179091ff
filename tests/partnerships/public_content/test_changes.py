"""Whoever keeps the directory in memory learns of everything that changes, and of no more than that."""

import dataclasses

import pytest
from django.db import connection, transaction

from partnerships.models import ContentChange, LocalAuthority, Partnership, Region
from partnerships.public_content import changes, triggers
from partnerships.public_content.statements import MAX_KEYS
from tests.factories import (
    make_authority,
    make_membership,
    make_news,
    make_organisation,
    make_partnership,
    make_question,
    make_region,
    make_sector,
)
from tests.partnerships.public_content.acts import EVERYTHING, NOTHING, of_partnerships, told_by, until_prunable
from tests.partnerships.public_content.test_stamp import COMMITTED, Another


@pytest.mark.django_db
def test_a_change_of_a_partnership_or_of_what_belongs_to_it_names_it():
    partnership, other = make_partnership(), make_partnership()
    authority, sector = make_authority(), make_sector()

    for act in (
        lambda: Partnership.objects.filter(pk=partnership.pk).update(summary="Else"),
        lambda: partnership.authorities.add(authority),
        lambda: partnership.sectors_sought.add(sector),
        lambda: partnership.names.create(name="Else"),
        lambda: partnership.links.create(label="Else", url="https://a.example/"),
        lambda: partnership.sources.create(title="Else"),
        lambda: partnership.sources.all().delete(),
    ):
        assert told_by(act) == of_partnerships(partnership)
    assert told_by(lambda: partnership.predecessors.add(other)) == of_partnerships(partnership, other)


@pytest.mark.django_db
def test_what_moves_from_one_partnership_to_another_names_both():
    one, other = make_partnership(), make_partnership()
    one.names.create(name="Else")

    assert told_by(lambda: one.names.update(partnership=other)) == of_partnerships(one, other)


@pytest.mark.django_db
def test_a_membership_names_both_sides_and_an_organisation_the_partnerships_it_is_in():
    membership = make_membership()
    organisation, elsewhere = membership.organisation, make_organisation()
    both = changes.Changes(frozenset({membership.partnership_id}), frozenset({organisation.pk}))

    assert told_by(lambda: organisation.memberships.update(role="host")) == both
    assert told_by(lambda: type(organisation).objects.filter(pk=organisation.pk).update(name="Else")) == both
    assert told_by(organisation.delete) == both
    alone = changes.Changes(organisations=frozenset({elsewhere.pk}))
    assert told_by(elsewhere.delete) == alone


@pytest.mark.django_db
def test_what_shows_with_any_entry_is_everything():
    authority = make_authority()

    assert told_by(lambda: Region.objects.filter(pk=authority.region_id).update(name="Else")) == EVERYTHING
    assert told_by(lambda: LocalAuthority.objects.update(county="Else")) == EVERYTHING


@pytest.mark.django_db
def test_what_else_is_published_is_told_as_such_beside_the_partnership_it_belongs_to():
    partnership = make_partnership()
    publication = changes.Changes(has_publications=True)

    assert told_by(make_news) == publication
    assert told_by(lambda: make_question()) == publication
    of_both = dataclasses.replace(publication, partnerships=frozenset({partnership.pk}))
    assert told_by(lambda: make_news(partnership=partnership)) == of_both
    assert told_by(make_partnership).has_publications is False
    assert told_by(lambda: Partnership.objects.filter(pk=0).update(summary="Else")) == NOTHING


@pytest.mark.django_db
def test_very_many_entries_are_everything():
    region = make_region()
    authority = make_authority(region=region)
    rows = [Partnership(name=f"Number {number}", slug=f"n-{number}", bridge=authority.bridge) for number in range(501)]
    assert told_by(lambda: Partnership.objects.bulk_create(rows[:MAX_KEYS])).is_everything is False
    assert told_by(lambda: Partnership.objects.bulk_create(rows[MAX_KEYS:])).is_everything is False

    assert told_by(lambda: Partnership.objects.update(summary="Else")) == EVERYTHING
    if connection.vendor == "postgresql":
        assert ContentChange.objects.get().kind == "everything"


@COMMITTED
def test_a_reading_sees_one_moment_and_its_mark_is_of_that_moment():
    partnership = make_partnership(summary="Before")

    with changes.reading() as reading:
        change = Another(lambda: Partnership.objects.update(summary="After"))
        change.commit()
        assert Partnership.objects.get().summary == "Before"
        assert changes.since(reading.mark) == NOTHING
    with changes.reading() as next_reading:
        assert changes.since(reading.mark) == of_partnerships(partnership)
        assert changes.since(next_reading.mark) == NOTHING

    assert reading.stamp != next_reading.stamp


@COMMITTED
@pytest.mark.postgresql  # SQLite lets in one writer at a time by itself.
def test_who_takes_a_mark_while_a_transaction_is_open_learns_of_it_when_it_is_committed():
    one, two = make_partnership(), make_partnership()
    first = Another(lambda: Partnership.objects.filter(pk=one.pk).update(summary="Else"))
    Partnership.objects.filter(pk=two.pk).update(summary="Else")

    with changes.reading() as reading:
        assert Partnership.objects.get(pk=one.pk).summary == ""
    first.commit()

    assert changes.since(reading.mark) == of_partnerships(one)


@COMMITTED
def test_pruning_makes_whoever_took_a_mark_before_read_everything_once(monkeypatch):
    monkeypatch.setattr(changes, "MAX_ROWS", 3)
    partnership = make_partnership()
    marks = [changes.mark()]
    for summary in "abc":
        Partnership.objects.update(summary=summary)
        marks.append(changes.mark())
    until_prunable()

    changes.prune()

    assert [changes.since(mark) for mark in marks] == [EVERYTHING] * len(marks)
    mark = changes.mark()
    assert changes.since(mark) == NOTHING
    assert ContentChange.objects.count() == 1
    changes.prune()
    assert changes.since(mark) == NOTHING
    Partnership.objects.update(summary="d")
    assert changes.since(mark) == of_partnerships(partnership)


@COMMITTED
@pytest.mark.postgresql  # SQLite lets in one writer at a time by itself.
def test_pruning_leaves_what_an_open_transaction_may_write(monkeypatch):
    monkeypatch.setattr(changes, "MAX_ROWS", 0)
    partnership = make_partnership()
    other = Another(lambda: Partnership.objects.update(summary="Else"))

    changes.prune()
    mark = changes.mark()
    other.commit()

    assert changes.since(mark) == of_partnerships(partnership)


@COMMITTED
@pytest.mark.postgresql  # On SQLite, those who write wait for one another anyway.
def test_a_reading_cannot_write():
    with pytest.raises(Exception, match="read-only"), changes.reading():
        make_region()


@COMMITTED
def test_a_reading_takes_no_lock_of_those_who_write():
    writing = Another(make_region)

    with changes.reading():
        assert Region.objects.count() == 0
    writing.commit()

    with changes.reading():
        assert Region.objects.count() == 1


@pytest.mark.django_db
def test_while_nothing_is_watched_everything_is_to_be_read_anew():
    mark = changes.mark()
    triggers.remove(plan=["a migration"])

    assert changes.since(mark) == EVERYTHING
    assert changes.since(changes.mark()) == EVERYTHING


@COMMITTED
def test_inside_another_transaction_a_reading_is_part_of_it():
    with transaction.atomic():
        partnership = make_partnership()
        with changes.reading() as reading:
            assert Partnership.objects.get() == partnership
    assert reading.stamp


@pytest.mark.django_db
def test_a_copy_that_was_put_back_is_everything_to_whoever_has_a_mark_of_what_came_after_it():
    """As many changes come again as were lost."""
    partnership = make_partnership()
    before = set(ContentChange.objects.values_list("number", flat=True))
    for number in range(3):
        Partnership.objects.update(summary=f"Lost {number}")
    mark = changes.mark()
    ContentChange.objects.exclude(number__in=before).delete()

    told = []
    for number in range(5):
        Partnership.objects.update(summary=f"Again {number}")
        told.append(changes.since(mark))

    # PostgreSQL's numbers do not come again, so there it may be told of the partnership alone.
    assert all(told_of.is_everything or told_of == of_partnerships(partnership) for told_of in told)
    assert connection.vendor == "postgresql" or told == [EVERYTHING] * 5


@pytest.mark.django_db
def test_an_emptied_log_is_everything_to_whoever_has_a_mark_of_what_it_held():
    partnership = make_partnership()
    mark, held = changes.mark(), ContentChange.objects.count()
    ContentChange.objects.all().delete()

    told = []
    for number in range(held + 2):
        Partnership.objects.update(summary=f"{number}")
        told.append(changes.since(mark))

    # Numbers of transactions do not come again.
    told_by_number = of_partnerships(partnership) if connection.vendor == "postgresql" else EVERYTHING
    assert told == [told_by_number] * len(told)
