"""The forms on an enquiry's page when they are filled in wrongly, or when a colleague was quicker."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryEventKind, EnquiryOutcome, EnquiryState
from tests.factories import make_bridge, make_enquiry, make_officer, make_partnership
from tests.partnerships.conftest import CHANGE

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]

TOO_LONG = "Your reply must be 10,000 characters or fewer. It has 10,001"


@pytest.fixture
def signed_in(client, officer):
    """A client signed in as an officer of the desk."""
    client.force_login(officer)
    return client


def send(client, enquiry, action, **values):
    """Send the form of `action` as it stands on the page now, with `values`."""
    seen = client.get(enquiry.get_admin_url()).context["seen"]
    return client.post(reverse(f"admin:partnerships_enquiry_{action}", args=[enquiry.pk]), {"seen": seen} | values)


@pytest.mark.parametrize(
    ("action", "values", "problem"),
    [
        ("reply", {"words": " "}, ("Enter your reply", "id_reply_words")),
        (
            "reply",
            {"words": "x" * 10_001},
            ("Your reply must be 10,000 characters or fewer. It has 10,001", "id_reply_words"),
        ),
        ("reply", {"words": "Yes", "outcome": "married"}, ("Select what to do then", "id_reply_outcome")),
        ("note", {}, ("Enter a note", "id_note_words")),
        ("assign", {"to": "999999"}, ("Select somebody who answers for this desk", "id_assign_to")),
        ("assign", {"to": "nobody"}, ("Select somebody who answers for this desk", "id_assign_to")),
        ("change_topic", {"topic": "sailing"}, ("Select a topic", "id_change_topic_topic")),
        ("change_topic", {"topic": "other"}, ("It is there already. Select something else", "change_topic-form")),
        ("pass_on", {"to": "national"}, ("Enter why you pass it on", "id_pass_on_reason")),
        ("pass_on", {"to": "atlantis", "reason": "Far"}, ("Select who should have it", "id_pass_on_to")),
        ("pass_on", {"to": "partnership", "reason": "Near"}, ("Select who should have it", "id_pass_on_to")),
        ("close", {}, ("Select how it ended", "id_close_outcome")),
        ("hold_back", {"reason": "x" * 201}, ("The reason must be 200 characters or fewer", "id_hold_back_reason")),
        ("release", {}, ("This enquiry is open, so there is nothing to undo", "release-form")),
    ],
)
def test_a_form_filled_in_wrongly_is_shown_again_with_a_message(signed_in, desk, action, values, problem):
    enquiry = make_enquiry(desk=desk)

    response = send(signed_in, enquiry, action, **values)

    page, (message, target) = response.content.decode(), problem
    assert (response.status_code, response.context["sent"].problems) == (200, [problem])
    assert (f'<a href="#{target}">{message}</a>' in page, f'id="{target}"' in page) == (True, True)
    assert enquiry.events.count() == 0


def test_what_was_typed_is_kept_when_a_colleague_was_quicker(signed_in, desk):
    enquiry, colleague = make_enquiry(desk=desk), make_officer(desk, permissions=CHANGE)
    colleague.first_name, colleague.last_name = "Ada", "Byron"
    colleague.save()
    old = enquiry.events.create(kind=EnquiryEventKind.RECEIVED)
    new = enquiry.events.create(kind=EnquiryEventKind.REPLIED, by=colleague, text="No")

    response = send(signed_in, enquiry, "reply", words="Do come.", seen=old.pk)
    page = response.content.decode()
    again = signed_in.post(
        reverse("admin:partnerships_enquiry_reply", args=[enquiry.pk]),
        {"words": "Do come.", "seen": response.context["seen"]},
    )

    assert response.status_code == 200
    assert "Something happened after you opened this page. “Replied”, by Ada Byron at" in page
    assert (">\nDo come.</textarea>" in page, response.context["seen"]) == (True, new.pk)
    assert (again.status_code, enquiry.mails.count()) == (302, 1)


@pytest.mark.parametrize("seen", ["", "0", "-1", "abc", "٣", "9" * 60, "1\x00"])
def test_a_page_that_cannot_say_what_it_showed_counts_as_old(signed_in, desk, seen):
    enquiry = make_enquiry(desk=desk)
    enquiry.events.create(kind=EnquiryEventKind.RECEIVED)

    response = send(signed_in, enquiry, "close", outcome="spam", seen=seen)

    assert (response.status_code, Enquiry.objects.get().state) == (200, EnquiryState.NEW)


def test_a_mistake_does_not_hide_that_a_colleague_was_quicker(signed_in, desk):
    enquiry = make_enquiry(desk=desk)
    old = enquiry.events.create(kind=EnquiryEventKind.RECEIVED)
    enquiry.events.create(kind=EnquiryEventKind.NOTED, text="Wait")

    response = send(signed_in, enquiry, "reply", words="", seen=old.pk)

    assert response.context["seen"] == str(old.pk)


def test_a_note_is_kept_whatever_happened_meanwhile(signed_in, desk):
    enquiry = make_enquiry(desk=desk)
    old = enquiry.events.create(kind=EnquiryEventKind.RECEIVED)
    enquiry.events.create(kind=EnquiryEventKind.NOTED, text="First")

    response = send(signed_in, enquiry, "note", words="Second", seen=old.pk)

    assert (response.status_code, enquiry.events.count()) == (302, 3)


def test_a_form_for_an_enquiry_closed_meanwhile_says_so(signed_in, desk, officer):
    enquiry = make_enquiry(desk=desk)
    send(signed_in, enquiry, "close", outcome=EnquiryOutcome.SPAM)

    response = send(signed_in, enquiry, "reply", words="Do come.")

    assert response.context["sent"].problems == [("This enquiry is closed. Open it again first", "reply-form")]
    assert enquiry.mails.count() == 0


def test_text_of_any_script_is_sent_and_a_header_cannot_be_smuggled_in(signed_in, desk):
    enquiry = make_enquiry(desk=desk)

    send(signed_in, enquiry, "pass_on", to="national", reason="Bcc: a@b.example\r\nX: y \u202e🎭")

    assert enquiry.events.get().text == "To the national desk: Bcc: a@b.example X: y 🎭"


def test_an_enquiry_is_passed_to_the_contact_of_its_partnership(signed_in, desk):
    partnership = make_partnership(bridge=desk, takes_enquiries=True, contact_email="host@partnership.example")
    enquiry = make_enquiry(desk=desk, partnership=partnership)

    response = send(signed_in, enquiry, "pass_on", to="partnership", reason="They decide")

    assert response.status_code == 302
    assert sorted(mail.to for mail in enquiry.mails.all()) == sorted([enquiry.email, "host@partnership.example"])


def test_an_enquiry_is_passed_to_another_bridge(signed_in, desk):
    enquiry, other = make_enquiry(desk=desk), make_bridge()

    response = send(signed_in, enquiry, "pass_on", to=str(other.pk), reason="Theirs")

    assert (response["Location"], Enquiry.objects.get().desk) == (
        reverse("admin:partnerships_enquiry_changelist"),
        other,
    )
    assert signed_in.get(enquiry.get_admin_url()).status_code == 404


@pytest.mark.parametrize(
    ("address", "label", "said"),
    [
        (
            "",
            "Empty (nobody reads enquiries there: the national desk is told)",
            "Passed on. Nobody reads the enquiries of Empty here, so the national desk is told by e-mail.",
        ),
        ("desk@bridge.example", "Empty", "Passed on. They are told by e-mail."),
    ],
)
def test_staff_read_before_and_after_who_is_told_of_what_they_pass_on(signed_in, desk, address, label, said):
    bridge = make_bridge(name="Subject")
    enquiry, other = make_enquiry(desk=desk, bridge=bridge), make_bridge(name="Empty", enquiries_email=address)

    form = signed_in.get(enquiry.get_admin_url()).context["forms"]["pass_on"]
    response = send(signed_in, enquiry, "pass_on", to=str(other.pk), reason="Theirs")

    assert dict(form.fields["to"].choices)[str(other.pk)] == label
    assert [str(message) for message in get_messages(response.wsgi_request)] == [f"{enquiry.reference}: {said}"]


def test_what_is_passed_to_the_national_desk_stays_about_what_it_was_about(signed_in, desk):
    enquiry = make_enquiry(desk=desk, bridge=desk)
    about = enquiry.about_what

    send(signed_in, enquiry, "pass_on", to="national", reason="Not ours")

    there = Enquiry.objects.get()
    assert (there.desk, there.about_what, desk.name in about) == (None, about, True)


def test_the_page_takes_no_post_so_no_field_can_be_changed_by_one(signed_in, desk):
    enquiry = make_enquiry(desk=desk)

    response = signed_in.post(enquiry.get_admin_url(), {"message": "Other", "state": "closed", "_save": "Save"})

    assert (response.status_code, Enquiry.objects.get().message) == (405, enquiry.message)
