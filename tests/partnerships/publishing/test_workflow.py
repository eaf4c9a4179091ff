"""The publication workflow: each step, who may take it, what it needs, and publishing at a planned time."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from partnerships.models import AuditEntry, Partnership, Revision
from partnerships.publishing import workflow
from partnerships.publishing.workflow import Incomplete, NoSuchStep, NotInTheFuture, ReasonMissing, StepNotAllowed
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState, RevisionKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_officer,
    make_partnership,
    make_programme,
    make_support_offer,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
DRAFT, IN_REVIEW, PUBLISHED, ARCHIVED = PublicationState
PUBLISHER = ["change_partnership", "publish_partnership"]
IN_AN_HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    return make_officer(bridge, permissions=PUBLISHER)


@pytest.fixture
def coordinator(draft):
    coordinator = make_officer(permissions=["change_partnership"])
    draft.editors.add(coordinator)
    return coordinator


@pytest.fixture
def draft(bridge):
    return make_partnership([make_authority(bridge=bridge)], name="Leeds33", publication=DRAFT)


def latest_revision():
    return Revision.objects.first()


@pytest.mark.parametrize(
    ("before", "to", "done"),
    [
        (DRAFT, IN_REVIEW, "Handed in for review"),
        (DRAFT, PUBLISHED, "Published"),
        (IN_REVIEW, PUBLISHED, "Published"),
        (PUBLISHED, ARCHIVED, "Archived"),
        (PUBLISHED, DRAFT, "Taken back to draft"),
        (ARCHIVED, PUBLISHED, "Published again"),
        (ARCHIVED, DRAFT, "Taken back to draft"),
    ],
)
def test_each_step_is_kept_with_who_and_when(draft, officer, before, to, done):
    Partnership.objects.filter(pk=draft.pk).update(publication=before)

    workflow.move(draft, to=to, by=officer)

    row = Partnership.objects.get(pk=draft.pk)
    assert (row.publication, row.publication_changed_by) == (to, officer)
    assert draft.publication_changed_at == row.publication_changed_at
    assert (latest_revision().kind, latest_revision().reason, latest_revision().by) == (
        RevisionKind.PUBLICATION,
        done,
        officer,
    )


@pytest.mark.parametrize(
    ("before", "to"),
    [(DRAFT, DRAFT), (PUBLISHED, IN_REVIEW), (PUBLISHED, PUBLISHED), (ARCHIVED, IN_REVIEW), (ARCHIVED, ARCHIVED)],
)
def test_what_is_no_step_is_refused(draft, officer, before, to):
    Partnership.objects.filter(pk=draft.pk).update(publication=before)

    with pytest.raises(NoSuchStep):
        workflow.move(draft, to=to, by=officer)

    assert Partnership.objects.get(pk=draft.pk).publication == before


def test_the_row_counts_not_what_was_read_before(draft, officer):
    read_before = Partnership.objects.get(pk=draft.pk)
    workflow.move(draft, to=PUBLISHED, by=officer)

    with pytest.raises(NoSuchStep, match="It is published now"):
        workflow.move(read_before, to=IN_REVIEW, by=officer)


def test_a_coordinator_hands_in_and_does_not_publish(draft, coordinator):
    workflow.move(draft, to=IN_REVIEW, by=coordinator)

    with pytest.raises(StepNotAllowed):
        workflow.move(draft, to=PUBLISHED, by=coordinator)
    assert Partnership.objects.get(pk=draft.pk).publication == IN_REVIEW


def test_a_reader_takes_no_step(draft, bridge):
    reader = make_officer(bridge, permissions=["view_partnership"])

    with pytest.raises(StepNotAllowed):
        workflow.move(draft, to=IN_REVIEW, by=reader)
    assert workflow.steps_for(draft, reader) == []


def test_another_bridges_officer_takes_no_step(draft):
    with pytest.raises(StepNotAllowed):
        workflow.move(draft, to=PUBLISHED, by=make_officer(make_bridge(), permissions=PUBLISHER))


def test_returning_needs_a_reason_which_is_kept(draft, officer):
    workflow.move(draft, to=IN_REVIEW, by=officer)
    with pytest.raises(ReasonMissing):
        workflow.move(draft, to=DRAFT, by=officer, reason="  ")

    workflow.move(draft, to=DRAFT, by=officer, reason="The summary is an advertisement")

    assert latest_revision().reason == "Returned to draft. The summary is an advertisement"


def test_publishing_says_what_is_missing(bridge, officer):
    bare = make_partnership([], name=" ", bridge=bridge, publication=DRAFT)

    with pytest.raises(Incomplete) as refusal:
        workflow.move(bare, to=PUBLISHED, by=officer)

    assert refusal.value.missing == ["a name", "a local authority"]
    assert str(refusal.value) == "It lacks a name and a local authority."


@pytest.mark.parametrize("make", [make_programme, make_support_offer])
def test_programmes_and_offers_need_a_description(bridge, officer, make):
    entry = make(bridge=bridge, publication=DRAFT)
    assert workflow.missing(entry) == ["a description"]

    entry.description = "Helps."
    entry.save()
    workflow.move(entry, to=PUBLISHED, by=officer)

    assert entry.is_published


def test_what_is_published_is_found_and_what_is_archived_is_not(draft, officer):
    def matches():
        return list(text_index.find(Partnership.objects.published(), "leeds33"))

    assert matches() == []

    workflow.move(draft, to=PUBLISHED, by=officer)
    assert matches() == [draft]

    workflow.move(draft, to=ARCHIVED, by=officer)
    assert matches() == []


@pytest.mark.parametrize("state", [DRAFT, IN_REVIEW, ARCHIVED])
def test_the_public_sees_only_what_is_published(client, draft, state):
    Partnership.objects.filter(pk=draft.pk).update(publication=state)

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_publishing_and_archiving_stand_in_the_audit_log(draft, officer):
    workflow.move(draft, to=PUBLISHED, by=officer)
    workflow.move(draft, to=ARCHIVED, by=officer)

    logged = [(entry.action, entry.about, entry.by) for entry in AuditEntry.objects.order_by("pk")]
    about = f"partnership {draft.pk} leeds33"
    assert logged == [("published", about, officer), ("archived", about, officer)]


def test_what_is_planned_is_published_when_its_time_has_come(draft, officer):
    at = timezone.now() + IN_AN_HOUR
    workflow.schedule(draft, at=at, by=officer)

    assert workflow.publish_due(at - datetime.timedelta(seconds=1)) == 0
    assert workflow.publish_due(at) == 1
    assert workflow.publish_due(at) == 0

    row = Partnership.objects.get(pk=draft.pk)
    assert (row.is_published, row.publish_at, row.publication_changed_by) == (True, None, None)
    assert latest_revision().reason == f"Published as planned for {workflow.as_text(at)}"


def test_times_are_those_of_clocks_in_england():
    in_summer = datetime.datetime(2027, 7, 1, 8, 0, tzinfo=datetime.UTC)

    assert workflow.as_text(in_summer) == "1 July 2027, 09:00"


def test_what_became_incomplete_is_not_published_and_says_why(draft, officer):
    at = timezone.now() + IN_AN_HOUR
    workflow.schedule(draft, at=at, by=officer)
    draft.authorities.clear()

    assert workflow.publish_due(at) == 0

    row = Partnership.objects.get(pk=draft.pk)
    assert (row.publication, row.publish_at) == (DRAFT, None)
    assert latest_revision().reason == "Not published when it was planned: it lacks a local authority"


def test_a_plan_is_for_a_time_to_come_and_for_what_is_not_public(draft, officer):
    with pytest.raises(NotInTheFuture):
        workflow.schedule(draft, at=timezone.now(), by=officer)
    workflow.move(draft, to=PUBLISHED, by=officer)

    with pytest.raises(NoSuchStep):
        workflow.schedule(draft, at=timezone.now() + IN_AN_HOUR, by=officer)


def test_a_plan_is_taken_back_and_a_step_drops_it(draft, officer):
    workflow.schedule(draft, at=timezone.now() + IN_AN_HOUR, by=officer)
    workflow.unschedule(draft, by=officer)
    assert draft.publish_at is None
    with pytest.raises(NoSuchStep):
        workflow.unschedule(draft, by=officer)

    workflow.schedule(draft, at=timezone.now() + IN_AN_HOUR, by=officer)
    workflow.move(draft, to=ARCHIVED, by=officer)

    assert draft.publish_at is None


def test_a_coordinator_plans_nothing(draft, coordinator):
    with pytest.raises(StepNotAllowed):
        workflow.schedule(draft, at=timezone.now() + IN_AN_HOUR, by=coordinator)


# The worker closes its connection to the database.
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("command", [["run_worker", "--once"], ["send_digest"]])
def test_the_worker_publishes_and_so_does_the_daily_command(draft, command):
    Partnership.objects.filter(pk=draft.pk).update(publish_at=timezone.now())

    call_command(*command)

    assert Partnership.objects.get(pk=draft.pk).is_published


def test_whoever_may_not_publish_cannot_change_what_is_public(draft, officer, coordinator):
    assert workflow.may_change(coordinator, draft)

    workflow.move(draft, to=PUBLISHED, by=officer)

    assert (workflow.may_change(coordinator, draft), workflow.may_change(officer, draft)) == (False, True)


def test_somebody_without_a_place_here_sees_no_step(draft):
    assert workflow.steps_for(draft, make_user()) == []
