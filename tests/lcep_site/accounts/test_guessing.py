"""Nobody guesses a password, and nobody keeps an owner out by guessing."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lcep_site.accounts import guessing
from partnerships.mail import delivery
from partnerships.models import OutgoingMail
from tests.factories import PASSWORD
from tests.lcep_site.accounts.people import (
    CODE,
    code_of,
    give_app,
    give_password,
    make_owner,
    make_person,
    path_in_mail,
)
from tests.lcep_site.accounts.test_signing_in import LOCKED, NEW_PASSWORD, RESET, WRONG, problems

pytestmark = pytest.mark.django_db

HOME, OFFICE, EVIL = "192.0.2.1", "198.51.100.7", "203.0.113.66"
MOST_ANYWHERE = 60


def guess(times, *, address="owner@lcep.example", networks=(EVIL,)):
    """Try wrong passwords for `address`, each time with a new browser."""
    for number in range(times):
        last = give_password(Client(), address, f"wrong-{number}", REMOTE_ADDR=networks[number % len(networks)])
    return last


def sign_in_at(client, person, secret, network):
    answer = give_password(client, person.email, REMOTE_ADDR=network)
    client.post(CODE, {"code": code_of(secret)}, REMOTE_ADDR=network)
    return answer


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def secret(owner):
    return give_app(owner)


def many_networks(number):
    return [f"203.0.{count // 250}.{count % 250}" for count in range(number)]


def test_who_guesses_elsewhere_keeps_nobody_out(owner):
    for _ in range(4):
        assert problems(guess(5)) == [WRONG]
        assert problems(guess(1)) == [LOCKED]
        # From another network the owner comes in, with a browser that is new.
        assert give_password(Client(), owner.email, REMOTE_ADDR=HOME).status_code == 302
        cache.clear()


def test_who_guesses_from_everywhere_does_not_keep_the_owners_own_browser_out(owner, secret):
    own = Client()
    sign_in_at(own, owner, secret, HOME)
    own.post("/accounts/sign-out/")
    guess(MOST_ANYWHERE + 5, networks=many_networks(40))

    elsewhere = give_password(Client(), owner.email, REMOTE_ADDR=OFFICE)
    at_home = give_password(own, owner.email, REMOTE_ADDR=OFFICE)

    # From where nobody has signed in before no more is tried, or many machines together would guess it.
    assert problems(elsewhere) == [LOCKED]
    assert at_home.status_code == 302


def test_who_guesses_in_the_owners_own_network_does_not_keep_the_owners_browser_out(owner, secret):
    own = Client()
    sign_in_at(own, owner, secret, HOME)
    own.post("/accounts/sign-out/")
    guess(20, networks=(HOME,))

    assert give_password(own, owner.email, REMOTE_ADDR=HOME).status_code == 302


def test_a_new_browser_comes_in_by_setting_a_new_password_in_it(owner):
    guess(MOST_ANYWHERE + 1, networks=many_networks(40))
    new = Client()
    assert problems(give_password(new, owner.email, REMOTE_ADDR=OFFICE)) == [LOCKED]

    new.post(RESET, {"email": owner.email}, REMOTE_ADDR=OFFICE)
    page = new.get(path_in_mail(owner.email, RESET))["Location"]
    new.post(page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert give_password(new, owner.email, NEW_PASSWORD, REMOTE_ADDR=OFFICE).status_code == 302


def test_a_browser_that_is_known_does_not_try_without_end(owner, secret):
    own = Client()
    sign_in_at(own, owner, secret, HOME)
    own.post("/accounts/sign-out/")
    for _ in range(5):
        give_password(own, owner.email, "wrong", REMOTE_ADDR=HOME)

    assert problems(give_password(own, owner.email, REMOTE_ADDR=HOME)) == [LOCKED]
    # Another of theirs is none of its business.
    assert give_password(Client(), owner.email, REMOTE_ADDR=HOME).status_code == 302


def test_each_of_their_browsers_has_tries_of_its_own(owner, secret):
    at_home, at_work = Client(), Client()
    for period, client in enumerate((at_home, at_work)):
        give_password(client, owner.email, REMOTE_ADDR=HOME)
        client.post(CODE, {"code": code_of(secret, period)}, REMOTE_ADDR=HOME)
        client.post("/accounts/sign-out/")
        assert settings.KNOWN_BROWSER_COOKIE_NAME in client.cookies
    for _ in range(5):
        give_password(at_home, owner.email, "wrong", REMOTE_ADDR=HOME)

    assert problems(give_password(at_home, owner.email, REMOTE_ADDR=HOME)) == [LOCKED]
    assert give_password(at_work, owner.email, REMOTE_ADDR=HOME).status_code == 302


def test_capitals_give_no_more_tries(owner):
    guess(3)
    guess(2, address=owner.email.upper())

    assert problems(guess(1)) == [LOCKED]


def test_the_right_password_begins_the_tries_of_a_network_anew(owner):
    guess(4, networks=(HOME,))
    give_password(Client(), owner.email, REMOTE_ADDR=HOME)

    assert problems(guess(4, networks=(HOME,))) == [WRONG]


def test_the_right_password_gives_those_who_guess_from_everywhere_no_more_tries(owner):
    networks = many_networks(MOST_ANYWHERE)
    guess(MOST_ANYWHERE - 1, networks=networks)
    assert give_password(Client(), owner.email, REMOTE_ADDR=HOME).status_code == 302

    assert problems(guess(1, networks=networks[-1:])) == [LOCKED]


def test_a_browser_stays_the_same_one_and_holds_each_account_once(owner, rf):
    request, seen = rf.get("/"), []
    for _ in range(3):
        guessing.remember(request, owner)
        response = Client().get("/health/")
        guessing.set_cookie(request, response)
        cookie = response.cookies[settings.KNOWN_BROWSER_COOKIE_NAME].value
        request.COOKIES[settings.KNOWN_BROWSER_COOKIE_NAME] = cookie
        seen.append(guessing.KNOWN.read(cookie))

    assert seen[0] == seen[1] == seen[2]
    assert seen[0][1] == [owner.pk]


def test_in_production_the_cookie_is_sent_by_https_alone(owner, rf, settings):
    request = rf.get("/")
    guessing.remember(request, owner)
    sent = []
    for is_secure in (True, False):
        settings.SESSION_COOKIE_SECURE = is_secure
        response = Client().get("/health/")
        guessing.set_cookie(request, response)
        sent.append(bool(response.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]["secure"]))

    assert sent == [True, False]


def test_a_browser_is_known_for_the_account_that_was_signed_in_to_and_no_other(owner, secret):
    other = make_person("other@bridge.example")
    own = Client()
    sign_in_at(own, owner, secret, HOME)
    own.post("/accounts/sign-out/")
    guess(MOST_ANYWHERE + 1, address=other.email, networks=many_networks(40))

    assert problems(give_password(own, other.email, REMOTE_ADDR=HOME)) == [LOCKED]


def test_a_password_alone_makes_no_browser_known(owner, secret):
    client = Client()

    give_password(client, owner.email)

    assert settings.KNOWN_BROWSER_COOKIE_NAME not in client.cookies


@pytest.mark.parametrize("made_up", ["", "x", "1:2:3", "\x00", "x" * 5000])
def test_a_cookie_that_we_did_not_make_counts_for_nothing(owner, made_up):
    guess(5, networks=(HOME,))
    client = Client()
    client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = made_up

    assert problems(give_password(client, owner.email, REMOTE_ADDR=HOME)) == [LOCKED]


def test_the_cookie_is_for_us_alone_and_ends_when_the_notice_says(owner, secret, client):
    sign_in_at(client, owner, secret, HOME)

    cookie = client.cookies[settings.KNOWN_BROWSER_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Strict", "/", "")
    assert cookie["max-age"] == guessing.KNOWN.max_age.total_seconds() == 180 * 24 * 60 * 60


def test_a_browser_of_several_people_is_known_for_the_last_few(owner, rf):
    request = rf.get("/")
    people = [make_person(f"{number}@bridge.example") for number in range(guessing.MAX_ACCOUNTS + 2)]
    for person in people:
        guessing.remember(request, person)
        response = Client().get("/health/")
        guessing.set_cookie(request, response)
        request.COOKIES[settings.KNOWN_BROWSER_COOKIE_NAME] = response.cookies[settings.KNOWN_BROWSER_COOKIE_NAME].value

    _, known = guessing.KNOWN.read(request.COOKIES[settings.KNOWN_BROWSER_COOKIE_NAME])
    assert known == [person.pk for person in reversed(people[-guessing.MAX_ACCOUNTS :])]


def test_the_owner_is_told_once_a_day_and_nobody_else_is(owner, mailoutbox):
    guess(8)
    guess(8, address="nobody@lcep.example", networks=(OFFICE,))
    for mail in OutgoingMail.objects.all():
        delivery.deliver(mail.pk)

    [told] = mailoutbox
    assert told.to == [owner.email]
    assert "with wrong passwords, and was stopped" in told.body
    assert f"{settings.SITE_URL}{RESET}" in told.body
    assert OutgoingMail.objects.get().key.endswith(f"guessed:{timezone.localdate():%Y%m%d}")


def test_the_right_password_at_the_first_try_tells_nobody(owner):
    give_password(Client(), owner.email, PASSWORD)

    assert not OutgoingMail.objects.exists()
