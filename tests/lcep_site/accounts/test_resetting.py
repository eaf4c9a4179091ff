"""A forgotten password: a link in a mail that is made when it leaves, and nothing that tells who has an account."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partnerships.mail import delivery, late_mails
from partnerships.mail.delivery import message_of
from partnerships.models import OutgoingMail
from tests.lcep_site.accounts.people import make_person, path_in_mail
from tests.lcep_site.accounts.test_signing_in import NEW_PASSWORD, RESET, is_in

pytestmark = pytest.mark.django_db


def test_a_forgotten_password_is_set_by_a_mailed_link_good_once(client):
    person = make_person()
    client.post(RESET, {"email": "AMINA@bridge.example"})
    path = path_in_mail(person.email, RESET)

    opened = client.get(path)
    client.head(path)
    form = client.get(opened["Location"])
    client.post(opened["Location"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    again = Client().get(path)

    person.refresh_from_db()
    assert form.context["form"].fields["password1"].label == "New password"
    assert (person.check_password(NEW_PASSWORD), is_in(client)) == (True, False)
    assert "The link does not work" in again.content.decode()
    mail = OutgoingMail.objects.get(subject="Your account with the LCEP Directory was changed")
    assert mail.text.startswith("Your password was set anew")


def test_a_password_that_is_too_weak_is_said_so_beside_the_question(client):
    person = make_person()
    client.post(RESET, {"email": person.email})
    page = client.get(path_in_mail(person.email, RESET))["Location"]

    response = client.post(page, {"password1": "12345678", "password2": "other"})

    assert response.context["form"].errors["password1"] == [
        "This password is too short. It must contain at least 10 characters.",
        "This password is too common.",
        "This password is entirely numeric.",
    ]


@pytest.mark.parametrize("fields", [None, {"is_active": False}])
def test_asking_for_a_reset_says_the_same_whether_there_is_such_an_account_or_not(client, fields, mailoutbox):
    make_person("other@bridge.example")
    if fields:
        make_person(**fields)

    answers = [client.post(RESET, {"email": address}) for address in ("amina@bridge.example", "other@bridge.example")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, "/accounts/password/reset/sent/")}
    for mail in OutgoingMail.objects.all():
        delivery.deliver(mail.pk)
    assert [mail.to for mail in mailoutbox] == [["other@bridge.example"]]
    # What was for nobody is gone.
    assert OutgoingMail.objects.get().to == "other@bridge.example"


def test_asking_for_a_reset_takes_the_same_work_whether_there_is_such_an_account_or_not(client, monkeypatch):
    make_person("other@bridge.example")
    make_person("invited@bridge.example", password="")
    work, drawn = {}, []
    # The first request of a network makes the row in which it is counted.
    client.post(RESET, {"email": "first@bridge.example"})
    monkeypatch.setattr(late_mails, "drawn", lambda *args: drawn.append(args))
    for address in ("nobody@bridge.example", "other@bridge.example", "invited@bridge.example"):
        with CaptureQueriesContext(connection) as queries:
            client.post(RESET, {"email": address})
        # Words of the queries, without what is typed, which alone differs.
        work[address] = [re.sub(r"'[^']*'|[0-9]+", "?", query["sql"]) for query in queries]

    assert work["nobody@bridge.example"] == work["other@bridge.example"] == work["invited@bridge.example"]
    # Nothing is drawn, signed or hashed yet.
    assert (drawn, OutgoingMail.objects.count()) == ([], 4)


def test_a_link_that_lets_somebody_in_lies_in_no_row(client, mailoutbox):
    person = make_person()
    client.post(RESET, {"email": person.email})
    mail = OutgoingMail.objects.get()
    delivery.deliver(mail.pk)
    mail.refresh_from_db()

    [sent] = mailoutbox
    [link] = re.findall(r"https?://\S+/accounts/password/reset/\S+", sent.body)
    assert client.get(link).status_code == 302
    stored = [str(value) for model in apps.get_models() for row in model.objects.values() for value in row.values()]
    token = link.rstrip("/").rpartition("/")[2]
    assert [value for value in stored if token in value or "/accounts/password/reset/" in value] == []
    assert (mail.state, mail.text, mail.html) == ("sent", "", "")


def test_asking_again_and_again_sends_one_mail_a_minute_and_is_stopped(client):
    make_person()

    answers = [client.post(RESET, {"email": "amina@bridge.example"}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert OutgoingMail.objects.count() <= 2


def test_a_link_in_a_mail_names_our_own_address_whatever_host_was_asked(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_person()

    client.post(RESET, {"email": "amina@bridge.example"}, HTTP_HOST="elsewhere.example")

    assert f"{settings.SITE_URL}{RESET}" in message_of(OutgoingMail.objects.get()).body
