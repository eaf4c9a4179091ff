"""Links to look around with: printed on this machine, good once, and none in production."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from lcep_site.accounts.links import INVITATION, url_for
from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction
from tests.factories import make_bridge, make_partnership
from tests.lcep_site.accounts.people import BACK_OFFICE, make_owner, make_person
from tests.lcep_site.accounts.test_signing_in import is_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory():
    """Three Bridge Organisations, with two, one and no partnerships."""
    call_command("sync_roles", verbosity=0)
    many, one, none = make_bridge(name="Many"), make_bridge(name="One"), make_bridge(name="None")
    for bridge in (one, many, many):
        make_partnership(bridge=bridge)
    return many, one, none


def printed(capsys, *options) -> list[str]:
    """Run the command and return the paths of the links it prints."""
    call_command("print_sign_in_links", *options)
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    return [line.removeprefix("http://127.0.0.1:8000") for line in lines if line.startswith("http")]


def test_the_first_start_makes_an_editor_and_two_officers_and_prints_their_links(directory, capsys):
    many, one, _ = directory

    paths = printed(capsys, "--first-start")

    people = {user.email: list(user.bridges.all()) for user in get_user_model().objects.all()}
    assert people == {
        "national-editor@localhost": [],
        "officer-many@localhost": [many],
        "officer-one@localhost": [one],
    }
    assert (len(paths), len(set(paths))) == (3, 3)
    assert not get_user_model().objects.filter(is_superuser=True).exists()


def test_a_later_start_prints_nothing_and_asking_prints_new_links_for_the_same_people(directory, capsys):
    printed(capsys, "--first-start")

    later, anew = printed(capsys, "--first-start"), printed(capsys)

    assert (later, len(anew), get_user_model().objects.count()) == ([], 3, 3)


def test_where_there_is_staff_the_first_start_makes_nobody(directory, capsys):
    make_owner()

    assert (printed(capsys, "--first-start"), get_user_model().objects.count()) == ([], 1)


def test_pressing_the_button_opens_the_back_office_and_opening_the_link_does_not(directory, capsys, client):
    path = printed(capsys)[0]

    opened = [client.get(path).status_code, client.head(path).status_code, client.get(path).status_code]
    before = is_in(client)
    response = client.post(path)

    assert (opened, before, response["Location"]) == ([200] * 3, False, BACK_OFFICE)
    assert client.get(BACK_OFFICE).status_code == 200
    entry = AuditEntry.objects.filter(action=AuditAction.SIGNED_IN).get()
    assert (entry.by.email, entry.details) == ("national-editor@localhost", {"by": "sign-in link"})


def test_a_link_is_good_once_and_for_a_day(directory, capsys, client, monkeypatch):
    used, kept, _ = printed(capsys)

    client.post(used)
    again = Client().post(used).status_code
    monkeypatch.setattr("django.core.signing.time.time", lambda: timezone.now().timestamp() + 86_500)

    assert (again, Client().post(kept).status_code) == (410, 410)


def test_in_production_there_are_none_and_a_session_from_one_opens_nothing(directory, capsys, client, settings):
    used, kept, _ = printed(capsys)
    client.post(used)

    settings.LCEP_MODE = "production"

    assert client.get(BACK_OFFICE)["Location"].startswith("/back-office/login/")
    assert (Client().get(kept).status_code, Client().post(kept).status_code) == (404, 404)
    with pytest.raises(CommandError, match="There are no sign-in links in production"):
        call_command("print_sign_in_links")


def test_the_command_for_an_owner_prints_a_link_by_which_to_choose_a_password(capsys, client):
    call_command("create_owner", "Owner@lcep.example")

    path = capsys.readouterr().out.splitlines()[-1].removeprefix("http://127.0.0.1:8000")
    owner = get_user_model().objects.get()
    response = client.post(path, {"password1": "three quiet teapots", "password2": "three quiet teapots"})

    assert (owner.username, owner.is_superuser, owner.has_usable_password()) == ("owner@lcep.example", True, False)
    assert response["Location"] == "/accounts/second-factor/"
    assert AuditEntry.objects.filter(action=AuditAction.OWNER_CREATED, about=f"User {owner.pk}").exists()


def test_the_command_again_prints_another_link_until_the_first_was_used(capsys):
    call_command("create_owner", "owner@lcep.example")
    call_command("create_owner", "owner@lcep.example")

    assert get_user_model().objects.count() == 1
    assert capsys.readouterr().out.count(url_for(get_user_model().objects.get(), INVITATION)[:45]) == 2


@pytest.mark.parametrize(
    ("make", "email", "reason"),
    [
        (make_owner, "owner@lcep.example", "is an owner already"),
        (make_person, "amina@bridge.example", "has an account, and it is not an owner's"),
        (make_person, "nonsense", "is not an e-mail address"),
    ],
)
def test_the_command_refuses_and_says_why(make, email, reason):
    make()

    with pytest.raises(CommandError, match=reason):
        call_command("create_owner", email)

    assert get_user_model().objects.count() == 1
