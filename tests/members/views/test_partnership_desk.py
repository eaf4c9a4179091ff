"""The pages of the back office about one entry: how fresh it is kept, and proposing a change to it."""

import pytest
from django.urls import reverse

from members.models import ChangeProposal, CheckRequest
from members.vocabulary import ProposalSource, ProposalState
from partnerships.vocabulary import PublicationState
from tests.enquiry_forms import hidden_in
from tests.factories import COORDINATOR, make_bridge, make_check_request, make_officer, make_partnership, make_proposal
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

OFFICER = ["view_partnership", "change_partnership", "publish_partnership", "view_changeproposal"]
VIEWER = ["view_partnership"]


@pytest.fixture
def bridge():
    """Arch."""
    return make_bridge(name="Arch")


@pytest.fixture
def entry(bridge):
    """An entry of Arch."""
    return make_partnership(name="Leeds33", bridge=bridge, summary="Old.", contact_email=COORDINATOR)


@pytest.fixture
def officer(client, bridge):
    """An officer of Arch, signed in."""
    user = make_officer(bridge, permissions=OFFICER)
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client, entry):
    """Somebody who coordinates the entry and has an account, signed in."""
    user = make_officer(permissions=[*VIEWER, "change_partnership"])
    entry.editors.add(user)
    client.force_login(user)
    return user


def check_page(entry):
    """Return the address of the page on how fresh the entry is."""
    return reverse("admin:partnership-check", args=[entry.pk])


def propose_page(entry):
    """Return the address of the form."""
    return reverse("admin:propose-change", args=[entry.pk])


def test_the_page_says_how_fresh_the_entry_is_and_what_waits(client, officer, entry):
    proposal = make_proposal(partnership=entry)

    response = client.get(check_page(entry))

    assert "Not checked yet." in words_of(response)
    assert proposal.get_admin_url() in response.content.decode()
    assert "It has not been asked yet." in words_of(response)


def test_it_is_reached_from_the_entry(client, officer, entry):
    response = client.get(reverse("admin:partnerships_partnership_change", args=[entry.pk]))

    assert check_page(entry) in response.content.decode()


def test_the_coordinator_is_asked_by_a_press(client, officer, entry):
    response = client.post(check_page(entry), {"ask": ""}, follow=True)

    assert CheckRequest.objects.get().asked_by == officer
    assert "Waiting for an answer" in words_of(response)


def test_a_link_is_taken_back_by_a_press(client, officer, entry):
    make_check_request(partnership=entry)

    first = client.post(check_page(entry), {"take_back": ""}, follow=True)
    second = client.post(check_page(entry), {"take_back": ""}, follow=True)

    assert "The link works no longer." in words_of(first)
    assert "There is no link that waits for an answer." in words_of(second)
    assert CheckRequest.objects.get().standing == "Link taken back"


def test_without_an_address_nobody_can_be_asked(client, officer, bridge):
    entry = make_partnership(bridge=bridge)

    shown, pressed = client.get(check_page(entry)), client.post(check_page(entry), {"ask": ""}, follow=True)

    assert "Nobody can be asked" in words_of(shown)
    assert ("Nobody can be asked" in words_of(pressed), CheckRequest.objects.count()) == (True, 0)


@pytest.mark.parametrize("page", [check_page, propose_page])
def test_another_bridges_officer_finds_no_such_page(client, entry, page):
    client.force_login(make_officer(make_bridge(), permissions=OFFICER))

    statuses = [client.get(page(entry)).status_code, client.post(page(entry), {"ask": ""}).status_code]

    assert (statuses, CheckRequest.objects.count()) == ([404, 404], 0)


@pytest.mark.parametrize("page", [check_page, propose_page])
def test_who_may_see_no_entries_is_refused(client, bridge, entry, page):
    client.force_login(make_officer(bridge))

    assert client.get(page(entry)).status_code == 403


def test_who_may_only_look_sees_no_button_and_is_refused(client, bridge, entry):
    client.force_login(make_officer(bridge, permissions=VIEWER))

    shown, pressed = client.get(check_page(entry)), client.post(check_page(entry), {"ask": ""})

    assert ("Ask the coordinator" in words_of(shown), pressed.status_code) == (False, 403)
    assert CheckRequest.objects.count() == 0


@pytest.mark.parametrize("page", [check_page, propose_page])
def test_the_pages_take_no_other_verbs_and_no_stranger(client, entry, page):
    stranger = client.get(page(entry))
    client.force_login(make_officer(entry.bridge, permissions=OFFICER))

    assert (stranger.status_code, client.put(page(entry)).status_code) == (302, 405)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_the_same_for_any_number_of_requests(
    client, officer, entry, django_assert_num_queries, number
):
    for _ in range(number):
        make_check_request(partnership=entry, revoked_at="2026-01-01T00:00Z", asked_by=officer)
    client.get(check_page(entry))

    with django_assert_num_queries(9):
        client.get(check_page(entry))


# Proposing.


def test_a_coordinator_with_an_account_proposes_a_change(client, coordinator, entry):
    form = client.get(propose_page(entry)).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() not in (None, False)}

    checked = client.post(propose_page(entry), values | {"summary": "New."})
    sent = client.post(propose_page(entry), hidden_in(checked) | {"step": "send"})

    proposal = ChangeProposal.objects.get()
    assert "Summary: changed Now Old. New New." in words_of(checked)
    assert sent["Location"] == reverse("admin:partnerships_partnership_change", args=[entry.pk])
    assert (proposal.source, proposal.proposed_by, proposal.email) == (ProposalSource.ACCOUNT, coordinator, "")
    assert proposal.changes == {"summary": ["Old.", "New."]}


def test_what_waits_from_them_is_filled_in(client, coordinator, entry):
    make_proposal(
        partnership=entry,
        source=ProposalSource.ACCOUNT,
        proposed_by=coordinator,
        proposer=f"user:{coordinator.pk}",
        changes={"summary": ["Old.", "New."]},
    )

    response = client.get(propose_page(entry))

    assert response.context["form"]["summary"].value() == "New."
    assert "Your changes of" in words_of(response)


def test_what_waits_from_them_is_taken_back(client, coordinator, entry):
    own = {"source": ProposalSource.ACCOUNT, "proposed_by": coordinator, "proposer": f"user:{coordinator.pk}"}
    proposal, other = make_proposal(partnership=entry, **own), make_proposal(partnership=entry)

    response = client.post(propose_page(entry), {"step": "withdraw"}, follow=True)

    proposal.refresh_from_db()
    other.refresh_from_db()
    assert "Your changes are taken back." in words_of(response)
    assert (proposal.state, other.state) == (ProposalState.WITHDRAWN, ProposalState.WAITING)


def test_a_draft_is_edited_and_not_proposed_for(client, coordinator, entry):
    entry.publication = PublicationState.DRAFT
    entry.save()

    assert client.get(propose_page(entry)).status_code == 404


def test_a_mistake_is_named(client, coordinator, entry):
    response = client.post(propose_page(entry), {"name": ""})

    assert "Enter the name of the partnership" in words_of(response)
    assert ChangeProposal.objects.filter(state=ProposalState.WAITING).count() == 0


def test_who_only_reads_proposes_nothing(client, entry):
    client.force_login(make_officer(entry.bridge, permissions=VIEWER))

    assert [client.get(propose_page(entry)).status_code, client.post(propose_page(entry)).status_code] == [403, 403]
