"""Any visitor tells us what is wrong in an entry; after the address is confirmed, staff review it."""

import datetime
import re

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from lcep_site.loading.merging import load
from members.mailing_list.consent import CURRENT_FOR_CORRECTIONS
from members.models import ChangeProposal
from members.proposals.links import CORRECTION_LINK
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import FormSubmission, OutgoingMail
from partnerships.vocabulary import PublicationState
from tests.enquiry_forms import opened
from tests.factories import make_partnership, make_proposal, make_superuser
from tests.reading import words_of

pytestmark = pytest.mark.django_db

VERA = "vera@visitor.example"


@pytest.fixture
def entry():
    """A public entry."""
    return make_partnership(name="Leeds33", summary="Old.", website="http://leeds.example")


def form_page(entry):
    """Return the address of the form."""
    return reverse("members:correction-create", args=[entry.slug])


def filled_in(**changes):
    """Return the form filled in without a mistake a minute after it was opened."""
    values = {
        "token": opened().token,
        "part": "summary",
        "wrong": "It has moved.",
        "right": "New.",
        "email": VERA,
        "consent": CURRENT_FOR_CORRECTIONS.version,
    }
    return values | changes


def confirm_page(proposal):
    """Return the address the mail leads to."""
    return CORRECTION_LINK.path(proposal)


def test_the_form_is_reached_from_the_entry_and_sets_no_cookie(client, entry):
    assert form_page(entry) in client.get(entry.get_absolute_url()).content.decode()

    response = client.get(form_page(entry))

    words = words_of(response)
    assert (response.status_code, str(response.cookies)) == (200, "")
    assert ("If you are under 18, read this first" in words, CURRENT_FOR_CORRECTIONS.text in words) == (True, True)


def test_the_form_says_what_happens_next_and_how_a_coordinator_keeps_the_entry(client, entry):
    words = words_of(client.get(form_page(entry)))

    assert "What happens next We send a link to your address." in words
    assert "Do you run this partnership? Twice a year we send a link to the address we know for it." in words


def test_the_way_to_it_has_one_name_wherever_it_is_told(client, entry):
    load(settings.BASE_DIR / "fixtures" / "directory", lambda tally: None)
    name = "Tell us what is wrong or missing"

    assert f'<a href="{form_page(entry)}">{name}</a>' in client.get(entry.get_absolute_url()).content.decode()
    assert f"<h1>{name}</h1>" in client.get(form_page(entry)).content.decode()
    assert f"its page: {name}" in words_of(client.get("/questions/"))
    assert f"“{name}”" in words_of(client.get("/about/data/"))


def test_a_correction_waits_for_its_sender_and_the_mail_holds_none_of_its_words(client, entry):
    response = client.post(form_page(entry), filled_in(wrong="It has zebras", right="Zebras."), follow=True)

    proposal, mail = ChangeProposal.objects.get(), OutgoingMail.objects.get()
    assert "Look in your mailbox" in words_of(response)
    assert "have written" not in words_of(response)
    assert "Staff look at some corrections first" in words_of(response)
    assert (proposal.state, proposal.source, proposal.email) == (
        ProposalState.UNCONFIRMED,
        ProposalSource.VISITOR,
        VERA,
    )
    assert (proposal.changes, proposal.note) == ({"summary": ["Old.", "Zebras."]}, "The summary: It has zebras")
    assert proposal.consent_version == CURRENT_FOR_CORRECTIONS.version
    assert (mail.to, confirm_page(proposal) in mail.text) == (VERA, True)
    assert re.findall("zebras", mail.text + mail.html + mail.subject, re.IGNORECASE) == []


@pytest.mark.parametrize(
    ("typed", "changes", "note"),
    [
        ({"part": "members"}, {}, "Who is in it: It has moved.\n\nIt should say: New."),
        ({"right": ""}, {}, "The summary: It has moved."),
        (
            {"part": "website", "right": "leeds.example/new"},
            {"website": "https://leeds.example/new"},
            "Its website: It has moved.",
        ),
    ],
)
def test_what_is_no_plain_text_of_the_entry_is_a_note(client, entry, typed, changes, note):
    client.post(form_page(entry), filled_in(**typed))

    proposal = ChangeProposal.objects.get()
    assert ({key: new for key, (_, new) in proposal.changes.items()}, proposal.note) == (changes, note)


def test_opening_the_link_changes_nothing_and_pressing_its_button_does(client, entry):
    client.post(form_page(entry), filled_in())
    proposal = ChangeProposal.objects.get()

    for method in (client.get, client.head, client.get):
        assert method(confirm_page(proposal)).status_code == 200
    proposal.refresh_from_db()
    opened_only = proposal.state
    response = client.post(confirm_page(proposal), follow=True)

    proposal.refresh_from_db()
    assert response.redirect_chain == [(confirm_page(proposal), 302)]
    assert (opened_only, proposal.state) == (ProposalState.UNCONFIRMED, ProposalState.WAITING)
    assert ("We have your correction" in words_of(response), str(response.cookies)) == (True, "")
    entry.refresh_from_db()
    assert entry.summary == "Old."


def test_a_second_correction_of_the_same_visitor_goes_into_the_first(client, entry):
    for part, right in (("summary", "New."), ("how_to_join", "Write.")):
        client.post(form_page(entry), filled_in(part=part, right=right))
    for proposal in ChangeProposal.objects.order_by("pk"):
        client.post(confirm_page(proposal))

    [waiting] = ChangeProposal.objects.waiting()
    assert set(waiting.changes) == {"summary", "how_to_join"}
    assert waiting.note == "The summary: It has moved.\n\nHow to join: It has moved."


