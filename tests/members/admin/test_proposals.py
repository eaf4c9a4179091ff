"""The review: a worklist, and one page for each proposal on which all is decided."""

import pytest
from django.urls import reverse

from members.models import ChangeProposal
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import OutgoingMail
from tests.factories import (
    COORDINATOR,
    make_membership,
    make_organisation,
    make_partnership,
    make_proposal,
    make_sector,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]

LIST = "admin:members_changeproposal_changelist"
REVIEW = ["view_changeproposal", "change_changeproposal", "publish_partnership", "view_partnership"]
ACTIONS = ["accept", "decline", "rebase", "release"]


def action_page(proposal, name):
    """Return the address an action is posted to."""
    return reverse(f"admin:members_changeproposal_{name}", args=[proposal.pk])


def names(response):
    """Return the entries on the list, in order."""
    return [row.partnership.name for row in response.context["cl"].result_list]


def test_the_worklist_shows_what_waits_the_oldest_first(client, officer, bridge, proposal):
    make_proposal(partnership=make_partnership(name="Bradford", bridge=bridge))
    make_proposal(partnership=make_partnership(name="Held", bridge=bridge), state=ProposalState.HELD)
    make_proposal(partnership=make_partnership(name="Unread", bridge=bridge), state=ProposalState.UNCONFIRMED)
    make_proposal(partnership=make_partnership(name="Elsewhere"))

    lists = {name: names(client.get(f"{reverse(LIST)}?box={name}")) for name in ("waiting", "held", "decided")}

    assert lists == {"waiting": ["Leeds33", "Bradford"], "held": ["Held"], "decided": []}
    assert names(client.get(reverse(LIST))) == ["Leeds33", "Bradford"]


def test_the_worklist_counts_them_by_the_name_they_have_everywhere(client, officer, proposal):
    words = words_of(client.get(reverse(LIST)))

    assert "1 proposed change" in words
    assert "change proposal" not in words.lower()


def test_the_worklist_says_who_how_many_and_whether_the_entry_has_changed_since(client, officer, entry, proposal):
    before = words_of(client.get(reverse(LIST)))
    entry.summary = "Changed meanwhile."
    entry.save()

    after = words_of(client.get(reverse(LIST)))

    assert ("The partnership, by a mailed link" in before, "2 changes" in before) == (True, True)
    assert ("Changed since" in before, "Changed since" in after) == (False, True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_worklist_asks_the_database_the_same_for_any_number(
    client, officer, bridge, django_assert_num_queries, number
):
    for _ in range(number):
        make_proposal(partnership=make_partnership(bridge=bridge))
    client.get(reverse(LIST))

    with django_assert_num_queries(9):
        client.get(reverse(LIST))


def test_the_page_shows_the_old_beside_the_new_and_everything_escaped(client, officer, entry):
    proposal = make_proposal(
        partnership=entry, changes={"summary": ["Old.", "<script>alert(1)</script>"]}, note="<b>Look</b>"
    )

    page = client.get(proposal.get_admin_url()).content.decode()

    assert ("Old." in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page, "&lt;b&gt;Look" in page) == (
        True,
        True,
        True,
    )
    assert ("<script>alert" in page, "<b>Look" in page) == (False, False)


def test_one_is_accepted_one_edited_and_the_public_sees_it(client, officer, entry, proposal):
    sent = {"do-0": "edit", "edit-0-summary": "Better.", "do-1": "take"}

    response = client.post(action_page(proposal, "accept"), sent, follow=True)

    entry.refresh_from_db()
    assert (entry.summary, entry.vision) == ("Better.", "Art for all.")
    assert "Leeds33: accepted." in words_of(response)
    assert "Better." in words_of(client.get(entry.get_absolute_url()))


def test_one_is_accepted_and_one_left_with_a_reason(client, officer, entry, proposal):
    client.post(action_page(proposal, "accept"), {"do-0": "leave", "do-1": "take", "reason": "Too short."})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == (ProposalState.PARTLY, "Too short.")
    page = words_of(client.get(proposal.get_admin_url()))
    assert ("Summary: changed: left as it was" in page, "Vision: changed: accepted" in page) == (True, True)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"do-0": "leave", "do-1": "leave"}, "Accept at least one change, or decline the proposal"),
        ({"do-0": "take"}, "This field is required."),
        ({"do-0": "rubbish", "do-1": "take"}, "Select a valid choice. rubbish is not one of the available choices."),
        (
            {"do-0": "edit", "edit-0-summary": "A" * 1001, "do-1": "take"},
            "Summary must be 1,000 characters or fewer. It has 1,001",
        ),
    ],
)
def test_a_mistake_is_named_and_nothing_is_taken_over(client, officer, proposal, sent, problem):
    response = client.post(action_page(proposal, "accept"), sent)

    [(message, element)] = response.context["problems"]
    assert message == problem
    assert f'id="{element}"' in response.content.decode()
    proposal.partnership.refresh_from_db()
    assert proposal.partnership.summary == "Old."


