"""The page of staff in the back office: who sees whom, and what can be done about an account there."""

import re

import pytest
from django.contrib.auth import get_user_model

from partnerships.models import AuditEntry, OutgoingMail
from partnerships.vocabulary import AuditAction
from tests.factories import make_bridge
from tests.lcep_site.accounts.people import BACK_OFFICE, give_app, make_owner, make_person
from tests.lcep_site.accounts.test_signing_in import is_in
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LIST = f"{BACK_OFFICE}auth/user/"
INVITE = f"{LIST}add/"
TYPED = {"email": "Carys@bridge.example", "first_name": "Carys", "last_name": "Example", "role": "Bridge officer"}
ACTIONS = ["invite-again", "end-sessions", "reset-second-factor", "close", "open-again"]
FOR_OWNERS = ["end-sessions", "reset-second-factor"]


def signed_in(person):
    """Return a client in which `person` is signed in with both factors."""
    (client := StaffClient()).force_login(person)
    return client


def make_editor(**fields):
    return make_person("editor@lcep.example", "National editor", **fields)


def page_of(person, name="change") -> str:
    """Return the address of the page `name` of the account of `person`."""
    return f"{LIST}{person.pk}/{name}/"


def messages_on(response) -> list[str]:
    """Return the messages on the page in `response`."""
    return [str(message) for message in response.context["messages"]]


def emails_on(response) -> set[str]:
    """Return the e-mail addresses on a list of accounts."""
    return {user.email for user in response.context["cl"].result_list}


def test_an_editor_invites_by_the_page_and_a_mail_leaves():
    bridge = make_bridge()

    response = signed_in(make_editor()).post(INVITE, TYPED | {"bridges": [bridge.pk]}, follow=True)

    user = get_user_model().objects.get(email="carys@bridge.example")
    assert messages_on(response) == ["Carys Example is invited. A mail is on its way to carys@bridge.example."]
    assert (user.is_staff, user.is_superuser, list(user.bridges.all())) == (True, False, [bridge])
    assert OutgoingMail.objects.get().to == user.email


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"email": "EDITOR@lcep.example"}, "email", "There is an account with this address already."),
        ({"email": "nonsense"}, "email", "Enter an e-mail address in the correct format"),
        ({"first_name": ""}, "first_name", "This field is required."),
        ({"role": ""}, "role", "Select a role"),
        ({"role": "Owner"}, "role", "Select a valid choice."),
        ({"bridges": ["0"]}, "bridges", "Select a valid choice."),
    ],
)
def test_what_is_wrong_with_an_invitation_is_said_and_nobody_is_invited(changed, field, message):
    response = signed_in(make_editor()).post(INVITE, TYPED | changed)

    assert message in response.context["adminform"].form.errors[field][0]
    assert get_user_model().objects.count() == 1


def test_nothing_typed_besides_makes_anybody_an_owner():
    extra = {"is_superuser": "on", "is_staff": "", "password": "x", "user_permissions": "1", "groups": "1"}

    signed_in(make_editor()).post(INVITE, TYPED | extra | {"bridges": [make_bridge().pk]})

    user = get_user_model().objects.get(email="carys@bridge.example")
    assert (user.is_superuser, user.is_staff, user.has_usable_password()) == (False, True, False)
    assert user.user_permissions.count() == 0


def test_changing_somebody_keeps_their_address():
    person = make_person(role="Bridge viewer")

    changed = {"email": "other@bridge.example", "bridges": [make_bridge().pk]}
    signed_in(make_editor()).post(page_of(person), TYPED | changed)

    person.refresh_from_db()
    assert (person.email, person.username, person.first_name) == ("amina@bridge.example",) * 2 + ("Carys",)
    assert [group.name for group in person.groups.all()] == ["Bridge officer"]


def test_an_editor_sees_everybody_but_owners_and_an_owner_sees_all():
    editor, owner = make_editor(), make_owner()
    make_person()

    seen = [emails_on(signed_in(person).get(LIST)) for person in (editor, owner)]

    assert seen == [
        {"editor@lcep.example", "amina@bridge.example"},
        {"editor@lcep.example", "amina@bridge.example", "owner@lcep.example"},
    ]


@pytest.mark.parametrize("role", ["Bridge officer", "Bridge viewer", "Coordinator", "Developer"])
def test_for_everybody_else_the_list_and_each_account_are_refused(role):
    person, other = make_person(role=role), make_person("other@bridge.example")
    client = signed_in(person)

    answers = {path: client.get(path).status_code for path in (LIST, INVITE, page_of(other, "delete"))}
    posted = {client.post(page_of(other, action)).status_code for action in ACTIONS}

    assert (set(answers.values()), posted) == ({403}, {403})
    assert client.get(page_of(other)).status_code in {403, 404}