def test_a_link_of_what_was_decided_says_so_and_changes_nothing(client, entry):
    proposal = make_proposal(
        partnership=entry,
        source=ProposalSource.VISITOR,
        state=ProposalState.DECLINED,
        reason="No",
        reviewed_by=make_superuser(),
        reviewed_at=timezone.now(),
    )

    response = client.post(confirm_page(proposal), follow=True)

    proposal.refresh_from_db()
    assert "We have decided on your correction" in words_of(response)
    assert proposal.state == ProposalState.DECLINED


ADVERT = "We sell backlinks, 200 for $99. Interested? Reply today."
HELD = {
    "at once": {"token": opened(at=9e12).token},
    "into the field nobody sees": {
        opened(is_honeypot_filled=True).honeypot_name: "x",
        "token": opened(is_honeypot_filled=True).token,
    },
    "as an advert": {"wrong": ADVERT},
    "as an advert for new text": {"right": ADVERT},
}


@pytest.mark.parametrize("how", HELD)
def test_what_looks_like_spam_is_held_back_and_mails_nobody(client, entry, how):
    response = client.post(form_page(entry), filled_in(**HELD[how]), follow=True)

    proposal = ChangeProposal.objects.get()
    assert "We send a mail to the address you entered, mostly within minutes." in words_of(response)
    assert "Then there may be no mail." in words_of(response)
    assert "have written to you" not in words_of(response)
    assert (proposal.state, proposal.suspicions != "") == (ProposalState.HELD, True)
    assert OutgoingMail.objects.count() == 0


def test_an_address_or_a_network_that_sends_very_many_is_held_back(client, entry):
    for number in range(7):
        client.post(form_page(entry), filled_in(wrong=f"Mistake {number}"))
        FormSubmission.objects.update(at=F("at") - datetime.timedelta(minutes=1))

    states = [*ChangeProposal.objects.order_by("pk").values_list("state", flat=True)]
    assert states == [ProposalState.UNCONFIRMED] * 6 + [ProposalState.HELD]


def test_what_another_websites_page_sends_is_held_back(client, entry):
    client.post(form_page(entry), filled_in(), headers={"Sec-Fetch-Site": "cross-site"})

    assert ChangeProposal.objects.get().state == ProposalState.HELD


def test_a_form_opened_yesterday_is_renewed_and_nothing_is_lost(client, entry, monkeypatch):
    token = opened().token
    tomorrow = timezone.now().timestamp() + 25 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: tomorrow)

    response = client.post(form_page(entry), filled_in(token=token))

    assert "press “Send the correction” once more" in words_of(response)
    assert response.context["form"]["wrong"].value() == "It has moved."
    assert ChangeProposal.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"part": ""}, "Select what is wrong or missing"),
        ({"part": "rubbish"}, "Select what is wrong or missing"),
        ({"wrong": " "}, "Say what is wrong, and how you know"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "vera"}, "Enter an e-mail address in the correct format, like name@example.com"),
        ({"consent": ""}, "Tick the box if you agree. Without that we cannot look into it"),
        ({"part": "website", "right": "no address"}, "Enter a web address, like https://example.org"),
        ({"part": "name", "right": "A" * 161}, "Name of the partnership must be 160 characters or fewer"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_kept(client, entry, typed, problem):
    response = client.post(form_page(entry), filled_in(**typed))

    [(message, element)] = response.context["form"].problems
    assert message == problem
    assert f'id="{element}"' in response.content.decode()
    assert ChangeProposal.objects.count() == 0


def test_an_entry_that_is_not_public_has_no_such_page(client):
    draft = make_partnership(publication=PublicationState.DRAFT)

    assert [client.get(form_page(draft)).status_code, client.post(form_page(draft), filled_in()).status_code] == [
        404,
        404,
    ]


def test_the_pages_take_no_other_verbs(client, entry):
    proposal = make_proposal(state=ProposalState.UNCONFIRMED)
    addresses = [form_page(entry), confirm_page(proposal), reverse("members:correction-asked")]

    assert [client.put(address).status_code for address in addresses] == [405, 405, 405]


def test_a_broken_link_confirms_nothing(client):
    proposal = make_proposal(state=ProposalState.UNCONFIRMED)

    response = client.post(confirm_page(proposal)[:-2] + "/")

    proposal.refresh_from_db()
    assert (response.status_code, proposal.state) == (404, ProposalState.UNCONFIRMED)


def test_too_much_at_once_is_no_trouble(client, entry, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500

    assert client.post(form_page(entry), filled_in(wrong="A" * 1000)).status_code == 413


def test_what_is_sent_again_in_the_same_words_is_kept_once_and_asks_once(client, entry):
    form = filled_in()
    for _ in range(2):
        assert client.post(form_page(entry), form).status_code == 302
    client.post(form_page(entry), form | {"right": "Newer."})

    assert [proposal.changes["summary"][1] for proposal in ChangeProposal.objects.order_by("pk")] == ["New.", "Newer."]
    assert OutgoingMail.objects.count() == 2


def test_who_sends_the_same_again_later_is_asked_again(client, entry):
    client.post(form_page(entry), filled_in())
    ChangeProposal.objects.update(proposed_at=F("proposed_at") - datetime.timedelta(minutes=11))
    client.post(form_page(entry), filled_in())

    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_kept_is_not_counted_as_sent_either(client, entry, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    client.raise_request_exception = False
    monkeypatch.setattr("members.proposals.mails.ask_to_confirm", broken)
    response = client.post(form_page(entry), filled_in())

    assert (response.status_code, "It has moved." in response.text) == (503, True)
    assert (ChangeProposal.objects.count(), FormSubmission.objects.count()) == (0, 0)
