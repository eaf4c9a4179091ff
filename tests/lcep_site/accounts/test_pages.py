"""The account pages as people see them who are signed in or about to be: each is drawn and is sound HTML."""

from urllib.parse import unquote

import pytest
from django.test import Client

from tests.factories import make_bridge
from tests.html_checker import mistakes_in
from tests.lcep_site.accounts.people import give_app, give_codes, give_passkey, give_password, make_person
from tests.pages import ACCOUNT_PAGES
from tests.signing_in import PasswordOnlyClient, StaffClient, record_of

pytestmark = pytest.mark.django_db

# These are for somebody who has no second factor yet, or no password, or is in the middle of signing in.
WITHOUT_FACTOR = {"set up an app"}
WITHOUT_PASSWORD = {"first password"}
HALF_WAY = {"sign in, the code"}


def make_settled():
    """Make somebody with a Bridge Organisation and every kind of second factor; return them and their passkey."""
    person = make_person()
    person.bridges.add(make_bridge())
    give_app(person)
    give_codes(person)
    return person, give_passkey(person)


def signed_in(person, kind=StaffClient):
    """Return a client in which `person` is signed in and has just been asked who they are."""
    client = kind()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [
        record | {"reauthenticated": True} for record in record_of(*kind.methods)
    ]
    session.save()
    return client


def draw_all():
    """Return what every page of ACCOUNT_PAGES answers to somebody it is for, by its name."""
    settled, passkey = make_settled()
    give_app(half_way := make_person("half-way@bridge.example"))
    half_way_client = Client()
    give_password(half_way_client, half_way.email)
    newcomer = signed_in(make_person("new@bridge.example"), PasswordOnlyClient)
    unset = make_person("unset@localhost")
    unset.set_unusable_password()
    unset.save()
    answers = {}
    for name, path in ACCOUNT_PAGES.items():
        client = signed_in(settled)
        client = newcomer if name in WITHOUT_FACTOR else client
        client = signed_in(unset) if name in WITHOUT_PASSWORD else client
        client = half_way_client if name in HALF_WAY else client
        answers[name] = client.get(path.replace("/1/", f"/{passkey.pk}/"))
    return answers


def test_every_page_opens_for_somebody_and_is_sound_html(tmp_path):
    answers = draw_all()

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(ACCOUNT_PAGES, 200)
    assert mistakes_in({name: answer.content for name, answer in answers.items()}, tmp_path) == {}


@pytest.mark.parametrize("name", [name for name in ACCOUNT_PAGES if name not in HALF_WAY | {"sign out"}])
def test_a_stranger_is_sent_to_sign_in(client, name):
    path = ACCOUNT_PAGES[name]

    response = client.get(path)

    assert (response.status_code, unquote(response["Location"])) == (302, f"/accounts/sign-in/?next={path}")


@pytest.mark.parametrize("path", ["/accounts/sign-in/code/", "/accounts/sign-out/"])
def test_who_is_not_half_way_in_is_led_to_the_beginning(client, path):
    assert client.get(path)["Location"] == "/accounts/sign-in/"


@pytest.mark.parametrize("path", ["signup/", "sign-up/", "email/", "confirm-email/", "3rdparty/", "social/", "login/"])
def test_what_is_not_used_does_not_exist(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_the_account_page_says_who_one_is_here():
    person, _ = make_settled()

    page = signed_in(person).get("/accounts/").content.decode()

    assert [text for text in ("Amina Example", "amina@bridge.example", "Bridge ", "Set up") if text not in page] == []
