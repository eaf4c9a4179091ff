"""Every change of who may do what stands in the audit log, whoever made it and wherever."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.core.management import call_command
from django.urls import reverse

from lcep_site.middleware import AuditMiddleware
from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction
from tests.factories import make_bridge, make_officer, make_partnership, make_superuser, make_user
from tests.filling import left_as_it_is

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def recorded():
    """Return the changes of rights in the audit log, the earliest first, as (about, details)."""
    changes = AuditEntry.objects.filter(action=AuditAction.RIGHTS_CHANGED).order_by("pk")
    return list(changes.values_list("about", "details"))


def test_a_group_given_and_taken_is_kept():
    user, group = make_user(), Group.objects.create(name="Editors")

    user.groups.add(group)
    user.groups.add(group)
    user.groups.remove(group)

    assert recorded() == [
        (f"User {user.pk}", {"what": "groups", "added": ["Editors"]}),
        (f"User {user.pk}", {"what": "groups", "removed": ["Editors"]}),
    ]


def test_a_group_given_from_its_own_side_is_kept_without_the_name_of_the_person():
    user, group = make_user(username="jo@school.example"), Group.objects.create(name="Editors")

    group.user_set.add(user)

    assert recorded() == [(f"Group {group.pk}", {"what": "groups", "added": [f"User {user.pk}"]})]


@pytest.mark.parametrize("holder", ["user", "group"])
def test_a_permission_given_to_a_person_or_a_group_is_kept(holder):
    right = Permission.objects.get(codename="delete_enquiry")
    row = make_user() if holder == "user" else Group.objects.create(name="Editors")

    (row.user_permissions if holder == "user" else row.permissions).add(right)

    assert recorded() == [
        (f"{holder.capitalize()} {row.pk}", {"what": "permissions", "added": ["partnerships.delete_enquiry"]})
    ]


def test_clearing_keeps_what_was_taken_and_clearing_nothing_keeps_nothing():
    user, bridge = make_user(), make_bridge()
    user.bridges.add(bridge)

    user.bridges.clear()
    user.bridges.clear()

    assert recorded()[1:] == [
        (f"User {user.pk}", {"what": "officers", "removed": [f"Bridge organisation {bridge.pk}"]})
    ]


def test_who_answers_for_a_bridge_or_coordinates_a_partnership_is_kept():
    user, bridge, partnership = make_user(), make_bridge(), make_partnership()

    bridge.officers.add(user)
    partnership.editors.add(user)

    assert recorded() == [
        (f"Bridge organisation {bridge.pk}", {"what": "officers", "added": [f"User {user.pk}"]}),
        (f"Partnership {partnership.pk}", {"what": "coordinators", "added": [f"User {user.pk}"]}),
    ]


@pytest.mark.parametrize("flag", ["is_active", "is_staff", "is_superuser"])
@pytest.mark.parametrize("update_fields", [None, True])
def test_a_flag_of_an_account_that_is_changed_is_kept(flag, update_fields):
    user = make_user()
    value = not getattr(user, flag)
    setattr(user, flag, value)

    user.save(update_fields=[flag] if update_fields else None)

    assert recorded() == [(f"User {user.pk}", {"what": "account", flag: value})]


def test_a_new_owner_is_kept_and_a_new_account_without_rights_is_not():
    owner = get_user_model().objects.create_superuser("owner")
    make_user()

    assert recorded() == [(f"User {owner.pk}", {"what": "account", "is_superuser": True})]


def test_saving_an_account_without_changing_anything_keeps_nothing():
    user = make_user()
    user.is_staff = True

    user.save(update_fields=["last_login"])
    user.refresh_from_db()
    user.save()

    assert recorded() == []


def test_a_deleted_account_is_kept_and_what_it_did_stays():
    user = make_user()
    AuditEntry.objects.create(action=AuditAction.SIGNED_IN, by=user)
    key = user.pk

    user.delete()

    assert list(AuditEntry.objects.order_by("pk").values_list("action", "by", "about")) == [
        ("signed_in", None, ""),
        ("account_deleted", None, f"User {key}"),
    ]


def test_what_is_done_in_the_back_office_is_kept_with_who_did_it(client):
    owner, bridge, officer = make_superuser(), make_bridge(), make_officer()
    client.force_login(owner)

    address = reverse("admin:partnerships_bridgeorganisation_change", args=[bridge.pk])

    client.post(
        address,
        left_as_it_is(client.get(address)) | {"officers": [officer.pk]},
    )

    entry = AuditEntry.objects.get(action=AuditAction.RIGHTS_CHANGED)
    assert (entry.by, entry.about) == (owner, f"Bridge organisation {bridge.pk}")


@pytest.mark.parametrize(("make", "is_user"), [(make_superuser, True), (AnonymousUser, False)])
def test_who_sent_the_request_did_it_and_a_visitor_is_nobody(rf, make, is_user):
    user, group = make_user(), Group.objects.create(name="Editors")
    request = rf.post("/")
    request.user = make()

    AuditMiddleware(lambda request: user.groups.add(group))(request)

    entry = AuditEntry.objects.get(action=AuditAction.RIGHTS_CHANGED)
    assert entry.by == (request.user if is_user else None)


def test_the_next_request_does_not_answer_for_the_one_before(client):
    client.force_login(make_superuser())
    client.get(reverse("admin:index"))

    make_user().groups.add(Group.objects.create(name="Editors"))

    assert AuditEntry.objects.get(action=AuditAction.RIGHTS_CHANGED).by is None


def test_syncing_the_roles_keeps_what_that_changed_and_the_second_time_nothing():
    call_command("sync_roles", verbosity=0)
    first = len(recorded())

    call_command("sync_roles", verbosity=0)

    assert (first > 0, len(recorded())) == (True, first)
