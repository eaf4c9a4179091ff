"""One form sends few, nobody sends in bursts, and mails to strangers have a ceiling; what was typed is never lost."""

import pytest
from django.test import Client

from members.mailing_list import consent
from partnerships.abuse import too_often
from partnerships.abuse.spam import OpenedForm
from partnerships.models import Enquiry, FormSubmission, OutgoingMail
from partnerships.vocabulary import EnquiryState
from tests.enquiry_forms import filled_in, hidden_in, opened, send
from tests.factories import make_authority, make_partnership
from tests.partnerships.views.test_enquiries_held_back import let_pass
from tests.reading import words_of

pytestmark = pytest.mark.django_db

WAIT = "Nothing you wrote is lost. Wait {} then press “{}” again."
USED_UP = "Nothing you wrote is lost. Press “Open the form anew”: it stands there as you wrote it, and can be sent."
FOUR = ("Lambeth", "Southwark", "Camden", "Hackney")


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


@pytest.fixture
def used_up(client):
    """The answer to whoever goes back a third time, and sends their form a fourth time with other words."""
    form = opened()
    for number in range(too_often.PER_FORM.most):
        send_altered(client, form, number, email="amina@studio.example")
    let_pass(minutes=2)
    return send_altered(client, form, 9, email="amina@studio.example")


def test_who_sends_a_form_a_fourth_time_opens_it_anew_and_finds_what_was_typed(client, used_up):
    assert (used_up.status_code, used_up["Retry-After"]) == (429, "3600")
    assert USED_UP in words_of(used_up)
    assert 'value="send"' not in used_up.content.decode()

    anew = client.post("/join/", hidden_in(used_up) | {"step": "anew"})

    assert (anew.status_code, Enquiry.objects.count()) == (200, 3)
    assert {"Message 9", "Amina Example", "amina@studio.example"} <= set(hidden_in(anew).values())
    assert client.post("/join/", hidden_in(anew) | {"step": "send"}).status_code == 302
    sent = Enquiry.objects.latest("pk")
    assert (sent.message, sent.state) == ("Message 9", EnquiryState.NEW)


def test_a_form_that_is_used_up_may_be_sent_again_once_the_time_is_over(client, used_up):
    let_pass(minutes=61)

    assert client.post("/join/", hidden_in(used_up) | {"step": "send"}).status_code == 302
    assert Enquiry.objects.latest("pk").message == "Message 9"


def test_opening_it_anew_gets_no_program_out_of_the_trap(client):
    caught = opened(is_honeypot_filled=True)

    anew = client.post("/join/", filled_in(token=caught.token, step="anew"))
    client.post("/join/", hidden_in(anew) | {"step": "send"})

    assert Enquiry.objects.get().suspicions == "A field that people do not see was filled in."


def ask_four(client, number, **changes):
    """Ask four partnerships in one go, from another address and network each time."""
    values = {"topic": "join", "place": ", ".join(FOUR), "message": f"Message {number}"}
    client = Client(REMOTE_ADDR=f"198.51.100.{number}")
    return send(client, **values | {"email": f"p{number}@studio.example"} | changes)


@pytest.fixture
def four():
    """Four partnerships, and where each of them works."""
    for name in FOUR:
        make_partnership([make_authority(name=name)], name=f"{name} LCEP")


@pytest.mark.parametrize("same", [{"email": "amina@studio.example"}, {"token": opened().token}])
def test_enquiries_are_counted_and_not_how_often_the_button_was_pressed(client, four, same):
    answers = [ask_four(client, number, **same) for number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 429, 429, 429]
    assert Enquiry.objects.count() == 4
    assert "Message 3" in words_of(answers[-1])


def test_enquiries_of_one_network_are_counted_too_and_the_button_to_press_is_named(client, four):
    values = {"topic": "join", "place": ", ".join(FOUR)}
    answers = [send(client, **values, email=f"p{number}@studio.example") for number in range(7)]

    assert [answer.status_code for answer in answers] == [302] * (too_often.PER_NETWORK.most // 4) + [429] * 2
    assert WAIT.format("1 minute,", "Send your 4 enquiries") in words_of(answers[-1])


def test_who_asks_very_many_slowly_is_held_back(client, four):
    for number in range(3):
        let_pass(minutes=2)
        ask_four(client, number, email="amina@studio.example")

    held = Enquiry.objects.filter(state=EnquiryState.QUARANTINED)
    assert {enquiry.suspicions for enquiry in held} == {"This address sent 6 or more within a day."}
    assert (held.count(), Enquiry.objects.count()) == (4, 12)


def test_who_asks_several_is_sent_one_receipt_and_counts_as_one_under_the_ceiling(client, four, settings):
    settings.FORMS_AN_HOUR = 2

    for number in range(3):
        ask_four(client, number)

    assert receipts() == [f"p{number}@studio.example" for number in range(2)]
    assert Enquiry.objects.filter(suspicions=too_often.VERY_MANY).count() == 4


def test_the_same_submission_again_is_no_other_one_though_no_more_may_be_sent(client):
    form = opened()
    for number in range(too_often.PER_FORM.most):
        sent = send_altered(client, form, number)

    again = send_altered(client, form, number)

    # What follows is signed with the second.
    assert again["Location"].partition("?")[0] == sent["Location"].partition("?")[0]
    assert (again.status_code, Enquiry.objects.count()) == (302, too_often.PER_FORM.most)


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


def correct(client, form, number, **changes):
    values = {"token": form.token, "part": "summary", "wrong": f"Wrong {number}", "right": "New."}
    values |= {"email": f"p{number}@studio.example", "consent": consent.CURRENT_FOR_CORRECTIONS.version}
    return client.post("/partnerships/leeds33/correct/", values | changes)


def test_so_it_is_with_corrections(client):
    make_partnership(name="Leeds33")
    form = opened()

    answers = [correct(client, form, number) for number in range(5)]

    assert [answer.status_code for answer in answers] == [302] * too_often.PER_FORM.most + [429] * 2
    assert USED_UP in words_of(answers[-1])
    assert "Wrong 4" in answers[-1].content.decode()
    anew = correct(client, OpenedForm.read(hidden_in(answers[-1])["token"]), 4, step="anew")
    assert "Wrong 4" in anew.content.decode()
    assert correct(client, OpenedForm.read(hidden_in(anew)["token"]), 4).status_code == 302


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
    assert WAIT.format("60 minutes,", "Get news by e-mail") in words_of(beyond)
    assert "p99@studio.example" in beyond.content.decode()
