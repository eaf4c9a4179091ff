"""Joining and asking, from the link to what happens next."""

import datetime
import re
import time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.test import override_settings
from django.utils import timezone

from partnerships.abuse.too_often import ANY_FORM
from partnerships.models import Enquiry, FormSubmission, Partnership
from partnerships.vocabulary import EnquiryOutcome, EnquiryState
from tests.enquiry_forms import filled_in, hidden_in, opened, page_of, send
from tests.factories import make_authority, make_bridge, make_partnership
from tests.reading import words_of
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db

A_DAY_AND_AN_HOUR = 25 * 60 * 60
QUERIES_TO_CHECK = 17


def title_of(response):
    """Return the title of the page in `response`, without the site's name."""
    return re.search(r"<title>(.*?) – ", response.content.decode())[1]


def kept():
    """Return what is kept of the only enquiry there is."""
    return Enquiry.objects.get()


def test_a_link_from_a_partnership_fills_in_what_it_knows(client):
    make_partnership(name="Leeds33")

    content = client.get("/join/?partnership=leeds33&topic=join").content.decode()

    assert 'value="join" id="id_topic_0" checked' in content
    assert re.search(r'name="place" value="Leeds33"', content)
    assert re.search(r'name="about" value="partnership:leeds33"', content)


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/partnerships/castle/", "/join/?partnership=castle&amp;topic=join"),
        ("/authorities/adur/", "/join/?authority=adur&amp;topic=start"),
        ("/bridges/ive/", "/join/?bridge=ive&amp;topic=support"),
        ("/find/?q=dover", "/join/?partnership=castle&amp;topic=join"),
        ("/find/?q=kents", "/join/?authority=kents&amp;topic=join"),
        ("/", "/join/"),
    ],
)
def test_the_form_is_linked_from(client, page, link):
    bridge = make_bridge(name="IVE")
    dover, kents, _ = (make_authority(name=name, bridge=bridge) for name in ("Dover", "Kents", "Adur"))
    make_partnership([dover], name="Castle")
    make_partnership([kents], name="Harbour")
    make_partnership([kents], name="Pier")

    assert f'href="{link}"' in client.get(page).content.decode()


def test_a_mistake_shows_the_form_again_with_everything_typed(client):
    response = client.post("/join/", filled_in(email="amina", message="Two\nlines & <b>"))

    content = response.content.decode()
    assert title_of(response) == "Error: Join a Local Cultural Education Partnership (LCEP), or ask a question"
    assert 'href="#id_email">Enter an e-mail address in the correct format' in content
    assert "Two\nlines &amp; &lt;b&gt;</textarea>" in content
    assert 'name="name" value="Amina Example"' in content
    assert "checked" in re.search(r'<input type="checkbox"[^>]*>', content)[0]


def test_the_answers_are_shown_once_more_and_nothing_is_kept_yet(client):
    supporter = make_bridge(name="Curious Minds", enquiries_email="ask@ive.example")
    leeds = make_authority()
    make_present_support([leeds.region], name="Curious Minds", bridge=supporter)
    make_partnership([leeds], name="Leeds33")

    words = words_of(client.post("/join/", filled_in(topic="join", place="leeds33")))

    assert "What it is about Leeds33 Change what it is about" in words
    assert "Your enquiry goes to Curious Minds. It can also be seen by the national desk of this directory." in words
    assert ("They have not promised us when they answer" in words, "working days" in words) == (True, False)
    assert "ask@ive.example" not in words
    assert (Enquiry.objects.count(), FormSubmission.objects.count()) == (0, 0)


def test_what_is_changed_comes_back_as_it_was_and_without_complaint(client):
    checked = client.post("/join/", filled_in())

    response = client.post("/join/", hidden_in(checked) | {"step": "change"})

    content = response.content.decode()
    assert title_of(response) == "Join a Local Cultural Education Partnership (LCEP), or ask a question"
    assert "We run a studio.\nHow can we help?</textarea>" in content
    assert 'name="email" value="amina@studio.example"' in content


