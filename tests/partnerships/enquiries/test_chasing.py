"""What nobody answers is chased: who has it, then who looks after it, and the enquirer is told once."""

import datetime
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from partnerships.enquiries import chasing, desk
from partnerships.enquiries.partnership_replies import enquiry_link
from partnerships.models import Enquiry, OutgoingMail
from partnerships.vocabulary import NATIONAL_DESK, EnquiryEventKind, EnquiryState, RouteKind
from tests.factories import make_bridge, make_enquiry, make_officer, make_partnership, make_superuser
from tests.reading import words_of

pytestmark = pytest.mark.django_db

# A Monday; five working days later, with a bank holiday between them, is the Tuesday of the next week.
DUE = datetime.date(2026, 5, 18)
DAY_BEFORE, QUIET = datetime.date(2026, 5, 17), datetime.date(2026, 5, 26)
ADA = "ada@stranger.example"


@pytest.fixture(autouse=True)
def national_desk(settings):
    """Give the national desk an address of its own."""
    settings.NATIONAL_DESK_EMAIL = settings.DATA_DESK_EMAIL = "desk@national.example"


@pytest.fixture
def arch():
    """A Bridge Organisation that reads enquiries."""
    return make_bridge(name="Arch", enquiries_email="desk@arch.example")


@pytest.fixture
def chased(monkeypatch):
    """A function that chases on a day, at noon, and returns what was done and who was written to by that."""

    def chase(day):
        moment = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        before = {*OutgoingMail.objects.values_list("pk", flat=True)}
        counts = chasing.chase(day)
        mails = OutgoingMail.objects.exclude(pk__in=before).order_by("pk")
        return [step for step, count in counts.items() for _ in range(count)], [mail.to for mail in mails]

    return chase


def with_the(partnership_or_desk, **fields):
    """Return an enquiry of Ada's that is due on DUE and lies with a partnership, a desk, or None, the national one."""
    values = {"email": ADA, "due_on": DUE, "received_at": timezone.now()}
    if partnership_or_desk is None:
        values |= {"desk": None, "route": RouteKind.NATIONAL, "recipient_name": NATIONAL_DESK}
    elif partnership_or_desk._meta.model_name == "partnership":
        has_it = {"partnership": partnership_or_desk, "recipient_name": partnership_or_desk.name}
        values |= has_it | {"desk": partnership_or_desk.bridge, "route": RouteKind.PARTNERSHIP}
    else:
        values |= {"desk": partnership_or_desk, "route": RouteKind.BRIDGE, "recipient_name": partnership_or_desk.name}
    return make_enquiry(**values | fields)


def leeds33(arch):
    """Return a partnership that takes enquiries in the territory of `arch`."""
    return make_partnership(bridge=arch, name="Leeds33", takes_enquiries=True, contact_email="host@leeds.example")


def texts_of(enquiry):
    """Return what the timeline says of chasing."""
    return [*enquiry.events.filter(kind=EnquiryEventKind.CHASED).order_by("pk").values_list("text", flat=True)]


def test_nobody_is_chased_before_the_day(arch, chased):
    with_the(arch)

    assert chased(DAY_BEFORE) == ([], [])


def test_a_partnership_is_reminded_on_the_day_and_its_bridge_told_five_working_days_later(arch, chased):
    enquiry = with_the(leeds33(arch))

    first, between, last = chased(DUE), chased(QUIET - datetime.timedelta(1)), chased(QUIET)

    assert first == (["reminded"], ["host@leeds.example"])
    assert between == ([], [])
    assert last == (["passed up"], ["desk@arch.example", ADA])
    assert texts_of(enquiry) == [
        "Leeds33 was reminded: an answer is due on 18 May 2026.",
        "Arch was told that nobody has answered. So was the enquirer.",
    ]


@pytest.mark.parametrize("has_bridge", [True, False])
def test_a_desk_is_reminded_and_then_the_national_desk_is_told(arch, chased, has_bridge):
    with_the(arch if has_bridge else None)

    assert chased(DUE)[1] == ["desk@arch.example" if has_bridge else "desk@national.example"]
    assert chased(QUIET)[1] == ["desk@national.example", ADA]


def test_who_took_it_on_is_reminded_and_nobody_else(arch, chased):
    officer = make_officer(arch)
    User.objects.filter(pk=officer.pk).update(email="o@arch.example")
    with_the(arch, state=EnquiryState.WAITING, assigned_to=officer)

    assert chased(DUE)[1] == ["o@arch.example"]


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email": ""}], ids=["closed", "without address"])
def test_the_desk_is_reminded_of_what_somebody_took_on_who_cannot_be(arch, chased, fields):
    officer = make_officer(arch)
    User.objects.filter(pk=officer.pk).update(**{"email": "o@arch.example"} | fields)
    with_the(arch, state=EnquiryState.WAITING, assigned_to=officer)

    assert chased(DUE)[1] == ["desk@arch.example"]


