"""Roles of staff: the groups follow the data, and each role may do what it is for and no more."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse

from lcep_site import roles
from members.models import MemberOrganisation
from partnerships.models import Enquiry, Partnership
from tests.area_parts import make_part
from tests.factories import make_authority, make_bridge, make_enquiry, make_officer, make_partnership

pytestmark = pytest.mark.django_db

# In the order of the answers below.
LISTS = ["enquiry", "partnership", "bridgeorganisation", "outgoingmail", "auditentry"]


def member_of(role, *bridges):
    """Return staff of `role`, officers of `bridges`."""
    call_command("sync_roles", verbosity=0)
    officer = make_officer(*bridges)
    officer.groups.add(Group.objects.get(name=role))
    return officer


def test_syncing_makes_the_groups_and_doing_it_again_changes_nothing(capsys):
    call_command("sync_roles")
    assert capsys.readouterr().out == "Roles: changed\n"

    call_command("sync_roles")
    assert capsys.readouterr().out == "Roles: unchanged\n"
    assert roles.differences() == []


def test_a_check_names_what_differs_and_changes_nothing():
    call_command("sync_roles")
    viewers = Group.objects.get(name="Bridge viewer")
    viewers.permissions.add(Permission.objects.get(codename="delete_enquiry"))
    viewers.permissions.remove(Permission.objects.get(codename="view_enquiry"))
    held = set(viewers.permissions.all())
    Group.objects.get(name="Bridge officer").delete()

    with pytest.raises(CommandError) as refused:
        call_command("sync_roles", "--check")

    assert str(refused.value).endswith(
        "There is no group “Bridge officer”. “Bridge viewer” lacks partnerships.view_enquiry. "
        "“Bridge viewer” should not have partnerships.delete_enquiry."
    )
    assert set(viewers.permissions.all()) == held


def test_syncing_gives_a_group_of_an_earlier_version_what_its_role_has_got_since(client):
    officer = member_of("National editor")
    partnership = make_partnership([make_authority()])
    make_part(partnership, name="ZZ99")
    right = Permission.objects.filter(codename__endswith="partnershippart")
    officer.groups.get().permissions.remove(*right)
    client.force_login(officer)
    address = reverse("admin:partnerships_partnership_change", args=[partnership.pk])
    before = client.get(address)

    call_command("sync_roles", verbosity=0)

    after = client.get(address)
    assert ("ZZ99" in before.text, "ZZ99" in after.text) == (False, True)


def test_syncing_leaves_other_groups_and_who_is_in_them_alone():
    other = Group.objects.create(name="Friends")
    officer = member_of("Bridge officer")
    officer.groups.add(other)

    call_command("sync_roles")

    assert {group.name for group in officer.groups.all()} == {"Bridge officer", "Friends"}


def test_a_role_with_a_permission_that_there_is_not_is_refused():
    role = roles.Role("Wrong", "To be refused.", frozenset({"partnerships.view_enquiry", "partnerships.fly"}))

    with pytest.raises(roles.UnknownPermission, match=r"Wrong: there is no partnerships\.fly\."):
        roles.permissions_of([role])


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.name)
def test_every_role_says_what_it_is_for(role):
    assert role.purpose.endswith(".")
    assert [len(role.permissions)] == [len(held) for held in roles.permissions_of([role])]


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("Bridge officer", [200, 200, 200, 403, 403]),
        ("Bridge viewer", [200, 200, 200, 403, 403]),
        ("Coordinator", [403, 200, 403, 403, 403]),
        ("National editor", [200, 200, 200, 200, 200]),
        ("Developer", [403, 200, 200, 403, 403]),
    ],
)
def test_a_role_opens_the_lists_it_is_for(client, role, opened):
    client.force_login(member_of(role, make_bridge()))

    statuses = [client.get(f"/back-office/partnerships/{model}/").status_code for model in LISTS]

    assert statuses == opened


@pytest.mark.parametrize(("role", "seen"), [("Bridge officer", 1), ("Bridge viewer", 1), ("National editor", 2)])
def test_a_role_sees_the_enquiries_of_its_own_desk_or_all(role, seen):
    desk = make_bridge()
    make_enquiry(desk=desk)
    make_enquiry(desk=make_bridge())

    assert Enquiry.objects.editable_by(member_of(role, desk)).count() == seen


@pytest.mark.parametrize(
    ("role", "status"), [("Bridge officer", 302), ("Bridge viewer", 403), ("National editor", 302)]
)
def test_only_a_viewer_may_not_note_anything(client, role, status):
    desk = make_bridge()
    enquiry = make_enquiry(desk=desk)
    client.force_login(member_of(role, desk))

    response = client.post(f"{enquiry.get_admin_url().removesuffix('change/')}note/", {"words": "Rang them."})

    assert response.status_code == status


def test_a_national_editor_edits_every_entry_but_deletes_none(rf):
    request = rf.get("/")
    request.user = member_of("National editor")
    partnership_admin = admin.site.get_model_admin(Partnership)
    organisation_admin = admin.site.get_model_admin(MemberOrganisation)

    assert partnership_admin.has_change_permission(request, make_partnership())
    assert organisation_admin.has_add_permission(request)
    assert not partnership_admin.has_delete_permission(request)