def test_choosing_again_forgets_which_one_was_meant(client):
    make_partnership(name="Leeds33")
    checked = client.post("/join/", filled_in(place="Leeds33", about="partnership:leeds33"))

    response = client.post("/join/", hidden_in(checked) | {"step": "elsewhere"})

    assert (hidden_in(checked)["about"], hidden_in(response)["about"]) == ("partnership:leeds33", "")
    assert 'name="place" value="Leeds33"' in response.content.decode()


def test_what_was_checked_is_sent_and_kept(client):
    partnership = make_partnership(name="Leeds33")

    response = send(client, topic="join", place="Leeds33")

    enquiry = kept()
    assert page_of(response) == f"/join/sent/{enquiry.reference}/"
    assert (enquiry.partnership, enquiry.topic, enquiry.state) == (partnership, "join", EnquiryState.NEW)
    assert (enquiry.message, enquiry.name) == ("We run a studio.\nHow can we help?", "Amina Example")
    assert FormSubmission.objects.exclude(form=ANY_FORM).count() == 3


def test_where_nobody_supports_partnerships_the_national_desk_gets_it_and_the_enquirer_is_told(client):
    adur = make_authority(name="Adur", bridge=make_bridge(name="Artswork", enquiries_email="ask@artswork.example"))

    checked = client.post("/join/", filled_in(topic="start", place="Adur"))
    sent = send(client, topic="start", place="Adur", about="authority:adur")

    assert (kept().authority, kept().desk, kept().partnership) == (adur, None, None)
    truth = "We know of nobody who says that they support partnerships there today. Until March 2023"
    receipt = kept().mails.get(to="amina@studio.example").text
    for words in (words_of(checked), words_of(client.get(sent["Location"])), receipt.replace("; until", ". Until")):
        assert f"{truth} that was the Bridge Organisation Artswork." in words
    assert "The national desk answers within 5 working days." in words_of(checked)


def test_who_supports_partnerships_but_reads_nothing_here_is_named_with_its_own_page(client):
    leeds = make_authority(name="Leeds")
    make_present_support([leeds.region], name="Curious Minds", address="https://curious.example/partnerships")

    sent = send(client, topic="start", place="Leeds", about="authority:leeds")

    page = client.get(sent["Location"])
    assert "Your enquiry is with the national desk of this directory." in words_of(page)
    assert "Curious Minds supports partnerships there today" in words_of(page)
    assert 'href="https://curious.example/partnerships"' in page.content.decode()
    assert "Curious Minds supports partnerships there today" in kept().mails.get(to="amina@studio.example").text


@pytest.mark.parametrize("about", ["bridge:ive", ""])
def test_one_about_a_bridge_organisation_goes_to_whoever_supports_partnerships_in_its_area(client, about):
    giver = make_bridge(name="Curious Minds", enquiries_email="ask@curious.example")
    bridge = make_bridge(name="IVE", enquiries_email="ask@ive.example", role_until="2023-03-31")
    make_present_support([make_authority(bridge=bridge).region], bridge=giver, name="Curious Minds")

    checked = client.post("/join/", filled_in(topic="support", place="IVE", about=about))
    send(client, topic="support", place="IVE", about=about)

    assert "The area that was IVE’s until 31 March 2023" in words_of(checked)
    assert (kept().desk, kept().bridge, kept().authority, kept().partnership) == (giver, bridge, None, None)


def test_pressing_send_twice_makes_one_enquiry_and_shows_the_same_page(client):
    checked = hidden_in(client.post("/join/", filled_in())) | {"step": "send"}

    first, second = client.post("/join/", checked), client.post("/join/", checked)

    assert page_of(first) == page_of(second) == f"/join/sent/{kept().reference}/"
    assert FormSubmission.objects.exclude(form=ANY_FORM).count() == 3


def test_going_back_and_writing_something_else_makes_a_second_enquiry(client):
    form = opened()

    send(client, token=form.token)
    send(client, token=form.token, message="And another thing.")

    assert Enquiry.objects.count() == 2


def test_answers_that_were_not_shown_are_shown_before_they_are_sent(client):
    checked = hidden_in(client.post("/join/", filled_in()))

    response = client.post("/join/", checked | {"step": "send", "message": "Changed on the way"})

    assert "Nothing has been sent yet. Check your answers once more" in words_of(response)
    assert not Enquiry.objects.exists()