def test_where_the_enquirer_has_no_address_only_those_who_see_to_it_are_told(chased):
    enquiry = with_the(None, email="")

    assert chased(QUIET)[1] == ["desk@national.example"]
    assert texts_of(enquiry) == ["The national desk of this directory was told that nobody has answered."]


def test_a_step_that_fails_leaves_no_mail_behind(arch, chased, monkeypatch):
    with_the(arch)
    monkeypatch.setattr(chasing, "_note", Mock(side_effect=RuntimeError))

    with pytest.raises(RuntimeError):
        chased(QUIET)

    assert not OutgoingMail.objects.exists()


def test_run_twice_it_writes_nothing_more(arch, chased):
    with_the(leeds33(arch))

    for day in (DUE, QUIET):
        chased(day)
        assert chased(day) == ([], [])


def test_a_run_that_was_missed_takes_the_step_that_is_due_by_then_and_only_that(arch, chased):
    with_the(leeds33(arch))

    assert chased(QUIET)[0] == ["passed up"]
    assert chased(QUIET + datetime.timedelta(30)) == ([], [])


def test_the_enquirer_is_told_once_however_often_its_day_is_set_anew(arch, chased):
    enquiry = with_the(arch)
    chased(QUIET)
    later = QUIET + datetime.timedelta(30)
    Enquiry.objects.update(due_on=later)

    assert chased(later)[0] == ["reminded"]
    assert chased(later + datetime.timedelta(14))[1] == ["desk@national.example"]
    assert enquiry.mails.filter(to=ADA).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": EnquiryState.ANSWERED, "answered_at": timezone.now()},
        {"state": EnquiryState.WAITING, "answered_at": timezone.now()},
        {"state": EnquiryState.CLOSED, "closed_at": timezone.now(), "outcome": "joined"},
        {"state": EnquiryState.QUARANTINED, "suspicions": "Too fast"},
    ],
)
def test_what_was_answered_once_closed_or_held_back_is_left_alone(arch, chased, fields):
    with_the(arch, **fields)

    assert (chased(DUE), chased(QUIET)) == (([], []), ([], []))


def test_the_mails_say_what_to_do_and_hold_nothing_of_what_a_stranger_wrote(arch, chased, client):
    enquiry = with_the(leeds33(arch), name="Ada Stranger", message="Buy carpets")
    chased(DUE)
    chased(QUIET)

    due, quiet = (enquiry.mails.get(to=address) for address in ("host@leeds.example", "desk@arch.example"))
    assert enquiry_link(enquiry, "host@leeds.example").partition("/join/")[0] in due.text
    assert "If nobody has answered five working days after that day, Arch is told." in due.text
    assert "Ask whoever has it whether they have answered by e-mail. If so, close it." in quiet.text
    assert "The enquirer has been told so, and that you see to it." in quiet.text
    for mail in (due, quiet):
        seen = mail.subject + mail.text + mail.html
        assert [word for word in ("Ada", "carpets", ADA) if word in seen] == []


def test_the_enquirer_is_told_honestly_who_was_asked(arch, chased):
    enquiry = with_the(leeds33(arch), is_promised=False)
    chased(QUIET)

    mail = enquiry.mails.get(to=ADA)
    assert mail.subject == f"Your enquiry ({enquiry.reference}) has had no answer yet"
    assert "It is with Leeds33. We have reminded whoever has it, and told Arch" in mail.text


def test_staff_find_those_gone_quiet_in_a_list_and_on_the_front_page(arch, chased, client):
    quiet, late = with_the(arch), with_the(arch, due_on=DUE + datetime.timedelta(3))
    chased(QUIET)
    client.force_login(make_superuser())

    assert [*Enquiry.objects.gone_quiet()] == [quiet]
    assert "1 Nobody answered though chased" in words_of(client.get("/back-office/"))
    listed = client.get("/back-office/partnerships/enquiry/?box=quiet").content.decode()
    assert (quiet.reference in listed, late.reference in listed) == (True, False)


def test_an_answer_ends_it(arch, chased):
    enquiry = with_the(arch)
    chased(DUE)
    desk.reply(enquiry=enquiry, text="Yes", by=make_superuser())

    assert chased(QUIET) == ([], [])


def test_the_daily_command_chases(arch, capsys):
    with_the(arch, due_on=timezone.localdate())

    for _ in range(2):
        call_command("send_check_requests")

    assert OutgoingMail.objects.filter(to="desk@arch.example").count() == 1
    assert "Enquiries without an answer: 1 reminded, 0 passed up." in capsys.readouterr().out
