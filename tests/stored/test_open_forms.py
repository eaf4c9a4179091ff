"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: forms that a browser has open, sent as they stood there: their tokens, their seals and the names of their fields.
"""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from members.models import ChangeProposal, MemberOrganisation, Subscriber
from members.organisations import merging
from partnerships.models import Enquiry, FormSubmission, OutgoingMail, Partnership, RequestCount, Revision
from tests.enquiry_forms import page_of
from tests.factories import make_check_request, make_organisation, make_sector
from tests.filling import left_as_it_is
from tests.reading import words_of
from tests.stored.conftest import MADE_AT
from tests.stored.entries import (
    CHECK,
    ENTRY,
    ORGANISATION,
    OTHER,
    READER,
    make_entry,
    make_owner,
)
from tests.stored.literals import LITERALS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.versions,
    pytest.mark.usefixtures("an_hour_later"),
    pytest.mark.ignore_template_errors,
]
FORMS, HASHES, PATHS = LITERALS["forms"], LITERALS["hashes"], LITERALS["paths"]
CORRECT, EDIT = "/partnerships/leeds33/correct/", f"/back-office/partnerships/partnership/{ENTRY}/change/"
SEEN, SAVED = 7_000_070, 7_000_090
SOME_TIMES, MOST_OF_NETWORK = 6, 60
HALF_AN_HOUR = datetime.timedelta(minutes=30)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def entry():
    """Leeds33, whose forms these are."""
    return make_entry()


def asked_before(form, who, times):
    """Let a form have been sent before, as it was remembered then."""
    at = MADE_AT + HALF_AN_HOUR
    FormSubmission.objects.bulk_create([FormSubmission(form=form, sender_hash=who, at=at) for _ in range(times)])


def edited(client, **changes):
    """Send the form of the entry in the back office as it stood in a browser, with `changes`."""
    client.force_login(make_owner())
    return client.post(EDIT, left_as_it_is(client.get(EDIT)) | changes, follow=True)


def revised(revision):
    """Let the latest version of the entry be of the revision of this number."""
    version = Partnership.versions.filter(id=ENTRY).latest()
    version.revision = Revision.objects.create(pk=revision, at=MADE_AT)
    version.save()


def test_an_enquiry_whose_answers_were_shown_before_is_sent_by_its_button_once(client, entry):
    for _ in range(2):
        response = client.post("/join/", FORMS["enquiry"])

    kept = Enquiry.objects.get()
    assert page_of(response) == f"/join/sent/{kept.reference}/"
    assert (str(kept.submission), kept.state, kept.partnership) == (LITERALS["submission"], "new", entry)


def test_an_enquiry_sent_before_is_the_same_when_it_is_sent_again(client, entry):
    kept = Enquiry(reference="LCEP-7K3M9Q", submission=LITERALS["submission"], due_on=MADE_AT.date())
    kept.save()

    response = client.post("/join/", FORMS["enquiry"])

    assert page_of(response) == "/join/sent/LCEP-7K3M9Q/"
    assert "LCEP-7K3M9Q" in words_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    "caught", [{LITERALS["trap"]: "spam"}, {"token": LITERALS["caught token"]}], ids=["field", "token"]
)
def test_who_fell_into_the_trap_of_a_form_opened_before_is_held_back(client, entry, caught):
    client.post("/join/", FORMS["enquiry"] | caught)
    client.post(CORRECT, FORMS["correction"] | caught)

    assert Enquiry.objects.get().suspicions == "A field that people do not see was filled in."
    assert ChangeProposal.objects.get().suspicions == "A field that people do not see was filled in."


@pytest.mark.parametrize(
    ("who", "sent_from", "times", "why"),
    [
        ("a reader", "192.0.2.1", SOME_TIMES, "This address sent 6 or more within a day."),
        ("the network of a test", "127.0.0.1", MOST_OF_NETWORK, "Its network sent 60 or more within an hour."),
        ("a network of IPv6", "2001:db8::1", MOST_OF_NETWORK, "Its network sent 60 or more within an hour."),
    ],
)
def test_who_sent_a_form_often_before_is_held_back(client, entry, who, sent_from, times, why):  # noqa: PLR0913
    for form in ("enquiry", "correction"):
        asked_before(form, HASHES[who], times)

    client.post("/join/", FORMS["enquiry"], REMOTE_ADDR=sent_from)
    client.post(CORRECT, FORMS["correction"], REMOTE_ADDR=sent_from)

    assert (Enquiry.objects.get().suspicions, ChangeProposal.objects.get().suspicions) == (why, why)


@pytest.mark.parametrize(("times", "mails"), [(2, 1), (3, 0)])
def test_how_often_an_address_asked_for_news_before_is_remembered(client, times, mails):
    asked_before("subscription", HASHES["a reader"], times)

    client.post("/news-by-mail/", {"email": READER, "consent": "news-2026-11"})

    assert (OutgoingMail.objects.count(), Subscriber.objects.count()) == (mails, mails)


@pytest.mark.parametrize(("number", "status"), [(599, 200), (600, 429)])
def test_how_often_a_program_asked_before_is_remembered(client, number, status):
    since = MADE_AT.replace(hour=13)
    RequestCount.objects.create(network_hash=HASHES["the network of a test"], since=since, count=number)

    assert client.get("/api/v1/").status_code == status


def test_a_correction_begun_before_is_kept(client, entry):
    client.post(CORRECT, FORMS["correction"])

    kept = ChangeProposal.objects.get()
    assert (kept.state, kept.suspicions, kept.changes) == ("unconfirmed", "", {"summary": ["Old words.", "New words."]})
    assert kept.proposer == f"visitor:{HASHES['fingerprint of a reader']}"


def test_changes_that_were_shown_before_are_sent_by_their_button(client, entry):
    make_sector(pk=OTHER, name="Dance", slug="dance")
    make_check_request(pk=CHECK, partnership=entry)

    client.post(f"{PATHS['check']}change/", FORMS["check"])

    kept = ChangeProposal.objects.get()
    assert kept.changes == LITERALS["changes"]
    assert kept.proposer == f"link:{HASHES['fingerprint of the contact']}"


def test_what_others_saved_while_a_form_was_open_is_kept_beside_ones_own(client, entry):
    revised(SEEN)
    entry.summary = "Theirs."
    entry.save()
    revised(SAVED)

    page = edited(client, seen=LITERALS["seen"], summary="Old words.", host="Mine")

    entry.refresh_from_db()
    assert (entry.summary, entry.host) == ("Theirs.", "Mine")
    assert "saved Summary meanwhile." in words_of(page)


def test_a_picture_chosen_before_is_taken_up_by_the_form_that_was_not_saved_then(client, entry):
    default_storage.save(LITERALS["picture"], ContentFile(b""))

    edited(client, **{"logo-held": LITERALS["held picture"], "logo_alt": "Leeds33"})

    entry.refresh_from_db()
    assert entry.logo.name == LITERALS["picture"]


def test_what_looked_wrong_before_is_saved_by_the_button_below_it(client, entry):
    odd = {"website": "http://arts.example/", "heeded": LITERALS["heeded"], "save_anyway": "on"}

    edited(client, **odd)

    entry.refresh_from_db()
    assert entry.website == "http://arts.example/"


def test_a_merger_that_was_shown_before_is_carried_out(entry):
    gone = make_organisation(pk=OTHER, name="Opera of the North", sector=entry.memberships.get().organisation.sector)
    keep = MemberOrganisation.objects.get(pk=ORGANISATION)

    merging.merge(keep=keep, gone=gone, by=make_owner(), seen=LITERALS["merger"])

    assert MemberOrganisation.objects.get() == keep
