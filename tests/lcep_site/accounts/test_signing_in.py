"""Signing in: with address and password, for staff alone, and telling strangers nothing."""

from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from django.test import Client
from django.utils import timezone

from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction
from tests.factories import PASSWORD
from tests.lcep_site.accounts.people import (
    BACK_OFFICE,
    CODE,
    SIGN_IN,
    code_of,
    give_app,
    give_password,
    make_person,
    sign_in,
)

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "three quiet teapots"
WRONG = "The e-mail address or the password is not right"
LOCKED = "There were too many tries. Wait five minutes, then try again"
RESET = "/accounts/password/reset/"


def is_in(client) -> bool:
    """Return whether somebody is signed in with `client`."""
    return "_auth_user_id" in client.session


def logged_actions() -> list[str]:
    """Return the actions in the audit log, the oldest first."""
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def problems(response) -> list[str]:
    """Return the errors in the summary on a page."""
    return [error for error, _ in response.context["form"].problems]


def test_address_password_and_code_lead_to_the_page_asked_for(client):
    secret = give_app(make_person())
    wanted = f"{BACK_OFFICE}partnerships/enquiry/"

    opened = client.get(wanted, follow=True)
    client.post(opened.redirect_chain[-1][0], {"login": "Amina@Bridge.Example", "password": PASSWORD, "next": wanted})
    response = client.post(CODE, {"code": code_of(secret)})

    assert [url for url, _ in opened.redirect_chain] == [
        f"/back-office/login/?next={wanted}",
        f"{SIGN_IN}?next={wanted.replace('/', '%2F')}",
    ]
    assert (response.status_code, response["Location"]) == (302, wanted)
    assert logged_actions() == [AuditAction.SIGNED_IN]


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:go()"])
def test_signing_in_never_leads_to_another_site(client, elsewhere):
    secret = give_app(make_person())

    led_in = client.get("/back-office/login/", {"next": elsewhere})["Location"]
    client.post(SIGN_IN, {"login": "amina@bridge.example", "password": PASSWORD, "next": elsewhere})
    response = client.post(CODE, {"code": code_of(secret)})

    assert led_in == f"{SIGN_IN}?next=%2Fback-office%2F"
    assert response["Location"] == BACK_OFFICE


@pytest.mark.parametrize(
    ("email", "password"),
    [("amina@bridge.example", "wrong-password"), ("nobody@bridge.example", PASSWORD), ("amina", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_address_are_refused_alike(client, email, password):
    make_person()

    response = give_password(client, email, password)

    expected = [WRONG] if "@" in email else ["Enter a valid email address."]
    assert (response.status_code, problems(response), is_in(client)) == (200, expected, False)


def test_a_failed_sign_in_is_kept_and_says_of_nobody(client):
    person = make_person()

    give_password(client, person.email, "wrong-password")

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.about, entry.details) == (AuditAction.SIGN_IN_FAILED, None, "", {})


def test_nothing_typed_is_asked_for_in_plain_words(client):
    response = client.post(SIGN_IN, {})

    assert problems(response) == ["Enter your e-mail address", "Enter your password"]


def test_after_five_wrong_tries_the_right_password_is_not_taken_from_there_and_the_page_says_why(client):
    make_person()
    make_person("bodil@bridge.example")

    for _ in range(5):
        give_password(client, password="wrong-password")
    locked = give_password(client)
    other = give_password(client, "bodil@bridge.example")

    assert (problems(locked), other.status_code) == ([LOCKED], 302)


def test_an_unknown_address_is_locked_out_as_a_known_one_is(client):
    for _ in range(5):
        give_password(client, "nobody@bridge.example", "wrong-password")

    assert problems(give_password(client, "nobody@bridge.example")) == [LOCKED]


def test_ten_wrong_tries_from_one_place_are_enough_whatever_the_address(client):
    make_person()
    for number in range(10):
        give_password(client, f"guess-{number}@bridge.example", "wrong-password", REMOTE_ADDR="192.0.2.1")

    here = give_password(client, REMOTE_ADDR="192.0.2.1")
    elsewhere = give_password(client, REMOTE_ADDR="192.0.2.2")

    assert (problems(here), elsewhere.status_code) == ([LOCKED], 302)


def test_a_storm_of_tries_gets_a_page_of_its_own(client):
    responses = [client.post(SIGN_IN, {}) for _ in range(31)]

    assert [response.status_code for response in responses[-2:]] == [200, 429]
    assert "Too many tries" in responses[-1].content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "198.51.100.7:443", "198.51.100.7"),
        (1, "", "192.0.2.1"),
        (2, "198.51.100.7", "198.51.100.7"),
    ],
)
def test_where_somebody_is_is_what_our_own_proxy_wrote_down(rf, settings, proxies, forwarded, address):
    settings.PROXIES_IN_FRONT = proxies
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)

    assert get_adapter().get_client_ip(request) == address


@pytest.mark.parametrize("fields", [{"is_active": False}, {"is_staff": False}])
def test_who_is_not_staff_any_more_is_told_that_the_account_is_closed(client, fields):
    make_person(**fields)

    response = give_password(client)

    assert (response["Location"], is_in(client)) == ("/accounts/closed/", False)


def test_the_name_of_an_account_is_no_way_in(client):
    make_person(username="amina")

    give_password(client, "amina")

    assert not is_in(client)


def test_a_session_ends_with_the_browser_and_within_a_day(client):
    person = make_person()
    sign_in(client, person, give_app(person))

    cookie = client.cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"], cookie["httponly"]) == ("", "", True)
    assert client.session.get_expiry_date() < timezone.now() + timedelta(days=1)


def test_signing_out_is_a_button_and_is_kept(client):
    person = make_person()
    sign_in(client, person, give_app(person))

    opened = client.get("/accounts/sign-out/")
    still_in = is_in(client)
    client.post("/back-office/logout/")

    assert (opened.status_code, still_in, is_in(client)) == (200, True, False)
    assert logged_actions() == [AuditAction.SIGNED_IN, AuditAction.SIGNED_OUT]


def test_changing_the_password_asks_for_the_old_one_and_signs_out_everywhere_else(client):
    person = make_person()
    secret = give_app(person)
    sign_in(client, person, secret)
    (elsewhere := Client()).force_login(person)

    wrong = client.post("/accounts/password/", {"oldpassword": "wrong", "password1": "a", "password2": "b"})
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    changed = client.post("/accounts/password/", typed)

    assert "That is not your current password" in problems(wrong)
    assert changed["Location"] == "/accounts/"
    assert (client.get(BACK_OFFICE).status_code, is_in(elsewhere)) == (200, False)
    assert logged_actions()[-2:] == [AuditAction.PASSWORD_CHANGED, AuditAction.SESSIONS_ENDED]
