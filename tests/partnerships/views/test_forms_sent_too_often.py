"""One form sends few, nobody sends in bursts, and mails to strangers have a ceiling; what was typed is never lost."""

import pytest
from django.test import Client

from members.mailing_list import consent
from partnerships.abuse import too_often
from partnerships.models import Enquiry, FormSubmission, OutgoingMail
from partnerships.vocabulary import EnquiryState
from tests.enquiry_forms import filled_in, hidden_in, opened, send
from tests.factories import make_partnership
from tests.partnerships.views.test_enquiries_held_back import let_pass
from tests.reading import words_of

pytestmark = pytest.mark.django_db

WAIT = "Nothing you wrote is lost. Wait {} then press “{}” again."


def send_altered(client, form, number, **changes):
    """Send the form as it was opened once, each time with other words, from another address."""
    values = {"token": form.token, "message": f"Message {number}", "email": f"p{number}@studio.example"}
    return send(client, **values | changes)


def receipts():
    """Return the addresses of strangers that were written to."""
    return sorted(OutgoingMail.objects.filter(to__endswith="@studio.example").values_list("to", flat=True))


def test_one_form_sends_few_however_its_words_are_altered(client):
    form = opened()

    answers = [send_altered(client, form, number) for number in range(75)]

    assert [answer.status_code for answer in answers] == [302] * too_often.PER_FORM.most + [429] * 72
    assert (Enquiry.objects.count(), receipts()) == (3, [f"p{number}@studio.example" for number in range(3)])


def test_the_page_says_how_long_to_wait_and_keeps_what_was_typed(client):
    form = opened()
    for number in range(too_often.PER_FORM.most):
        send_altered(client, form, number)

    refused = send_altered(client, form, 9)

    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert WAIT.format("60 minutes,", "Send your enquiry") in words_of(refused)
    assert "Message 9" in words_of(refused)
    # The button on that very page works once the time is over.
    let_pass(minutes=61)
    assert client.post("/join/", hidden_in(refused) | {"step": "send"}).status_code == 302
    assert Enquiry.objects.latest("pk").message == "Message 9"


def test_the_same_submission_again_is_no_other_one_though_no_more_may_be_sent(client):
    form = opened()
    for number in range(too_often.PER_FORM.most):
        sent = send_altered(client, form, number)

    again = send_altered(client, form, number)

    assert (again.status_code, again["Location"]) == (302, sent["Location"])


def test_an_address_does_not_send_in_bursts(client):
    answers = [send(client, message=f"Message {number}") for number in range(6)]

    assert [answer.status_code for answer in answers] == [302] * too_often.PER_ADDRESS.most + [429] * 2
    assert WAIT.format("1 minute,", "Send your enquiry") in words_of(answers[-1])


def test_a_network_does_not_send_in_bursts_whatever_address_it_gives(client):
    here = [send(client, email=f"p{number}@studio.example") for number in range(25)]
    elsewhere = send(Client(REMOTE_ADDR="198.51.100.7"), email="other@studio.example")

    assert [answer.status_code for answer in here] == [302] * too_often.PER_NETWORK.most + [429] * 5
    assert elsewhere.status_code == 302


def test_mails_to_strangers_have_a_ceiling_for_the_whole_site_and_nothing_is_refused(settings):
    settings.FORMS_AN_HOUR = 5

    for number in range(9):
        answer = send(Client(REMOTE_ADDR=f"198.51.100.{number}"), email=f"p{number}@studio.example")
        assert answer.status_code == 302

    assert receipts() == [f"p{number}@studio.example" for number in range(5)]
    held = Enquiry.objects.filter(state=EnquiryState.QUARANTINED)
    assert {enquiry.suspicions for enquiry in held} == {too_often.VERY_MANY}
    assert held.count() == 4


def test_there_need_be_no_ceiling(client, settings):
    settings.FORMS_AN_HOUR = 0

    send(client)

    assert Enquiry.objects.get().state == EnquiryState.NEW


def test_the_ceiling_is_of_an_hour(client, settings):
    settings.FORMS_AN_HOUR = 1
    send(client, email="first@studio.example")
    let_pass(minutes=61)

    send(client, email="second@studio.example")

    assert receipts() == ["first@studio.example", "second@studio.example"]


def test_a_sending_is_counted_once_and_not_what_is_looked_at_before(client):
    for _ in range(10):
        client.post("/join/", filled_in())
    send(client)

    assert FormSubmission.objects.filter(form="any").count() == 1


def correct(client, form, number):
    values = {"token": form.token, "part": "summary", "wrong": f"Wrong {number}", "right": "New."}
    values |= {"email": f"p{number}@studio.example", "consent": consent.CURRENT_FOR_CORRECTIONS.version}
    return client.post("/partnerships/leeds33/correct/", values)


def test_so_it_is_with_corrections(client):
    make_partnership(name="Leeds33")
    form = opened()

    answers = [correct(client, form, number) for number in range(5)]

    assert [answer.status_code for answer in answers] == [302] * too_often.PER_FORM.most + [429] * 2
    assert WAIT.format("60 minutes,", "Send the correction") in words_of(answers[-1])
    assert "Wrong 4" in answers[-1].content.decode()


def ask_for_news(client, number):
    values = {"email": f"p{number}@studio.example", "consent": consent.CURRENT.version}
    return client.post("/news-by-mail/", values)


def test_news_is_not_asked_for_in_bursts_nor_beyond_the_ceiling(client, settings):
    answers = [ask_for_news(client, number) for number in range(22)]
    let_pass(minutes=2)
    settings.FORMS_AN_HOUR = 20
    beyond = ask_for_news(client, 99)

    assert [answer.status_code for answer in answers] == [302] * too_often.PER_NETWORK.most + [429] * 2
    assert (beyond.status_code, len(receipts())) == (429, 20)
    assert WAIT.format("60 minutes,", "Ask for the news") in words_of(beyond)
    assert "p99@studio.example" in beyond.content.decode()
