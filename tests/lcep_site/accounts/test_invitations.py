"""Invitations: who may send them, to whom, and what becomes of the link."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from lcep_site.accounts import invitations, links
from lcep_site.accounts.invitations import AddressTaken, AlreadyAccepted, Appointment, IsClosed, OwnAccount
from lcep_site.accounts.links import SIGN_IN, url_for, user_of
from lcep_site.accounts.rights import NotYourAccount, looked_after_by
from partnerships.mail.delivery import message_of
from partnerships.models import AuditEntry, OutgoingMail
from partnerships.signed_links import ExpiredLink, NotOurLink
from partnerships.vocabulary import AuditAction
from tests.factories import make_bridge
from tests.lcep_site.accounts.people import BACK_OFFICE, give_password, make_owner, make_person, path_in_mail
from tests.lcep_site.accounts.test_signing_in import is_in, logged_actions, problems

pytestmark = pytest.mark.django_db

INVITATION = "/accounts/invitation/"
ADDRESS, PASSWORD = "carys@bridge.example", "three quiet teapots"
EDITOR, OFFICER = "National editor", "Bridge officer"
TYPED = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def editor():
    """A national editor."""
    return make_person("editor@lcep.example", EDITOR)


def invite(by, *bridges, email=ADDRESS, role=OFFICER):
    """Have `by` invite somebody."""
    return invitations.invite(email=email, name=("Carys", "Example"), appointment=Appointment(role, bridges), by=by)


def test_a_national_editor_invites_an_officer_of_a_bridge(editor):
    bridge = make_bridge()

    user = invite(editor, bridge, email=" Carys@Bridge.example")

    assert (user.username, user.email, user.get_full_name()) == (ADDRESS, ADDRESS, "Carys Example")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)
    assert ([group.name for group in user.groups.all()], list(user.bridges.all())) == ([OFFICER], [bridge])
    entry = AuditEntry.objects.get(action=AuditAction.INVITED)
    assert (entry.by, entry.about) == (editor, f"User {user.pk}")
    assert entry.details == {"role": OFFICER, "bridges": [bridge.pk]}


def test_the_mail_names_who_invites_and_leads_to_the_page(editor, client):
    invite(editor)

    mail = OutgoingMail.objects.get()

    assert (mail.to, mail.subject) == (ADDRESS, "You are invited to the back office of the LCEP Directory")
    assert message_of(mail).body.startswith("Amina Example invites you")
    # The link is made when it leaves.
    assert (mail.text, mail.html, mail.about) == ("", "", {"by": "Amina Example"})
    assert client.get(path_in_mail(ADDRESS, INVITATION)).status_code == 200


def test_opening_the_link_changes_nothing_and_choosing_a_password_leads_to_the_second_factor(editor, client):
    user = invite(editor)
    path = path_in_mail(ADDRESS, INVITATION)

    opened = [client.get(path), client.head(path), client.get(path)]
    before = is_in(client)
    response = client.post(path, TYPED)

    user.refresh_from_db()
    assert ([answer.status_code for answer in opened], before) == ([200] * 3, False)
    assert (response["Location"], is_in(client)) == ("/accounts/second-factor/", True)
    assert user.check_password(PASSWORD)
    assert logged_actions()[-2:] == [AuditAction.INVITATION_ACCEPTED, AuditAction.SIGNED_IN]
    assert client.get("/accounts/second-factor/app/").status_code == 200
    assert client.get(BACK_OFFICE, follow=True).redirect_chain[-1][0] == "/accounts/second-factor/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_link_is_good_once(editor, client, method):
    invite(editor)
    path = path_in_mail(ADDRESS, INVITATION)
    client.post(path, TYPED)

    again = getattr(Client(), method)(path, TYPED)

    assert (again.status_code, "It was used before" in again.content.decode()) == (410, True)


def test_the_link_is_good_for_seven_days(editor, client, monkeypatch):
    invite(editor)
    path = path_in_mail(ADDRESS, INVITATION)
    late = timezone.now() + datetime.timedelta(days=7, minutes=1)

    before = client.get(path).status_code
    monkeypatch.setattr("django.core.signing.time.time", late.timestamp)

    assert (before, client.get(path).status_code) == (200, 410)


def test_a_weak_password_is_said_so_beside_the_question_and_what_was_typed_stays(editor, client):
    invite(editor)
    path = path_in_mail(ADDRESS, INVITATION)

    response = client.post(path, {"password1": "carys@bridge", "password2": "other"})

    assert "The password is too similar to the email address." in response.context["form"].errors["password1"]
    assert 'value="carys@bridge"' in response.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, ["Choose a password", "Enter the password again"]),
        ({"password1": PASSWORD}, ["Enter the password again"]),
        ({"password1": PASSWORD, "password2": "other"}, ["The two passwords are not the same"]),
        (
            {"password1": "a\0" * 10, "password2": PASSWORD},
            ["There is a character in it that nobody can read. Enter it anew"],
        ),
    ],
)
def test_what_is_missing_or_differs_is_said(editor, client, typed, errors):
    invite(editor)

    assert problems(client.post(path_in_mail(ADDRESS, INVITATION), typed)) == errors


def test_no_other_verb_is_taken(editor, client):
    invite(editor)

    assert client.put(path_in_mail(ADDRESS, INVITATION)).status_code == 405


@pytest.mark.parametrize("token", ["no-link", "W10:1:2", "a" * 2000])
def test_a_link_that_is_not_ours_does_not_exist(client, token):
    assert client.get(f"{INVITATION}{token}/").status_code == 404


def test_a_link_for_one_purpose_serves_no_other(editor):
    token = url_for(invite(editor), SIGN_IN).rstrip("/").rpartition("/")[2]

    with pytest.raises(NotOurLink):
        user_of(token, links.INVITATION)


@pytest.mark.parametrize("address", ["amina@bridge.example", "AMINA@Bridge.example"])
def test_an_address_that_has_an_account_is_said_so(editor, address):
    make_person("amina@bridge.example")

    with pytest.raises(AddressTaken):
        invite(editor, email=address)

    assert get_user_model().objects.count() == 2


@pytest.mark.parametrize("role", [OFFICER, "Bridge viewer", "Coordinator", "Developer"])
def test_nobody_else_invites_or_looks_after_anybody(role):
    person, other = make_person(role=role), make_person("other@bridge.example")

    with pytest.raises(NotYourAccount):
        invite(person)
    with pytest.raises(NotYourAccount):
        invitations.close(other, by=person)
    assert list(looked_after_by(person)) == []


def test_an_editor_who_is_closed_or_no_staff_looks_after_nobody(editor):
    for name in ("is_active", "is_staff"):
        setattr(editor, name, False)

        assert list(looked_after_by(editor)) == []
        setattr(editor, name, True)


@pytest.mark.parametrize(
    "rule",
    [
        invitations.send_again,
        invitations.close,
        invitations.open_again,
        lambda user, by: invitations.change(user, name=("No", "Body"), appointment=Appointment(""), by=by),
    ],
)
def test_an_editor_cannot_touch_an_owner(editor, rule):
    owner = make_owner()

    with pytest.raises(NotYourAccount):
        rule(owner, by=editor)

    owner.refresh_from_db()
    assert (owner.is_active, owner.get_full_name()) == (True, "Amina Example")


def test_an_invitation_can_be_sent_again_until_it_is_accepted(editor, client):
    user = invite(editor)
    OutgoingMail.objects.update(key="account:an-hour-ago")

    invitations.send_again(user, by=editor)
    client.post(path_in_mail(ADDRESS, INVITATION), TYPED)
    user.refresh_from_db()

    assert OutgoingMail.objects.filter(subject__startswith="You are invited").count() == 2
    with pytest.raises(AlreadyAccepted):
        invitations.send_again(user, by=editor)


def test_a_closed_account_s_invitation_no_longer_works_and_is_not_sent_again(editor, client):
    user = invite(editor)
    path = path_in_mail(ADDRESS, INVITATION)

    invitations.close(user, by=editor)

    assert client.post(path, TYPED).status_code == 410
    with pytest.raises(IsClosed):
        invitations.send_again(user, by=editor)
    invitations.open_again(user, by=editor)
    assert client.get(path).status_code == 200


def test_closing_an_account_signs_its_person_out_at_once_and_nothing_lets_them_in(editor, client):
    person = make_person()
    client.force_login(person)

    invitations.close(person, by=editor)

    assert not is_in(client)
    assert give_password(client)["Location"] == "/accounts/closed/"
    assert logged_actions()[:-1][-2:] == [AuditAction.ACCOUNT_CLOSED, AuditAction.SESSIONS_ENDED]


def test_nobody_closes_their_own_account(editor):
    with pytest.raises(OwnAccount):
        invitations.close(editor, by=editor)


def test_another_role_takes_the_place_of_the_old_one_and_leaves_other_groups_alone(editor):
    bridge, other = make_bridge(), make_bridge()
    user = invite(editor, bridge)
    user.groups.add(Group.objects.create(name="Friends"))

    invitations.change(user, name=("Carys", "New"), appointment=Appointment("Bridge viewer", [other]), by=editor)

    assert {group.name for group in user.groups.all()} == {"Bridge viewer", "Friends"}
    assert (list(user.bridges.all()), user.last_name) == ([other], "New")
    details = AuditEntry.objects.get(action=AuditAction.ROLE_CHANGED).details
    assert (details["from"]["role"], details["to"]["role"]) == (OFFICER, "Bridge viewer")


def test_a_new_name_alone_is_no_change_of_role(editor):
    user = invite(editor)

    invitations.change(user, name=("Carys", "New"), appointment=Appointment(OFFICER), by=editor)

    assert not AuditEntry.objects.filter(action=AuditAction.ROLE_CHANGED).exists()


def test_a_link_ends_when_the_address_or_the_standing_changes(editor):
    user = invite(editor)
    token = url_for(user, links.INVITATION).rstrip("/").rpartition("/")[2]

    for change in ({"email": "other@bridge.example"}, {"is_staff": False}, {"is_active": False}):
        before = {name: getattr(user, name) for name in change}
        get_user_model().objects.filter(pk=user.pk).update(**change)
        with pytest.raises(ExpiredLink):
            user_of(token, links.INVITATION)
        get_user_model().objects.filter(pk=user.pk).update(**before)

    assert user_of(token, links.INVITATION) == user