def test_words_of_ones_own_that_are_not_chosen_are_asked_about_once_and_then_left_out(client, officer, entry, proposal):
    sent = {"do-0": "take", "edit-0-summary": "A" * 1001, "do-1": "take"}

    asked = client.post(action_page(proposal, "accept"), sent)
    entry.refresh_from_db()
    saved = entry.summary
    [change, _] = asked.context["review"].shown_changes
    client.post(action_page(proposal, "accept"), sent | {change["asked_name"]: change["asked"]})

    question = (
        "You wrote words of your own, but chose “Accept”. Choose “Accept with my words” to have them, or save once"
    )
    assert asked.context["problems"] == [(f"{question} more to do without them", "id_do-0_0")]
    assert (saved, change["is_edited"]) == ("Old.", True)
    entry.refresh_from_db()
    assert entry.summary == "New."


def test_other_words_are_asked_about_anew(client, officer, entry, proposal):
    sent = {"do-0": "leave", "edit-0-summary": "Mine.", "do-1": "take"}
    [change, _] = client.post(action_page(proposal, "accept"), sent).context["review"].shown_changes

    sent |= {"edit-0-summary": "Mine, and better.", change["asked_name"]: change["asked"]}
    again = client.post(action_page(proposal, "accept"), sent)

    assert len(again.context["problems"]) == 1
    entry.refresh_from_db()
    assert (entry.summary, entry.vision) == ("Old.", "")


def test_a_page_sent_as_it_was_drawn_asks_nothing(client, officer, entry):
    changes = {
        "summary": ["Old.", "New.\n\nTwo lines."],
        "link:+1": [None, {"kind": "page", "url": "https://a.example/", "label": "A page"}],
    }
    proposal = make_proposal(partnership=entry, changes=changes)
    review = client.get(proposal.get_admin_url()).context["review"]
    drawn = {field.html_name: field.value() for field in review if field.value() is not None}

    response = client.post(action_page(proposal, "accept"), drawn | {"edit-0-summary": "New.\r\n\r\nTwo lines."})

    assert response.status_code == 302
    entry.refresh_from_db()
    assert entry.summary == "New.\n\nTwo lines."


def test_what_the_entry_cannot_say_is_named_at_its_change(client, officer, entry):
    make_partnership(name="Taken")
    proposal = make_proposal(partnership=entry, changes={"name": ["Leeds33", "Taken"]})

    response = client.post(action_page(proposal, "accept"), {"do-0": "take"})

    assert [element for _, element in response.context["problems"]] == ["id_do-0_0"]
    proposal.refresh_from_db()
    assert proposal.is_waiting


def test_what_changed_meanwhile_is_shown_beside_and_not_taken_over(client, officer, entry, proposal):
    entry.summary = "Changed meanwhile."
    entry.save()

    shown = client.get(proposal.get_admin_url())
    refused = client.post(action_page(proposal, "accept"), {"do-0": "take", "do-1": "take"})

    assert "Changed since, now Changed meanwhile." in words_of(shown)
    assert shown.context["review"]["do-0"].value() == "leave"
    assert "This was changed since: Summary." in words_of(refused)
    entry.refresh_from_db()
    assert entry.vision == ""


