"""Where somebody is signed in, and ending that."""

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lcep_site.accounts import sessions
from lcep_site.accounts.rights import NotYourAccount
from lcep_site.templatetags.browsers import browser_name
from partnerships.privacy import anonymise
from tests.lcep_site.accounts.people import BACK_OFFICE, code_of, give_app, give_password, make_owner, make_person
from tests.lcep_site.accounts.test_second_factor import COMMITTED, set_up_app
from tests.lcep_site.accounts.test_signing_in import is_in

pytestmark = pytest.mark.django_db


def test_the_page_lists_ones_own_sessions_with_browser_and_place(client):
    make_person()
    make_person("other@bridge.example")
    give_password(Client(), "other@bridge.example", HTTP_USER_AGENT="Edg/1 (Windows)")
    give_password(Client(), HTTP_USER_AGENT="Safari/1 (iPhone)", REMOTE_ADDR="192.0.2.7")
    give_password(client, HTTP_USER_AGENT="Firefox/1 (Linux)")

    page = client.get("/accounts/sessions/").content.decode()

    shown = [text for text in ("Firefox on Linux", "Safari on an iPhone", "192.0.2.7", "Edge") if text in page]
    assert (shown, page.count("This browser")) == (["Firefox on Linux", "Safari on an iPhone", "192.0.2.7"], 1)


def test_one_signs_out_everywhere_else(client):
    make_person()
    give_password(other := Client())
    give_password(client)
    page = client.get("/accounts/sessions/").content.decode()

    client.post("/accounts/sessions/")

    # It is asked first.
    assert '<details class="question">' in page and "written in another browser and not saved may be lost" in page

    assert (is_in(client), is_in(other)) == (True, False)


def test_ending_all_ends_even_sessions_that_no_list_knows_and_nobody_elses(client):
    person, other = make_person(), make_person("other@bridge.example")
    client.force_login(person)
    (elsewhere := Client()).force_login(other)

    ended = sessions.end_all(person, by=person)

    assert (ended, is_in(client), is_in(elsewhere)) == (1, False, True)


def test_where_somebody_was_is_forgotten_at_the_next_sign_in_of_anybody_after_it_ended(client):
    make_person()
    make_person("other@bridge.example")
    give_password(client, REMOTE_ADDR="192.0.2.7")
    Session.objects.update(expire_date=timezone.now())

    give_password(Client(), "other@bridge.example", REMOTE_ADDR="192.0.2.8")

    assert [session.ip for session in UserSession.objects.all()] == ["192.0.2.8"]
    assert Session.objects.count() == 1


@pytest.mark.parametrize("role", ["National editor", "Bridge officer"])
def test_nobody_but_an_owner_ends_another_persons_sessions(client, role):
    person, other = make_person(), make_person("other@bridge.example", role)
    client.force_login(person)

    with pytest.raises(NotYourAccount):
        sessions.end_for(person, by=other)

    assert is_in(client)


def test_an_owner_who_is_closed_is_none(client):
    with pytest.raises(NotYourAccount):
        sessions.end_for(make_person(), by=make_owner(is_active=False))


def test_erasing_an_account_forgets_where_and_with_what_its_person_signed_in(client):
    person = make_person()
    give_password(client)
    give_app(person)

    anonymise.anonymise_accounts(type(person).objects.filter(pk=person.pk))

    assert (UserSession.objects.count(), person.authenticator_set.count()) == (0, 0)
    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.5; rv:132.0) Firefox/132.0", "Firefox on a Mac"),
        ("", "A browser on a system we do not know"),
    ],
)
def test_browsers_are_called_what_people_call_them(user_agent, name):
    assert browser_name(user_agent) == name


@COMMITTED
def test_the_session_has_another_key_once_a_factor_is_set_up_in_it(client):
    make_owner()
    give_password(client, "owner@lcep.example")
    before = client.session.session_key
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    # Whoever knows the key of a session without a factor comes no further by it.
    assert thief.get("/accounts/").status_code == 200
    set_up_app(client)

    assert client.session.session_key != before
    assert (thief.get(BACK_OFFICE).status_code, thief.get("/accounts/").status_code) == (302, 302)
    assert client.get(BACK_OFFICE).status_code == 200
    # The list of sessions knows it by its new key.
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [client.session.session_key]


def test_the_session_has_another_key_once_a_factor_is_shown_in_it_later(client):
    owner = make_owner()
    give_password(client, owner.email)
    before, secret = client.session.session_key, give_app(owner)
    assert client.get(BACK_OFFICE).status_code == 302

    client.post("/accounts/confirm/code/", {"code": code_of(secret)})

    assert client.session.session_key != before
    assert client.get(BACK_OFFICE).status_code == 200
