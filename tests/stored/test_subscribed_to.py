"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: what feed readers and calendars know a thing again by, so that nothing comes to them twice.
"""

import re

import pytest

from partnerships.models import PublicChange, PublishedSnapshot
from tests.factories import (
    make_case_study,
    make_event,
    make_news,
    make_opportunity,
    make_programme,
    make_question,
    make_resource,
    make_support_offer,
)
from tests.stored.conftest import MADE_AT
from tests.stored.entries import OTHER, make_entry
from tests.stored.literals import LITERALS

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
FEEDS = LITERALS["feeds"]


@pytest.fixture(autouse=True)
def directory():
    """A row of each kind that is published."""
    entry, day = make_entry(), MADE_AT.date()
    PublishedSnapshot.objects.create(partnership=entry, changed_on=day)
    PublicChange.objects.create(pk=OTHER, partnership=entry, on=day, parts=LITERALS["public change"])
    rows = [make_case_study, make_programme, make_question, make_resource, make_support_offer]
    for make in rows:
        make(pk=OTHER, publication_changed_at=MADE_AT)
    for pk, make in enumerate([make_news, make_event, make_opportunity], start=OTHER):
        make(pk=pk, publication_changed_at=MADE_AT)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_and_what_stands_in_it_have_the_ids_they_had(client, path):
    content = client.get(path).content.decode()

    assert re.findall(r"<id>(.*?)</id>", content) == FEEDS[path]


def test_what_was_noticed_before_is_told_in_its_words(client):
    content = client.get("/changes.atom").content.decode()

    assert f"What changed: {', '.join(LITERALS['public change'])}." in content


def test_an_event_of_a_calendar_has_the_uid_it_had(client):
    calendar = client.get("/events.ics").content.decode()

    assert re.findall(r"UID:(.*)\r", calendar) == LITERALS["uids"]
