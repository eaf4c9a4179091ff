"""The gate: without a second factor shown in this session, no address of the back office opens."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.urls import get_resolver

from tests.lcep_site.accounts.people import (
    BACK_OFFICE,
    code_of,
    give_app,
    give_codes,
    give_passkey,
    make_owner,
    make_person,
)
from tests.permission_matrix import walk
from tests.signing_in import PasswordOnlyClient, StaffClient

pytestmark = pytest.mark.django_db

SIGN_IN, SIGN_OUT = f"{BACK_OFFICE}login/", f"{BACK_OFFICE}logout/"
SET_UP = "/accounts/second-factor/"


def guarded():
    """Return the addresses that must not open, with keys put in; without those that are regular expressions."""
    routes = {address.route for address in walk.addresses() if "(?P" not in address.route}
    return sorted(BACK_OFFICE + re.sub("<[^>]+>", "1", route.strip("^$")) for route in routes)


def test_without_a_second_factor_every_address_leads_to_setting_one_up():
    (client := PasswordOnlyClient()).force_login(make_owner())

    led_to = {path: client.get(path)["Location"].partition("?")[0] for path in guarded()}

    assert len(led_to) > 100
    assert (led_to.pop(SIGN_IN), led_to.pop(SIGN_OUT)) == (SET_UP, BACK_OFFICE)
    assert set(led_to.values()) == {SIGN_IN}


def test_nor_does_anything_get_changed_there():
    person = make_owner()
    (client := PasswordOnlyClient()).force_login(person)

    response = client.post(f"{BACK_OFFICE}auth/user/{person.pk}/end-sessions/")

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/back-office/login/")


@pytest.mark.parametrize(
    ("give", "page"), [(give_app, "/accounts/confirm/code/"), (give_passkey, "/accounts/confirm/passkey/")]
)
def test_a_session_that_never_showed_its_persons_factor_is_asked_for_it(give, page):
    person = make_owner()
    give(person)
    (client := PasswordOnlyClient()).force_login(person)

    url = client.get(BACK_OFFICE, follow=True).redirect_chain[-1][0]

    assert url == f"{page}?next=%2Fback-office%2F"


def test_showing_the_factor_then_opens_the_back_office():
    person = make_owner()
    secret = give_app(person)
    (client := PasswordOnlyClient()).force_login(person)

    response = client.post("/accounts/confirm/code/?next=/back-office/", {"code": code_of(secret)})

    assert response["Location"] == BACK_OFFICE
    assert client.get(BACK_OFFICE).status_code == 200


def test_recovery_codes_alone_are_no_second_factor():
    person = make_owner()
    give_codes(person)
    (client := PasswordOnlyClient()).force_login(person)

    assert client.get(BACK_OFFICE, follow=True).redirect_chain[-1][0] == SET_UP


def test_somebody_elses_record_of_a_factor_does_not_count(rf):
    (client := StaffClient()).force_login(make_owner())
    session = client.session
    session["account_authentication_methods_user"] = "0"
    session.save()

    assert client.get(BACK_OFFICE)["Location"].startswith("/back-office/login/")


def test_whoever_is_not_staff_is_refused_and_not_led_round_in_circles():
    (client := StaffClient()).force_login(make_person(is_staff=False))

    assert client.get(BACK_OFFICE, follow=True).status_code == 403


def test_nobody_at_all_has_a_permission(rf):
    request = rf.get("/")
    request.user, request.session = AnonymousUser(), {}

    assert admin.site.has_permission(request) is False


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [("password_change/", "/accounts/password/"), ("password_change/done/", "/accounts/"), ("login/", BACK_OFFICE)],
)
def test_djangos_own_pages_for_accounts_lead_to_ours(path, leads_to):
    (client := StaffClient()).force_login(make_owner())

    assert client.get(BACK_OFFICE + path)["Location"] == leads_to


def test_djangos_page_for_another_persons_password_does_not_exist():
    person = make_owner()
    (client := StaffClient()).force_login(person)

    assert client.get(f"{BACK_OFFICE}auth/user/{person.pk}/password/", follow=True).status_code == 404


def test_no_other_address_of_the_site_signs_anybody_in():
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str) and "login" in name]

    assert set(names) == {"account_login"}
