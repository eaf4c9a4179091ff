"""What becomes of a working copy while time passes: plans, and what others change meanwhile."""

import pytest
from django.utils import timezone

from partnerships.models import OutgoingMail, Partnership, Revision, WorkingCopy
from partnerships.publishing import due
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_bridge, make_partnership
from tests.partnerships.admin.copy_steps import (
    IN_AN_HOUR,
    NEW,
    OLD,
    copy_url,
    plan,
    signed_in,
    step,
    summary,
    summary_for_the_public,
    write,
)
from tests.partnerships.admin.editorial_forms import send, send_copy, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def partnership(bridge):
    entry = make_partnership([make_authority(bridge=bridge)], name="Leeds33", summary=OLD, host="Opera")
    text_index.rebuild()
    return entry


def test_it_is_published_by_itself_at_its_time(client, jos, partnership):
    write(jos, partnership, summary=NEW)
    at = timezone.localtime() + IN_AN_HOUR
    step(jos, partnership, "schedule", at=f"{at:%Y-%m-%dT%H:%M}")

    assert (due.publish(timezone.now()), summary()) == (0, OLD)
    assert (due.publish(timezone.now() + 2 * IN_AN_HOUR), summary()) == (1, NEW)
    assert Revision.objects.first().reason.startswith("Published as planned for ")
    assert NEW in summary_for_the_public(client, partnership)


@pytest.mark.parametrize("what", ["archived", "conflict", "deleted name", "right lost", "account closed"])
def test_what_cannot_be_published_at_its_time_is_left_whole_and_told(jos, jo, sam, partnership, what):
    write(jos, partnership, summary=NEW, name="Leeds Arts")
    plan(jos, partnership)
    if what == "archived":
        Partnership.objects.update(publication=PublicationState.ARCHIVED)
    elif what == "conflict":
        send(signed_in(sam), url_of(partnership), summary="Film.")
    elif what == "deleted name":
        make_partnership(bridge=partnership.bridge, name="Leeds Arts")
    elif what == "right lost":
        jo.groups.clear()
    else:
        type(jo).objects.filter(pk=jo.pk).update(is_active=False)
    before = Revision.objects.count()

    assert due.publish(timezone.now() + 2 * IN_AN_HOUR) == 0

    kept = WorkingCopy.objects.get()
    assert (kept.publish_at, bool(kept.problem)) == (None, True)
    entry = Partnership.objects.get(pk=partnership.pk)
    assert (entry.name, NEW in entry.summary, Revision.objects.count()) == ("Leeds33", False, before)
    told = [(each.to, each.subject) for each in OutgoingMail.objects.all()]
    assert told == ([(jo.email, "Not published: Leeds33")] if what != "account closed" else [])
    assert kept.problem in signed_in(sam).get(copy_url(partnership)).content.decode().replace("&#x27;", "'")


def test_what_was_changed_meanwhile_is_taken_in_where_the_copy_says_nothing_of_it(jos, sam, partnership):
    write(jos, partnership, summary=NEW)
    send(
        signed_in(sam),
        url_of(partnership),
        host="Ballet",
        **{"names-TOTAL_FORMS": "1", "names-0-name": "Leeds Arts", "names-0-kind": "also"},
    )

    step(jos, partnership, "publish")

    entry = Partnership.objects.get()
    assert (entry.summary, entry.host, entry.names.count()) == (NEW, "Ballet", 1)


def test_what_both_changed_is_shown_and_somebody_decides(jos, sam, partnership):
    write(jos, partnership, summary=NEW)
    send(signed_in(sam), url_of(partnership), summary="Film.")

    refused = step(jos, partnership, "publish")

    assert (refused.status_code, summary()) == (200, "Film.")
    page = jos.get(copy_url(partnership))
    [shown] = page.context["conflict"]["rows"]
    assert (shown.label, shown.opened, shown.now, shown.yours) == ("Summary", OLD, "Film.", NEW)
    assert send_copy(jos, partnership).status_code == 302
    step(jos, partnership, "publish")
    assert summary() == NEW
