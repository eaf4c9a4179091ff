"""Whose proposals are whose in the back office: rows, rights and verbs."""

import pytest
from django.urls import reverse

from members.models import ChangeProposal
from members.vocabulary import ProposalState
from tests.factories import make_bridge, make_check_request, make_officer, make_proposal, make_superuser
from tests.members.admin.conftest import REVIEW
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]

ACTIONS = ["accept", "decline", "rebase", "release"]


def action_page(proposal, name):
    """Return the address an action is posted to."""
    return reverse(f"admin:members_changeproposal_{name}", args=[proposal.pk])


@pytest.mark.parametrize("name", ACTIONS)
def test_another_bridges_officer_finds_no_such_address(client, proposal, name):
    client.force_login(make_officer(make_bridge(), permissions=REVIEW))

    statuses = [client.post(action_page(proposal, name)).status_code, client.get(proposal.get_admin_url()).status_code]

    proposal.refresh_from_db()
    assert (statuses, proposal.state) == ([404, 404], ProposalState.WAITING)


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("lacking", ["change_changeproposal", "publish_partnership"])
def test_who_may_not_review_is_refused_and_sees_no_form(client, bridge, proposal, name, lacking):
    client.force_login(make_officer(bridge, permissions=[name for name in REVIEW if name != lacking]))

    page, response = client.get(proposal.get_admin_url()), client.post(action_page(proposal, name), {"reason": "No"})

    proposal.refresh_from_db()
    assert (page.status_code, response.status_code, proposal.state) == (200, 403, ProposalState.WAITING)
    assert "You may look at this proposal, but not decide on it." in words_of(page)


@pytest.mark.parametrize("name", ACTIONS)
@pytest.mark.parametrize("verb", ["get", "put"])
def test_an_action_is_only_posted(client, officer, proposal, name, verb):
    assert getattr(client, verb)(action_page(proposal, name)).status_code == 405


def test_nothing_is_posted_to_the_page_and_nobody_adds_or_deletes(client, proposal):
    client.force_login(make_superuser())

    statuses = [
        client.post(proposal.get_admin_url()).status_code,
        client.get(reverse("admin:members_changeproposal_add")).status_code,
        client.post(reverse("admin:members_changeproposal_delete", args=[proposal.pk])).status_code,
    ]

    assert statuses == [405, 403, 403]


def test_an_unconfirmed_correction_is_not_there_even_for_a_superuser(client, entry):
    client.force_login(make_superuser())
    proposal = make_proposal(partnership=entry, state=ProposalState.UNCONFIRMED)

    assert client.get(proposal.get_admin_url()).status_code == 404


def test_removing_an_entry_takes_its_requests_and_proposals_with_it(entry, proposal):
    make_check_request(partnership=entry)

    entry.delete()

    assert ChangeProposal.objects.count() == 0
