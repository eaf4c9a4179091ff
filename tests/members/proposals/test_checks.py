"""Partnerships are asked when they are due and reminded once; after six weeks their Bridge Organisation hears of it."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from members.models import CheckRequest
from members.proposals import checks, proposing
from members.proposals.shown import seal_of, shown_facts
from members.vocabulary import CheckAnswer
from partnerships.models import AuditEntry, OutgoingMail, Revision
from partnerships.vocabulary import PublicationState, RevisionKind, Stage
from tests.factories import COORDINATOR, make_bridge, make_check_request, make_partnership, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

WEEK = datetime.timedelta(weeks=1)


@pytest.fixture
def due():
    """An entry that was never checked, of Arch, with a contact."""
    bridge = make_bridge(name="Arch", enquiries_email="arch@bridge.example")
    return make_partnership(name="Leeds33", bridge=bridge, contact_email=COORDINATOR)


def run():
    """Run the command as it is run daily."""
    call_command("send_check_requests", verbosity=0)


def mails():
    """Return who was written to, and about what, in order."""
    return [(mail.to, mail.subject) for mail in OutgoingMail.objects.order_by("pk")]


ASKED = (COORDINATOR, "Is what we say about Leeds33 still true?")


def test_who_is_due_is_mailed_a_link_and_running_again_mails_nothing_more(due):
    run()
    run()

    assert mails() == [ASKED]
    request = CheckRequest.objects.get()
    assert (request.partnership, request.asked_by, request.is_open) == (due, None, True)
    assert f"/check/{request.pk}." in OutgoingMail.objects.get().text


def test_the_request_keeps_no_address(due):
    request = checks.ask(partnership=due)

    assert COORDINATOR not in str(CheckRequest.objects.filter(pk=request.pk).values().get())


@pytest.mark.parametrize(
    "fields",
    [
        {"contact_email": ""},
        {"publication": PublicationState.DRAFT},
        {"stage": Stage.ENDED},
        {"checked_on": timezone.localdate(), "checked_by": "Arch"},
    ],
)
def test_who_cannot_be_asked_or_is_not_due_is_left_alone(fields):
    make_partnership(**{"contact_email": COORDINATOR} | fields)

    run()

    assert mails() == []


@pytest.mark.parametrize("fields", [{"contact_email": ""}, {"publication": PublicationState.DRAFT}])
def test_nobody_can_be_asked_without_an_address_or_a_public_entry(fields):
    entry = make_partnership(**{"contact_email": COORDINATOR} | fields)

    with pytest.raises(checks.NoContact):
        checks.ask(partnership=entry)


def age(request, weeks):
    """Let a request have been sent so many weeks ago."""
    sent = timezone.now() - weeks * WEEK
    CheckRequest.objects.filter(pk=request.pk).update(sent_at=sent, expires_at=sent + 6 * WEEK)


def test_after_three_weeks_the_same_link_is_mailed_once_more(due):
    request = checks.ask(partnership=due)
    age(request, 3)

    run()
    run()

    assert mails() == [ASKED, (COORDINATOR, "Reminder: is what we say about Leeds33 still true?")]
    first, second = OutgoingMail.objects.order_by("pk")
    link = next(line for line in first.text.splitlines() if "/check/" in line)
    assert link in second.text.splitlines()


def test_after_six_weeks_the_bridge_is_told_once_with_a_link_to_the_back_office(due):
    age(checks.ask(partnership=due), 6)

    run()
    run()

    assert mails()[1:] == [("arch@bridge.example", "1 partnership did not answer whether the entry is still true")]
    assert reverse("admin:partnership-check", args=[due.pk]) in OutgoingMail.objects.latest("pk").text
    assert COORDINATOR not in OutgoingMail.objects.latest("pk").text


def test_one_mail_names_all_entries_of_a_bridge(due):
    other = make_partnership(name="Bradford", bridge=due.bridge, contact_email="b@partnership.example")
    for partnership in (due, other):
        age(checks.ask(partnership=partnership), 7)

    run()

    [told] = OutgoingMail.objects.filter(to="arch@bridge.example")
    assert ("Leeds33" in told.text, "Bradford" in told.text) == (True, True)


def test_who_answered_is_neither_reminded_nor_told_of(due):
    request = checks.ask(partnership=due)
    age(request, 5)
    checks.confirm(check_request=request, seal=seal_of(shown_facts(due)))
    age(request, 7)

    run()

    assert mails() == [ASKED]


def test_who_does_not_answer_is_asked_again_when_the_next_check_would_be_due(due):
    request = checks.ask(partnership=due)
    age(request, 20)
    run()
    before = len(mails())
    age(request, 27)

    run()

    assert mails()[before:] == [ASKED]
    assert [request.is_open for request in CheckRequest.objects.order_by("pk")] == [False, True]


def test_a_new_contact_is_asked_at_once_and_the_old_link_is_taken_back(due):
    old = checks.ask(partnership=due)
    due.contact_email = "new@partnership.example"
    due.save()

    run()

    assert [to for to, _ in mails()] == [COORDINATOR, "new@partnership.example"]
    old.refresh_from_db()
    assert old.revoked_at is not None


def test_an_old_contact_is_not_reminded(due):
    age(checks.ask(partnership=due), 4)
    due.contact_email = ""
    due.save()

    run()

    assert mails() == [ASKED]


def test_the_database_refuses_two_open_requests_for_an_entry(due):
    make_check_request(partnership=due)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_check_request(partnership=due)


def test_all_still_true_is_kept_as_a_check_by_the_partnership_in_one_revision(due):
    request = checks.ask(partnership=due)

    checks.confirm(check_request=request, seal=seal_of(shown_facts(due)))

    due.refresh_from_db()
    request.refresh_from_db()
    assert (due.checked_on, due.checked_by) == (timezone.localdate(), "the partnership")
    assert (request.answer, request.is_open) == (CheckAnswer.ALL_TRUE, False)
    assert Revision.objects.latest("pk").kind == RevisionKind.CHECK
    assert AuditEntry.objects.latest("pk").action == "checked"


def test_a_link_decides_once(due):
    request = checks.ask(partnership=due)
    checks.confirm(check_request=request, seal=seal_of(shown_facts(due)))

    with pytest.raises(checks.AlreadyAnswered):
        checks.send_changes(check_request=request, changes={"summary": ["", "New"]}, note="")

    assert due.proposals.count() == 0


def test_nothing_proposed_leaves_the_link_open(due):
    request = checks.ask(partnership=due)

    with pytest.raises(proposing.NothingProposed):
        checks.send_changes(check_request=request, changes={}, note=" ")

    request.refresh_from_db()
    assert request.is_open


def test_staff_take_a_link_back_once(due):
    request, by = checks.ask(partnership=due), make_superuser()

    checks.revoke(partnership=request.partnership, by=by)

    assert AuditEntry.objects.latest("pk").action == "link_revoked"
    with pytest.raises(checks.AlreadyAnswered):
        checks.confirm(check_request=request, seal=seal_of(shown_facts(due)))
    with pytest.raises(checks.AlreadyAnswered):
        checks.revoke(partnership=request.partnership, by=by)


def test_staff_asking_anew_takes_the_earlier_link_back(due):
    first = checks.ask(partnership=due)

    second = checks.ask(partnership=due, by=make_superuser())

    first.refresh_from_db()
    assert (first.standing, second.standing) == ("Link taken back", "Waiting for an answer")


@pytest.mark.parametrize("number", [1, 3])
def test_looking_for_who_is_due_asks_the_same_for_any_number(django_assert_num_queries, number):
    for _ in range(number):
        checks.ask(partnership=make_partnership(contact_email=COORDINATOR))

    with django_assert_num_queries(2):
        assert checks.to_ask(timezone.localdate()) == []