def test_set_against_the_entry_as_it_is_now_it_can_be_taken_over(client, officer, entry, proposal):
    entry.summary = "Changed meanwhile."
    entry.save()

    client.post(action_page(proposal, "rebase"))
    page = words_of(client.get(proposal.get_admin_url()))
    client.post(action_page(proposal, "accept"), {"do-0": "take", "do-1": "take"})

    entry.refresh_from_db()
    assert ("Old Changed meanwhile. Proposed New." in page, entry.summary) == (True, "New.")


def test_what_is_so_already_needs_no_choice(client, officer, entry, proposal):
    entry.summary = "New."
    entry.save()

    page = words_of(client.get(proposal.get_admin_url()))
    client.post(action_page(proposal, "accept"), {"do-1": "take"})

    proposal.refresh_from_db()
    assert "The entry says so already." in page
    assert proposal.decisions == {"summary": "already", "vision": "accepted"}


def test_a_new_member_comes_with_the_names_that_are_like_it(client, officer, entry):
    sector = make_sector(slug="museums")
    make_membership(organisation=make_organisation(name="Tetley Gallery", sector=sector))
    value = {"name": "The Tetley Gallery", "sector": "museums", "role": "member"}
    proposal = make_proposal(partnership=entry, changes={"member:+1": [None, value]})

    page = words_of(client.get(proposal.get_admin_url()))
    sent = {"do-0": "edit", "edit-0-name": "Tetley Gallery", "edit-0-sector": "museums"}
    client.post(action_page(proposal, "accept"), sent)

    assert "with a name like it: Tetley Gallery" in page
    assert [member.organisation.name for member in entry.memberships.all()] == ["Tetley Gallery"]


def test_declined_with_a_reason(client, officer, proposal):
    without = client.post(action_page(proposal, "decline"), {"reason": " "})
    client.post(action_page(proposal, "decline"), {"reason": "It is not so."})

    proposal.refresh_from_db()
    assert "Say why you decline it" in words_of(without)
    assert (proposal.state, OutgoingMail.objects.get().to) == (ProposalState.DECLINED, COORDINATOR)


def test_what_was_held_back_is_released_or_declined(client, officer, entry):
    held = {"partnership": entry, "source": ProposalSource.VISITOR, "state": ProposalState.HELD}
    genuine, spam = make_proposal(**held, suspicions="Too fast."), make_proposal(**held, suspicions="Too many.")

    page = words_of(client.get(genuine.get_admin_url()))
    client.post(action_page(genuine, "release"))
    client.post(action_page(spam, "decline"), {"reason": "Spam"})

    states = [*ChangeProposal.objects.order_by("pk").values_list("state", flat=True)]
    assert "Held back as suspected spam. Too fast." in page
    assert states == [ProposalState.UNCONFIRMED, ProposalState.DECLINED]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("name", ACTIONS)
def test_what_is_decided_already_says_so(client, officer, proposal, name):
    client.post(action_page(proposal, "decline"), {"reason": "First."})

    sent = {"reason": "Second.", "do-0": "take", "do-1": "take"}
    response = client.post(action_page(proposal, name), sent, follow=True)

    proposal.refresh_from_db()
    assert "Somebody has decided on this meanwhile" in words_of(response)
    assert proposal.reason == "First."


def test_beside_a_stage_stands_that_it_goes_with_its_date(client, officer, entry):
    changes = {"stage": ["", "dormant"], "stage_as_of": ["", "2019"]}
    proposal = make_proposal(partnership=entry, changes=changes)

    response = client.post(action_page(proposal, "accept"), {"do-0": "take", "do-1": "leave"})

    assert "A stage goes with its date" in words_of(response)
    assert response.context["review"].errors.keys() == {"do-1"}


def test_a_part_that_the_reviewer_writes_is_looked_up_too(client, officer, entry):
    [place] = entry.authorities.all()
    value = {"authority": place.slug, "kind": "district", "name": "LS1"}
    proposal = make_proposal(partnership=entry, changes={"part:+1": [None, value]})
    typed = {f"edit-0-{name}": text for name, text in (value | {"name": "YO11"}).items()}

    response = client.post(action_page(proposal, "accept"), {"do-0": "edit"} | typed)

    assert response.context["review"].errors.keys() == {"edit-0-name"}
    assert "YO11 is no postcode district of" in words_of(response)
