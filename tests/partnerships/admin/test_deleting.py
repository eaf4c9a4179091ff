"""Deleting what others refer to: said in words, with what is better to do."""

import pytest
from django.urls import reverse

from members.models import MemberOrganisation
from partnerships.models import AuditEntry, Partnership, StrategicPriority
from partnerships.vocabulary import AuditAction, PublicationState
from tests.factories import (
    make_bridge,
    make_enquiry,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_priority,
    make_superuser,
)
from tests.partnerships.admin.test_base import admin_url
from tests.reading import words_of
from tests.signing_in import StaffClient

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = StaffClient()
    client.force_login(user)
    return client


def test_a_partnership_is_better_archived(staff_client):
    partnership = make_partnership()
    make_enquiry(partnership=partnership)

    page = staff_client.get(admin_url(partnership, "delete"))

    assert "1 enquiry would not know of it any more" in words_of(page)
    archive = reverse("admin:partnerships_partnership_publication", args=[partnership.pk, "archive"])
    assert page.context["instead"]["url"] == archive
    assert staff_client.get(archive).status_code == 200


def test_what_is_archived_already_is_not_offered_to_be(staff_client):
    partnership = make_partnership(publication=PublicationState.ARCHIVED)

    assert staff_client.get(admin_url(partnership, "delete")).context["instead"] is None


def test_a_priority_in_use_says_what_uses_it(staff_client):
    priority = make_priority(name="Clay")
    make_partnership().stated_priorities.create(priority=priority, wording="Pots")

    page = staff_client.get(admin_url(priority, "delete"))
    staff_client.post(admin_url(priority, "delete"), {"post": "yes"})

    assert "1 partnership priority keeps it from being deleted" in words_of(page)
    assert StrategicPriority.objects.get() == priority


def test_an_organisations_memberships_are_better_ended(staff_client):
    membership = make_membership()
    organisation = membership.organisation

    page = staff_client.get(admin_url(organisation, "delete"))
    staff_client.post(page.context["instead"]["url"])

    membership.refresh_from_db()
    assert membership.until != ""
    assert staff_client.get(admin_url(organisation, "delete")).context["instead"] is None


def end_url(organisation):
    return reverse("admin:members_memberorganisation_end_memberships", args=[organisation.pk])


def test_ending_memberships_meets_the_stranger_the_reader_and_the_wrong_verb(staff_client):
    bridge = make_bridge()
    membership = make_membership(partnership=make_partnership(bridge=bridge))
    url = end_url(membership.organisation)
    rights = ["view_memberorganisation", "change_membership"]

    assert signed_in(make_officer(make_bridge(), permissions=rights)).post(url).status_code == 404
    assert signed_in(make_officer(bridge, permissions=rights[:1])).post(url).status_code == 403
    assert staff_client.get(url).status_code == 405
    membership.refresh_from_db()
    assert membership.until == ""


@pytest.mark.parametrize("make", [make_partnership, make_organisation])
def test_an_officer_archives_and_does_not_delete(make):
    entry, bridge = make(), make_bridge()
    Partnership.objects.update(bridge=bridge)
    rights = [f"{action}_{name}" for action in ("view", "change") for name in ("partnership", "memberorganisation")]

    response = signed_in(make_officer(bridge, permissions=rights)).post(admin_url(entry, "delete"), {"post": "yes"})

    assert response.status_code == 403
    assert (Partnership.objects.count(), MemberOrganisation.objects.count()).count(1) == 1


def deletions():
    """Return what the log has of deletions: who, and what."""
    return list(AuditEntry.objects.filter(action=AuditAction.DELETED).order_by("about").values_list("by", "about"))


@pytest.mark.parametrize("publication", [PublicationState.DRAFT, PublicationState.PUBLISHED])
def test_the_log_keeps_who_deleted_what(client, publication):
    owner, partnership = make_superuser(), make_partnership(name="Leeds33", publication=publication)
    client.force_login(owner)

    client.post(admin_url(partnership, "delete"), {"post": "yes"})

    assert deletions() == [(owner.pk, f"partnership {partnership.pk} leeds33")]


def test_the_log_keeps_each_that_was_deleted_from_a_list(client):
    owner, organisations = make_superuser(), [make_organisation(name=name) for name in ("Lowry", "Tate")]
    client.force_login(owner)
    sent = {"action": "delete_selected", "_selected_action": [row.pk for row in organisations], "post": "yes"}

    client.post(reverse("admin:members_memberorganisation_changelist"), sent)

    assert deletions() == [(owner.pk, f"member organisation {row.pk} {row.slug}") for row in organisations]


def test_what_could_not_be_deleted_is_not_in_the_log(staff_client, monkeypatch):
    monkeypatch.setattr(Partnership, "delete", lambda row: 1 / 0)
    partnership = make_partnership()

    with pytest.raises(ZeroDivisionError):
        staff_client.post(admin_url(partnership, "delete"), {"post": "yes"})

    assert (deletions(), Partnership.objects.get()) == ([], partnership)
