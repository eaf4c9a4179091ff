"""The second factor: setting one up, showing it, losing it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache
from django.test import Client

from lcep_site.accounts import second_factor
from lcep_site.accounts.forms import WRONG_APP_CODE
from lcep_site.accounts.rights import NotYourAccount
from partnerships.models import AuditEntry, OutgoingMail
from partnerships.vocabulary import AuditAction
from tests.lcep_site.accounts.people import (
    BACK_OFFICE,
    CODE,
    LAST_PERIOD,
    SIGN_IN,
    code_of,
    give_app,
    give_codes,
    give_passkey,
    give_password,
    make_owner,
    make_person,
    sign_in,
)
from tests.lcep_site.accounts.test_signing_in import LOCKED, is_in, logged_actions, problems

pytestmark = pytest.mark.django_db
# What follows from a new app or new codes happens once the transaction is committed.
COMMITTED = pytest.mark.django_db(transaction=True)

APP, CODES = "/accounts/second-factor/app/", "/accounts/second-factor/codes/"
WRONG = "That code is not right. Enter the one your app shows now, or a recovery code"


def set_up_app(client) -> str:
    """Set up an app by the page, and return its secret."""
    client.get(APP)
    secret = client.session[SECRET_SESSION_KEY]
    client.post(APP, {"code": code_of(secret)})
    return secret


def mailed() -> list[str]:
    """Return the first line of every mail, the oldest first."""
    return [mail.text.partition("\n")[0] for mail in OutgoingMail.objects.order_by("pk")]


@COMMITTED
def test_whoever_just_signed_in_sets_up_an_app_and_the_back_office_opens(client):
    make_owner()
    give_password(client, "owner@lcep.example")

    before = client.get(BACK_OFFICE).status_code
    set_up_app(client)

    assert (before, client.get(BACK_OFFICE).status_code) == (302, 200)
    assert mailed() == ["An authenticator app was set up."]
    assert logged_actions()[-3:] == [AuditAction.SIGNED_IN, *[AuditAction.SECOND_FACTOR_ADDED] * 2]


def test_the_page_shows_the_key_as_a_picture_and_in_letters_and_keeps_it_after_a_mistake(client):
    make_person()
    give_password(client)

    page = client.get(APP)
    secret = client.session[SECRET_SESSION_KEY]
    mistaken = client.post(APP, {"code": "000000"})

    groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    assert f">{groups}</code>" in page.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert f">{groups}</code>" in mistaken.content.decode()
    assert not Authenticator.objects.exists()


@COMMITTED
def test_sessions_from_before_the_first_factor_end_with_it(client):
    person = make_person()
    (before := Client()).force_login(person)
    give_password(client)

    set_up_app(client)

    assert (is_in(client), is_in(before)) == (True, False)


def test_a_wrong_code_lets_nobody_in_and_is_kept(client):
    person = make_person()
    give_app(person)
    give_password(client)

    response = client.post(CODE, {"code": "000000"})

    assert (problems(response), is_in(client)) == ([WRONG_APP_CODE], False)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.about) == (AuditAction.SECOND_FACTOR_FAILED, None, f"User {person.pk}")


def test_after_five_wrong_codes_even_the_right_one_is_not_taken(client):
    secret = give_app(make_person())
    give_password(client)
    for _ in range(5):
        client.post(CODE, {"code": "000000"})

    assert problems(client.post(CODE, {"code": code_of(secret)})) == [LOCKED]


@pytest.mark.parametrize("written", ["{}", " {} "])
def test_no_code_is_taken_twice_though_it_would_still_be_right(client, written, monkeypatch):
    # Otherwise a half minute may end in the middle, after which the code of the last one is not right any more.
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    secret = give_app(make_person())
    code = code_of(secret, LAST_PERIOD)
    give_password(client)
    client.post(CODE, {"code": code})
    again = Client()
    give_password(again)
    let_the_library_forget(code)

    response = again.post(CODE, {"code": written.format(code)})

    assert (is_in(client), problems(response)) == (True, [WRONG_APP_CODE])


def let_the_library_forget(code):
    """Let django-allauth forget that `code` was used: it knows for half a minute, and takes codes for longer."""
    [person] = Authenticator.objects.values_list("user", flat=True)
    assert cache.delete(f"allauth.mfa.totp.used?user={person}&code={code}")


@COMMITTED
def test_recovery_codes_are_shown_once_and_each_lets_in_once(client):
    make_person()
    give_password(client)
    set_up_app(client)
    codes = client.get(CODES).context["unused_codes"]
    again = client.get(CODES).context["unused_codes"]

    entered = []
    for _ in range(2):
        give_password(other := Client())
        other.post(CODE, {"code": codes[0]})
        entered.append(is_in(other))

    assert (len(set(codes)), set(again)) == (10, {"****"})
    assert entered == [True, False]


@COMMITTED
def test_new_recovery_codes_end_the_old_ones(client):
    person = make_person()
    secret = give_app(person)
    old = give_codes(person)
    sign_in(client, person, secret)

    client.post("/accounts/confirm/?next=/", {"password": "correct horse battery staple"})
    client.post(f"{CODES}new/")
    new = client.get(CODES).context["unused_codes"]

    assert (len(new), set(new) & set(old)) == (10, set())
    assert (logged_actions()[-1], mailed()) == (
        AuditAction.RECOVERY_CODES_RENEWED,
        ["New recovery codes were made. The old ones no longer work."],
    )


def test_a_passkey_counts_as_the_second_factor_and_is_asked_for_at_sign_in(client):
    give_passkey(make_person())

    give_password(client)
    page = client.get(CODE)

    assert not is_in(client)
    assert page.context["js_data"]["request_options"]["publicKey"]["allowCredentials"] != []


@pytest.mark.parametrize("credential", ["", "nonsense", "{}", "[]", '{"id": "\\u0000"}'])
def test_nonsense_for_a_passkey_lets_nobody_in(client, credential):
    give_passkey(make_person())
    give_password(client)
    client.get(CODE)

    response = client.post(CODE, {"credential": credential})

    assert (response.status_code, is_in(client)) == (200, False)


def test_removing_the_app_asks_who_it_is_and_then_closes_the_back_office_again(client):
    person = make_owner()
    secret = give_app(person)
    sign_in(client, person, secret)
    (elsewhere := Client()).force_login(person)

    refused = client.post(f"{APP}remove/")
    client.post("/accounts/confirm/?next=/", {"password": "correct horse battery staple"})
    client.post(f"{APP}remove/")

    assert refused["Location"].startswith("/accounts/confirm/")
    assert client.get(BACK_OFFICE, follow=True).redirect_chain[-1][0] == "/accounts/second-factor/"
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert AuditAction.SECOND_FACTOR_REMOVED in logged_actions()


def test_with_another_factor_left_the_back_office_stays_open(client):
    person = make_owner()
    secret = give_app(person)
    give_passkey(person)
    sign_in(client, person, secret)

    client.post("/accounts/confirm/?next=/", {"password": "correct horse battery staple"})
    client.post(f"{APP}remove/")

    assert not Authenticator.objects.filter(type="totp").exists()
    assert client.get(BACK_OFFICE).status_code == 200


@pytest.mark.parametrize("name", ["", "edit"])
def test_somebody_elses_passkey_does_not_exist(client, name):
    passkey = give_passkey(make_person("other@bridge.example"))
    person = make_person()
    sign_in(client, person, give_app(person))
    client.post("/accounts/confirm/?next=/", {"password": "correct horse battery staple"})

    path = f"/accounts/second-factor/passkeys/{passkey.pk}/" + ("remove/" if name == "" else "")

    assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)


def test_an_owner_resets_what_somebody_lost_and_they_are_told_and_set_up_anew(client):
    person, owner = make_person(), make_owner()
    give_app(person)
    give_codes(person)
    (elsewhere := Client()).force_login(person)

    second_factor.reset(person, by=owner)
    response = give_password(client)

    assert not Authenticator.objects.exists()
    assert (is_in(client), is_in(elsewhere), response["Location"]) == (True, False, BACK_OFFICE)
    assert mailed() == ["Your second factor was reset by somebody who looks after accounts here."]
    entry = AuditEntry.objects.get(action=AuditAction.SECOND_FACTOR_RESET)
    assert (entry.by, entry.about) == (owner, f"User {person.pk}")


@pytest.mark.parametrize("role", ["National editor", "Bridge officer"])
def test_nobody_but_an_owner_resets_anything(role):
    person, other = make_person(), make_person("other@bridge.example", role)
    give_app(person)

    with pytest.raises(NotYourAccount):
        second_factor.reset(person, by=other)

    assert Authenticator.objects.count() == 1


def test_a_password_alone_does_not_get_past_the_code(client):
    person = make_owner()
    give_app(person)

    response = give_password(client, person.email)

    assert (response["Location"], is_in(client)) == (CODE, False)
    assert client.get(BACK_OFFICE, follow=True).redirect_chain[-1][0].startswith(SIGN_IN)
