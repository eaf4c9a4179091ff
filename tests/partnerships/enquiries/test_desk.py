"""What staff do with an enquiry: each action, what it leaves behind, and when it is refused."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.enquiries import desk as enquiry_desk
from partnerships.enquiries.desk import NotOfThisDesk, TakesNoEnquiries
from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryOutcome, EnquiryState, EnquiryTopic, RouteKind
from tests.factories import make_bridge, make_enquiry, make_officer, make_partnership, make_superuser
from tests.partnerships.conftest import CHANGE

pytestmark = pytest.mark.django_db
CLOSED = {"state": EnquiryState.CLOSED, "closed_at": timezone.now(), "outcome": EnquiryOutcome.NO_REPLY}
HELD = {"state": EnquiryState.QUARANTINED, "suspicions": "Too fast"}


def timeline(enquiry):
    """Return what the timeline of `enquiry` says: kind, user and text of each event."""
    return list(enquiry.events.values_list("kind", "by", "text"))


def mails(enquiry):
    """Return the mails of `enquiry` as (address, subject) in the order they were written."""
    return list(enquiry.mails.order_by("pk").values_list("to", "subject"))


def test_who_takes_on_a_new_enquiry_makes_it_wait(desk, officer):
    enquiry = make_enquiry(desk=desk)

    enquiry = enquiry_desk.assign(enquiry=enquiry, to=officer, by=officer)

    stored = Enquiry.objects.get()
    assert (stored.assigned_to, stored.state) == (officer, EnquiryState.WAITING)
    assert timeline(enquiry) == [("assigned", officer.pk, f"To {officer.username}")]


def test_an_enquiry_can_be_given_to_nobody_again(desk, officer):
    enquiry = make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer)

    enquiry_desk.assign(enquiry=enquiry, to=None, by=officer)

    assert Enquiry.objects.get().assigned_to is None


def test_only_those_who_answer_for_the_desk_are_given_its_enquiries(desk, officer):
    colleague = make_officer(desk, permissions=CHANGE)
    looks_only = make_officer(desk, permissions=["view_enquiry"])
    elsewhere = make_officer(make_bridge(), permissions=CHANGE)
    enquiry = make_enquiry(desk=desk)

    assert set(enquiry_desk.can_be_given_to(enquiry, officer)) == {officer, colleague}
    for person in (looks_only, elsewhere):
        with pytest.raises(NotOfThisDesk):
            enquiry_desk.assign(enquiry=enquiry, to=person, by=officer)


def test_the_national_desk_takes_on_what_is_its_own_and_what_is_not(desk, officer):
    national = make_officer(permissions=[*CHANGE, "answer_for_national_desk"])

    assert set(enquiry_desk.can_be_given_to(make_enquiry(desk=None), national)) == {national}
    assert set(enquiry_desk.can_be_given_to(make_enquiry(desk=desk), national)) == {national, officer}


def test_a_reply_is_kept_mailed_and_answers_the_enquiry(desk, officer):
    enquiry = make_enquiry(desk=desk, email="asks@enquirer.example", reference="LCEP-7K3M9Q")

    enquiry = enquiry_desk.reply(enquiry=enquiry, text="We meet in May.\nDo come.", by=officer)

    stored, mail = Enquiry.objects.get(), enquiry.mails.get()
    assert (stored.state, stored.assigned_to, stored.answered_at is None) == (EnquiryState.ANSWERED, officer, False)
    assert timeline(enquiry) == [("replied", officer.pk, "We meet in May.\nDo come.")]
    assert (mail.to, "We meet in May.\nDo come." in mail.text, "+LCEP-7K3M9Q@" in mail.reply_to) == (
        "asks@enquirer.example",
        True,
        True,
    )


def test_every_reply_is_a_mail_of_its_own_and_the_first_says_when_it_was_answered(desk, officer):
    first = timezone.now() - datetime.timedelta(days=3)
    enquiry = make_enquiry(desk=desk, state=EnquiryState.ANSWERED, answered_at=first)

    enquiry_desk.reply(enquiry=enquiry, text="Yes", by=officer)
    enquiry_desk.reply(enquiry=enquiry, text="Yes", by=officer)

    assert enquiry.mails.count() == 2
    assert Enquiry.objects.get().answered_at == first


def test_a_reply_leaves_the_enquiry_with_whoever_has_it(desk, officer):
    colleague = make_officer(desk, permissions=CHANGE)
    enquiry = make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=colleague)

    enquiry_desk.reply(enquiry=enquiry, text="Yes", by=officer)

    assert Enquiry.objects.get().assigned_to == colleague


def test_a_reply_can_close_the_enquiry(desk, officer):
    enquiry = make_enquiry(desk=desk)

    enquiry_desk.reply(enquiry=enquiry, text="Yes", by=officer, outcome=EnquiryOutcome.PUT_IN_TOUCH)

    stored = Enquiry.objects.get()
    assert (stored.state, stored.outcome) == (EnquiryState.CLOSED, EnquiryOutcome.PUT_IN_TOUCH)
    assert timeline(enquiry) == [("replied", officer.pk, "Yes"), ("closed", officer.pk, "Put in touch")]


def test_a_note_changes_nothing_and_leaves_no_mail(desk, officer):
    enquiry = make_enquiry(desk=desk)

    enquiry_desk.note(enquiry=enquiry, text="Rang them", by=officer)

    assert Enquiry.objects.get().state == EnquiryState.NEW
    assert (timeline(enquiry), mails(enquiry)) == ([("noted", officer.pk, "Rang them")], [])


def test_another_topic_stays_on_the_desk_and_the_rules_say_where_it_usually_goes(desk, officer):
    enquiry = make_enquiry(desk=desk, topic=EnquiryTopic.OTHER)

    enquiry = enquiry_desk.change_topic(enquiry=enquiry, topic=EnquiryTopic.PRESS, by=officer)

    assert Enquiry.objects.values_list("topic", "desk").get() == (EnquiryTopic.PRESS, desk.pk)
    assert enquiry_desk.usual_desk(enquiry) is None
    assert timeline(enquiry) == [("topic", officer.pk, "From “Something else” to “Press or research”")]


def test_an_enquiry_passed_on_lies_new_on_the_other_desk_which_is_told(desk, officer):
    other = make_bridge(name="Span", enquiries_email="span@bridge.example")
    enquiry = make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer, reference="LCEP-7K3M9Q")

    enquiry = enquiry_desk.pass_on(enquiry=enquiry, to=other, reason="It is in Hull", by=officer)

    stored = Enquiry.objects.get()
    assert (stored.desk, stored.state, stored.assigned_to, stored.route) == (
        other,
        EnquiryState.NEW,
        None,
        RouteKind.BRIDGE,
    )
    assert stored.route_reason == f"Passed on by {officer.username}: It is in Hull"
    assert stored.recipient_name == "Span"
    assert timeline(enquiry) == [("passed_on", officer.pk, "To Span: It is in Hull")]
    assert [to for to, _ in mails(enquiry)] == ["span@bridge.example", enquiry.email]
    assert not [mail for mail in enquiry.mails.all() if enquiry.message in mail.text]


def test_an_enquiry_passed_on_keeps_the_day_its_answer_is_due(desk, officer):
    enquiry = make_enquiry(desk=desk)

    enquiry_desk.pass_on(enquiry=enquiry, to=None, reason="Not ours", by=officer)

    assert Enquiry.objects.get().due_on == enquiry.due_on


def test_a_desk_without_address_and_officers_leaves_it_to_the_national_desk_to_know(desk, officer):
    enquiry = make_enquiry(desk=desk)

    enquiry_desk.pass_on(enquiry=enquiry, to=make_bridge(), reason="Theirs", by=officer)

    assert [to for to, _ in mails(enquiry)] == [settings.NATIONAL_DESK_EMAIL]


def test_an_enquiry_left_to_its_partnership_stays_on_the_desk(desk, officer):
    partnership = make_partnership(
        bridge=desk, takes_enquiries=True, contact_email="host@partnership.example", name="Leeds33"
    )
    enquiry = make_enquiry(desk=desk, partnership=partnership)

    enquiry_desk.pass_on(enquiry=enquiry, to=partnership, reason="They decide", by=officer)

    stored = Enquiry.objects.get()
    assert (stored.desk, stored.state, stored.route) == (desk, EnquiryState.WAITING, RouteKind.PARTNERSHIP)
    assert [to for to, _ in mails(enquiry)] == ["host@partnership.example", enquiry.email]
    assert "/join/for-partnerships/" in enquiry.mails.order_by("pk").first().text


def test_only_the_partnership_it_is_about_and_only_if_it_takes_enquiries_can_have_it(desk, officer):
    contact = {"takes_enquiries": True, "contact_email": "host@partnership.example"}
    refuses, another = make_partnership(bridge=desk), make_partnership(bridge=desk, **contact)
    enquiry = make_enquiry(desk=desk, partnership=refuses)

    for partnership in (refuses, another):
        with pytest.raises(TakesNoEnquiries):
            enquiry_desk.pass_on(enquiry=enquiry, to=partnership, reason="Theirs", by=officer)


def test_an_enquiry_is_closed_with_an_outcome_and_opened_again(desk, officer):
    enquiry = make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer)

    enquiry_desk.close(enquiry=enquiry, outcome=EnquiryOutcome.CANNOT_HELP, by=officer)
    closed = Enquiry.objects.get()
    enquiry_desk.reopen(enquiry=enquiry, text="They wrote again", by=officer)

    opened = Enquiry.objects.get()
    assert (closed.state, closed.outcome, closed.closed_at is None) == ("closed", "cannot_help", False)
    assert (opened.state, opened.outcome, opened.closed_at, opened.assigned_to) == ("waiting", "", None, officer)
    assert timeline(enquiry) == [
        ("closed", officer.pk, "Could not help"),
        ("reopened", officer.pk, "They wrote again"),
    ]


def test_a_released_enquiry_goes_its_way_and_its_time_begins(desk, officer):
    enquiry = make_enquiry(
        desk=desk,
        topic=EnquiryTopic.CORRECT,
        email="asks@enquirer.example",
        route=RouteKind.BRIDGE,
        route_reason="It is in the territory of Arch.",
        recipient_name="Arch",
        due_on=timezone.localdate() - datetime.timedelta(days=30),
        **HELD,
    )

    enquiry = enquiry_desk.release(enquiry=enquiry, by=officer)

    stored = Enquiry.objects.get()
    assert (stored.state, stored.suspicions) == (EnquiryState.NEW, "")
    assert stored.due_on == working_days.due_on(timezone.localdate(), 10)
    assert [to for to, _ in mails(enquiry)] == ["arch@bridge.example", "asks@enquirer.example"]
    assert timeline(enquiry) == [("released", officer.pk, "It is in the territory of Arch.")]


def test_an_enquiry_passed_on_before_it_was_held_back_stays_where_it_was_passed_to(desk):
    partnership, national = (
        make_partnership(bridge=make_bridge(enquiries_email="first@bridge.example")),
        make_superuser(),
    )
    enquiry = make_enquiry(desk=desk, partnership=partnership, route=RouteKind.BRIDGE, recipient_name="Arch", **HELD)

    enquiry_desk.release(enquiry=enquiry, by=national)

    assert [to for to, _ in mails(enquiry)][0] == "arch@bridge.example"


def test_an_enquiry_released_when_its_partnership_takes_none_any_more_goes_to_the_desk_and_says_so(desk, officer):
    partnership = make_partnership(bridge=desk, name="Leeds33")
    route = {"route": RouteKind.PARTNERSHIP, "recipient_name": "Leeds33", "email": "asks@enquirer.example"}
    enquiry = make_enquiry(desk=desk, partnership=partnership, **route, **HELD)

    enquiry_desk.release(enquiry=enquiry, by=officer)

    stored = Enquiry.objects.get()
    assert (stored.route, stored.recipient_name) == (RouteKind.BRIDGE, "Arch")
    assert stored.route_reason == "It was for Leeds33 when it arrived."
    assert [to for to, _ in mails(enquiry)] == ["arch@bridge.example", "asks@enquirer.example"]
    assert "Your enquiry is with Arch." in enquiry.mails.order_by("pk").last().text


def test_what_staff_take_for_spam_is_held_back_with_a_reason(desk, officer):
    enquiry = make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer)

    enquiry_desk.hold_back(enquiry=enquiry, reason="Sells pills", by=officer)

    stored = Enquiry.objects.get()
    assert (stored.state, stored.suspicions, stored.assigned_to) == (EnquiryState.QUARANTINED, "Sells pills", None)
    assert timeline(enquiry) == [("quarantined", officer.pk, "Sells pills")]
