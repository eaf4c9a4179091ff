"""The publication state of entries in the back office: buttons, pages that ask for confirmation, and many at once."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership, Programme, Revision
from partnerships.vocabulary import PublicationState, RevisionKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_partnership,
    make_priority,
    make_support_offer,
)
from tests.partnerships.admin.test_base import admin_url, sent_from
from tests.reading import words_of
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
DRAFT, IN_REVIEW, PUBLISHED, ARCHIVED = PublicationState
VIEW_AND_CHANGE = ["view_partnership", "change_partnership"]
PUBLISHER = [*VIEW_AND_CHANGE, "publish_partnership", "add_programme", "view_programme", "change_supportoffer"]


def signed_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    return signed_in(make_officer(bridge, permissions=PUBLISHER))


@pytest.fixture
def coordinator(draft):
    coordinator = make_officer(
        permissions=[*VIEW_AND_CHANGE, "change_partnershippriority", "delete_partnershippriority"]
    )
    draft.editors.add(coordinator)
    return signed_in(coordinator)


@pytest.fixture
def draft(bridge):
    return make_partnership([make_authority(bridge=bridge)], name="Leeds33", publication=DRAFT, summary="Arts.")


def step_url(entry, step):
    return reverse(f"admin:{entry._meta.app_label}_{entry._meta.model_name}_publication", args=[entry.pk, step])


def list_url(model=Partnership):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def state_of(entry):
    return type(entry).objects.get(pk=entry.pk).publication


def buttons_on(client, entry):
    return [button["label"] for button in client.get(admin_url(entry, "change")).context["publication"]["buttons"]]


def test_the_buttons_are_those_of_the_state_and_the_person(officer, coordinator, draft):
    assert buttons_on(officer, draft) == ["Hand in for review", "Publish", "Schedule", "Archive"]
    assert buttons_on(coordinator, draft) == ["Hand in for review"]

    Partnership.objects.update(publication=PUBLISHED)
    assert buttons_on(officer, draft) == ["Take back to draft", "Archive"]
    assert buttons_on(coordinator, draft) == []


def test_a_button_publishes_at_once(officer, draft):
    response = officer.post(step_url(draft, "publish"), follow=True)

    assert state_of(draft) == PUBLISHED
    assert [str(message) for message in response.context["messages"]] == ["Leeds33: Published."]


def test_looking_at_a_step_changes_nothing(officer, draft):
    response = officer.get(step_url(draft, "publish"))

    assert (response.status_code, state_of(draft)) == (200, DRAFT)


def test_publishing_what_is_incomplete_says_what_it_needs(officer, draft):
    draft.authorities.clear()

    response = officer.post(step_url(draft, "publish"))

    assert (response.status_code, state_of(draft)) == (200, DRAFT)
    assert response.context["problems"] == [("It lacks a local authority.", "")]
    assert response.context["missing"] == ["a local authority"]


def test_what_looks_wrong_is_asked_about_before_it_is_public(officer, draft):
    Partnership.objects.update(summary="")

    response = officer.post(step_url(draft, "publish"))
    assert (response.context["warnings"], state_of(draft)) == (
        ["It has no summary, so lists show only its name."],
        DRAFT,
    )

    officer.post(step_url(draft, "publish"), {"heeded": "yes"})
    assert state_of(draft) == PUBLISHED


def test_returning_asks_for_a_reason(officer, draft):
    Partnership.objects.update(publication=IN_REVIEW)

    response = officer.post(step_url(draft, "return"), {"reason": ""})
    assert (response.context["problems"], state_of(draft)) == (
        [("Enter what has to be changed", "id_reason")],
        IN_REVIEW,
    )

    officer.post(step_url(draft, "return"), {"reason": "Too long"})
    assert (state_of(draft), Revision.objects.first().reason) == (DRAFT, "Returned to draft. Too long")


def test_a_time_is_planned_and_taken_back(officer, draft):
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)

    officer.post(step_url(draft, "schedule"), {"at": f"{tomorrow:%Y-%m-%dT%H:%M}"})
    planned = Partnership.objects.get(pk=draft.pk).publish_at
    assert planned == tomorrow.replace(second=0, microsecond=0)
    assert "Do not publish by itself" in buttons_on(officer, draft)

    officer.post(step_url(draft, "unschedule"))
    assert Partnership.objects.get(pk=draft.pk).publish_at is None


@pytest.mark.parametrize(
    ("at", "message"),
    [
        ("", "Enter a day and a time"),
        ("soon", "Enter a day and a time, such as 3/5/2027 9:00"),
        ("2020-01-01T09:00", "That time has passed. Enter one to come, or publish it now."),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(officer, draft, at, message):
    response = officer.post(step_url(draft, "schedule"), {"at": at})

    assert [problem for problem, _ in response.context["problems"]] == [message]
    assert Partnership.objects.get(pk=draft.pk).publish_at is None


@pytest.mark.parametrize("step", ["publish", "schedule", "archive", "hand_in"])
def test_another_bridges_entry_does_not_exist(draft, step):
    stranger = signed_in(make_officer(make_bridge(), permissions=PUBLISHER))

    assert stranger.get(step_url(draft, step)).status_code == 404
    assert stranger.post(step_url(draft, step)).status_code == 404
    assert state_of(draft) == DRAFT


@pytest.mark.parametrize("step", ["publish", "schedule", "unschedule", "archive", "return"])
def test_a_coordinator_may_not(coordinator, draft, step):
    assert coordinator.post(step_url(draft, step)).status_code == 403
    assert state_of(draft) == DRAFT


def test_a_reader_takes_no_step(bridge, draft):
    reader = signed_in(make_officer(bridge, permissions=["view_partnership"]))

    assert reader.post(step_url(draft, "hand_in")).status_code == 403
    assert reader.post(step_url(draft, "publish")).status_code == 403


def test_no_other_verb_and_no_other_step(officer, draft):
    assert officer.put(step_url(draft, "publish")).status_code == 405
    assert officer.post(step_url(draft, "burn")).status_code == 404


def test_a_step_that_somebody_took_meanwhile_is_refused_in_words(officer, draft):
    Partnership.objects.update(publication=ARCHIVED)

    response = officer.post(step_url(draft, "hand_in"))

    assert response.context["problems"][0][0].startswith("It is archived now")


def test_a_coordinator_reads_what_is_public_and_cannot_change_it(coordinator, draft):
    Partnership.objects.update(publication=PUBLISHED)
    url = admin_url(draft, "change")

    page = coordinator.get(url)

    assert "so you cannot change it here" in words_of(page)
    assert coordinator.post(url, {"name": "Mine now"}).status_code == 403


def test_parts_of_what_is_public_are_as_closed(coordinator, draft):
    statement = draft.stated_priorities.create(priority=make_priority(), wording="Pots")
    assert coordinator.post(admin_url(statement, "delete")).status_code == 200

    Partnership.objects.update(publication=PUBLISHED)

    assert coordinator.post(admin_url(statement, "delete"), {"post": "yes"}).status_code == 403
    assert coordinator.post(admin_url(statement, "change"), {"wording": "Cups"}).status_code == 403


def test_the_form_does_not_hold_the_state_and_what_is_new_is_a_draft(officer, bridge):
    url = reverse("admin:partnerships_programme_add")
    assert "publication" not in officer.get(url).context["adminform"].form.fields
    data = sent_from(officer.get(url), name="Choirs", kind="activity", bridge=bridge.pk, publication=PUBLISHED)

    officer.post(url, data | {"participations-TOTAL_FORMS": 0, "participations-INITIAL_FORMS": 0})

    assert Programme.objects.get().publication == DRAFT


def test_an_offer_has_the_same_buttons(officer, bridge):
    offer = make_support_offer(bridge=bridge, description="Helps.", publication=DRAFT)

    officer.post(step_url(offer, "publish"))

    assert state_of(offer) == PUBLISHED


def chosen(*entries, **more):
    return {"action": "publish_chosen", "_selected_action": [entry.pk for entry in entries]} | more


def test_many_are_asked_about_with_the_true_count(officer, draft, bridge):
    bare = make_partnership([], bridge=bridge, name="Bare", publication=DRAFT)
    public = make_partnership(bridge=bridge, name="Public")

    page = officer.post(list_url(), chosen(draft, bare, public))

    assert page.context["possible_count"] == 1
    assert sorted((str(entry), reason) for entry, reason in page.context["impossible"]) == [
        ("Bare", "It lacks a local authority."),
        ("Public", "It is published."),
    ]
    assert state_of(draft) == DRAFT


def test_many_are_published_as_one_act(officer, draft, bridge):
    other = make_partnership([make_authority(bridge=bridge)], bridge=bridge, publication=IN_REVIEW)
    before = Revision.objects.count()

    response = officer.post(list_url(), chosen(draft, other, confirmed="yes"), follow=True)

    assert [state_of(draft), state_of(other)] == [PUBLISHED, PUBLISHED]
    assert [str(message) for message in response.context["messages"]] == ["Published: 2."]
    revision = Revision.objects.first()
    assert (Revision.objects.count(), revision.kind, revision.reason) == (
        before + 1,
        RevisionKind.PUBLICATION,
        "Published",
    )


def test_another_bridges_entry_is_not_among_the_many(officer):
    other = make_partnership(publication=DRAFT)

    officer.post(list_url(), chosen(other, confirmed="yes"))

    assert state_of(other) == DRAFT


def test_a_coordinator_hands_in_many_but_publishes_none(coordinator, draft):
    coordinator.post(list_url(), chosen(draft, confirmed="yes"))
    assert state_of(draft) == DRAFT

    coordinator.post(list_url(), chosen(draft, confirmed="yes") | {"action": "hand_in_chosen"})
    assert state_of(draft) == IN_REVIEW


def test_memberships_of_what_is_public_are_closed_to_coordinators(bridge, draft):
    coordinator = make_officer(permissions=["view_membership", "change_membership", "add_membership"])
    draft.editors.add(coordinator)
    membership = make_membership(partnership=draft)
    Partnership.objects.update(publication=PUBLISHED)

    response = signed_in(coordinator).post(
        reverse("admin:members_membership_add"), {"partnership": draft.pk, "organisation": membership.organisation.pk}
    )

    assert response.status_code == 200
    assert "partnership" in response.context["adminform"].form.errors
