"""What refers to an entry, before it is deleted."""

import pytest

from partnerships.curation.references import DeletionEffect, references_to
from tests.factories import (
    make_bridge,
    make_enquiry,
    make_membership,
    make_partnership,
    make_priority,
    make_programme,
    make_subscriber,
)

pytestmark = pytest.mark.django_db


def test_it_is_counted_and_said_what_becomes_of_it():
    partnership = make_partnership()
    make_membership(partnership=partnership)
    make_enquiry(partnership=partnership)
    make_enquiry(partnership=partnership)
    make_subscriber(partnerships=[partnership])
    make_programme().participations.create(partnership=partnership)

    assert [str(reference) for reference in references_to(partnership)] == [
        "1 membership would be deleted with it",
        "1 programme participation would be deleted with it",
        "2 enquiries would not know of it any more",
        "1 subscriber would not know of it any more",
    ]


def test_what_keeps_it_from_being_deleted_comes_first():
    priority = make_priority()
    make_partnership().stated_priorities.create(priority=priority, wording="Pots")
    make_subscriber(priorities=[priority])

    assert references_to(priority)[0].effect == DeletionEffect.PROTECT


def test_nothing_refers_to_what_is_new():
    assert references_to(make_bridge()) == []