def test_a_form_older_than_a_day_says_so_keeps_the_text_and_can_be_sent_at_once(client, monkeypatch):
    checked = hidden_in(client.post("/join/", filled_in()))
    later = time.time() + A_DAY_AND_AN_HOUR
    monkeypatch.setattr(signing.time, "time", lambda: later)

    again = client.post("/join/", checked | {"step": "send"})
    sent = client.post("/join/", hidden_in(again) | {"step": "send"})

    assert "You opened this form more than a day ago" in words_of(again)
    assert "We run a studio. How can we help?" in words_of(again)
    assert page_of(sent) == f"/join/sent/{kept().reference}/"
    assert kept().state == EnquiryState.NEW


def test_a_form_left_open_over_a_new_secret_key_keeps_the_text_and_can_be_sent_at_once(client):
    checked = hidden_in(client.post("/join/", filled_in()))

    with override_settings(SECRET_KEY="another"):
        again = client.post("/join/", checked | {"step": "send"})
        client.post("/join/", hidden_in(again) | {"step": "send"})

    assert kept().message == "We run a studio.\nHow can we help?"


def test_a_young_person_is_told_whom_to_ask_and_nothing_is_kept_or_shown(client):
    make_partnership(name="Leeds33")

    response = client.post(
        "/join/", filled_in(enquirer="young_person", about="partnership:leeds33", email="child"), follow=True
    )

    assert response.redirect_chain == [("/join/under-18/?partnership=leeds33", 302)]
    assert "If you filled in our form, we have kept nothing of it" in words_of(response)
    assert '<a href="/partnerships/leeds33/">Leeds33</a>' in response.content.decode()
    assert "Amina" not in words_of(response)
    assert not Enquiry.objects.exists()


def test_a_young_person_cannot_send_either(client):
    checked = hidden_in(client.post("/join/", filled_in()))

    response = client.post("/join/", checked | {"step": "send", "enquirer": "young_person"})

    assert response["Location"] == "/join/under-18/"
    assert not Enquiry.objects.exists()


def test_what_happens_next_names_the_day_and_nobody(client, monkeypatch):
    tuesday = timezone.make_aware(datetime.datetime(2026, 12, 22, 12))
    monkeypatch.setattr(timezone, "now", lambda: tuesday)

    words = words_of(client.get(send(client)["Location"]))

    assert f"Your reference is {kept().reference}" in words
    assert "by Thursday 31 December 2026" in words
    assert [secret for secret in ("Amina", "studio", "Example Studio") if secret in words] == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due_on": datetime.date(2026, 1, 5)}, "An answer was due by Monday 5 January 2026."),
        ({"state": EnquiryState.ANSWERED}, "This enquiry has been dealt with."),
        (
            {"state": EnquiryState.CLOSED, "outcome": EnquiryOutcome.ANSWERED, "closed_at": timezone.now()},
            "This enquiry has been dealt with.",
        ),
    ],
)
def test_a_bookmark_of_the_confirmation_says_how_things_stand(client, changes, words):
    send(client)
    Enquiry.objects.update(**changes)

    assert words in words_of(client.get(f"/join/sent/{kept().reference.lower()}/"))


def test_a_bookmark_of_an_enquiry_no_longer_kept_says_what_to_do(client):
    response = client.get("/join/sent/LCEP-222222/")

    assert response.status_code == 404
    assert "We have no enquiry with this reference" in words_of(response)


def test_the_form_asks_the_database_whether_it_is_there_and_for_what_its_link_names(client, django_assert_num_queries):
    make_partnership(name="Leeds33")
    # Asked for once in the life of a process.
    ContentType.objects.get_for_model(Partnership)

    with django_assert_num_queries(1):
        client.get("/join/")
    with django_assert_num_queries(2):
        client.get("/join/?partnership=leeds33")


@pytest.mark.parametrize("many", [1, 3])
def test_checking_the_answers_takes_as_many_queries_however_much_there_is(
    client, kept_snapshot, django_assert_num_queries, many
):
    dover = make_authority(name="Dover", county="Kent")
    for number in range(many):
        make_partnership([dover], name=f"Castle {number}")
    kept_snapshot()

    with django_assert_num_queries(QUERIES_TO_CHECK):
        response = client.post("/join/", filled_in(topic="start", place="Dover"))

    assert title_of(response) == "Check your answers"