@pytest.mark.parametrize("name", ["change", "history", "delete", *ACTIONS])
def test_for_an_editor_an_owner_does_not_exist(name):
    owner = make_owner()
    client = signed_in(make_editor())

    answers = {client.get(page_of(owner, name)).status_code, client.post(page_of(owner, name), TYPED).status_code}

    owner.refresh_from_db()
    assert answers <= ({403, 404} if name == "delete" else {404})
    assert (owner.is_active, owner.first_name) == (True, "Amina")


def test_an_action_of_the_list_does_not_reach_an_owner_either():
    owner, person = make_owner(), make_person()
    chosen = {"action": "close", "_selected_action": [owner.pk, person.pk], "confirmed": "yes"}

    response = signed_in(make_editor()).post(LIST, chosen, follow=True)

    owner.refresh_from_db(), person.refresh_from_db()
    assert (owner.is_active, person.is_active) == (True, False)
    assert messages_on(response) == ["Amina Example: The account is closed."]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_is_done_by_pressing_its_button_only(action):
    person = make_person()

    assert signed_in(make_owner()).get(page_of(person, action)).status_code == 405


@pytest.mark.parametrize("action", FOR_OWNERS)
def test_what_is_for_owners_is_refused_to_an_editor_and_not_offered(action):
    person = make_person()
    give_app(person)
    client = signed_in(make_editor())

    posted = client.post(page_of(person, action))

    shown = client.get(page_of(person)).context["buttons"]
    buttons = {button["url"].rstrip("/").rpartition("/")[2] for button in shown}
    assert (posted.status_code, buttons) == (403, {"close"})


def test_an_owner_is_offered_what_makes_sense():
    person = make_person()
    give_app(person)
    client = signed_in(make_owner())

    buttons = [button["label"] for button in client.get(page_of(person)).context["buttons"]]

    assert buttons == ["Sign out everywhere", "Reset the second factor", "Close the account"]


def test_an_owner_signs_somebody_out_everywhere():
    person = make_person()
    elsewhere = signed_in(person)

    response = signed_in(make_owner()).post(page_of(person, "end-sessions"), follow=True)

    assert messages_on(response) == ["Amina Example: They are signed out everywhere."]
    assert not is_in(elsewhere)
    assert AuditEntry.objects.get(action=AuditAction.SESSIONS_ENDED).details == {"sessions": 1}


def test_what_cannot_be_done_is_said_why():
    person = make_person()
    client = signed_in(owner := make_owner())

    answers = [
        messages_on(client.post(page_of(person, "invite-again"), follow=True)),
        messages_on(client.post(page_of(owner, "close"), follow=True)),
    ]

    assert answers == [
        ["Amina Example: They have accepted the invitation already."],
        ["Amina Example: Nobody closes their own account. Ask somebody else to."],
    ]


def test_an_account_is_closed_and_opened_again():
    person = make_person()
    client = signed_in(make_editor())

    for action, is_active in (("close", False), ("open-again", True)):
        client.post(page_of(person, action))
        person.refresh_from_db()

        assert person.is_active is is_active


@pytest.mark.parametrize(
    ("fields", "standing"),
    [({}, "Active"), ({"is_active": False}, "Closed"), ({"password": None}, "Invited")],
)
def test_the_list_says_how_each_account_stands(fields, standing):
    make_person(**fields)

    page = signed_in(make_editor()).get(LIST, {"q": "amina@"}).content.decode()

    assert re.search(f'<td [^>]*class="field-standing">{standing}</td>', page)


def test_nobody_deletes_their_own_account_and_only_owners_delete_any():
    person, owner = make_person(), make_owner()

    assert signed_in(owner).get(page_of(owner, "delete")).status_code == 403
    assert signed_in(make_editor()).get(page_of(person, "delete")).status_code == 403
    signed_in(owner).post(page_of(person, "delete"), {"post": "yes"})
    assert not get_user_model().objects.filter(pk=person.pk).exists()


def test_the_words_of_a_mail_about_an_account_are_shown_to_nobody():
    signed_in(make_editor()).post(INVITE, TYPED | {"bridges": [make_bridge().pk]})
    mail = OutgoingMail.objects.get()

    page = signed_in(make_owner()).get(f"{BACK_OFFICE}partnerships/outgoingmail/{mail.pk}/change/").content.decode()

    assert ("carys@bridge.example" in page, "/accounts/invitation/" in page) == (True, False)


def test_roles_are_looked_at_and_changed_by_nobody():
    person = make_person(role="Bridge viewer")
    group = person.groups.get()
    client = signed_in(make_owner())

    page = client.get(f"{BACK_OFFICE}auth/group/{group.pk}/change/")
    posted = client.post(f"{BACK_OFFICE}auth/group/{group.pk}/change/", {"name": "All-powerful"})

    assert (page.status_code, posted.status_code) == (200, 403)
    assert "changes nothing" in page.content.decode()
