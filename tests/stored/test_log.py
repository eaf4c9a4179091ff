"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: the audit log. Acts of today are written as they were, so that all rows of one act are found and read together.
"""

import datetime
import re
from functools import cache
from importlib import import_module
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.migrations.state import ProjectState
from django.test import Client

from lcep_site.accounts import invitations, sessions
from members.mailing_list import subscriber_sheet
from members.models import MemberOrganisation, SheetImport, Subscriber
from members.models.sheets import SheetKind
from members.organisations import merging
from members.proposals import checks, reviewing
from members.sheets import lifecycle
from members.sheets.exporting import SheetFormat, export
from partnerships import versions
from partnerships.audit import export as audit_export
from partnerships.models import AuditEntry, Partnership
from partnerships.privacy import retention, stores, subject_requests
from partnerships.publishing import previews, workflow
from partnerships.vocabulary import AuditAction
from tests.factories import make_check_request, make_organisation, make_proposal, make_subscriber
from tests.reading import words_of
from tests.stored.conftest import MADE_AT
from tests.stored.entries import (
    ORGANISATION,
    OTHER,
    PROPOSAL,
    READER,
    REGION,
    SIGNED_IN_AT,
    SUBSCRIBER,
    make_asked,
    make_entry,
    make_owner,
    make_person,
)
from tests.stored.literals import LITERALS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.versions,
    pytest.mark.usefixtures("an_hour_later"),
    pytest.mark.ignore_template_errors,
]
LOG, PATHS = LITERALS["log"], LITERALS["paths"]
# The migration by which rows of then became those of today.
STABLE_KEYS = import_module("partnerships.migrations.0011_stable_keys")


@cache
def migration_apps():
    """Return the models as migrations have them: without the guard of the log."""
    return ProjectState.from_apps(apps).apps


def rights(owner):
    """Give and take every kind of right."""
    person, entry = make_person(), make_entry()
    group = Group.objects.create(pk=OTHER, name="Bridge officer")
    for beside, right in [(person.groups, group), (entry.bridge.officers, person), (entry.editors, person)]:
        beside.add(right)
        beside.remove(right)
    group.permissions.add(group.permissions.model.objects.get(codename="add_user"))
    person.is_staff = False
    person.save()


def people(owner):
    """Invite somebody, change what they are, and end their sessions."""
    person, entry = make_person(), make_entry()
    Group.objects.create(pk=OTHER, name="Bridge officer")
    appointment = invitations.Appointment("Bridge officer", [entry.bridge])
    invitations.change(person, name=("Amina", "Example"), appointment=appointment, by=owner)
    Client().force_login(person)
    sessions.end_all(person, by=owner)


def signing_in(owner):
    """Sign in by a link."""
    make_person(last_login=SIGNED_IN_AT)
    Client().post(PATHS["sign in"])


def sheets(owner):
    """Take sheets out, bring one in, and undo that."""
    make_entry()
    export(SheetKind.PARTNERSHIPS, Partnership.objects.all(), by=owner, written_as=SheetFormat.CSV)
    make_subscriber(regions=[REGION], pk=SUBSCRIBER, email=READER)
    subscriber_sheet.rows(Subscriber.objects.all(), by=owner)
    sheet = SheetImport(pk=OTHER, kind="members", by=owner, content=b"Name,Sector\nTate,Museums\n,Museums\n", total=2)
    sheet.save()
    lifecycle.begin_again(_interrupted(sheet), by=owner)
    lifecycle.confirm(sheet)
    lifecycle.undo(sheet, by=owner)


def _interrupted(sheet):
    sheet.lease_until = MADE_AT
    sheet.save()
    return sheet


def data_about_people(owner):
    """Export and erase what is held about somebody, let time pass, and take the log away."""
    make_asked(received_at=MADE_AT)
    subject_requests.export(READER, by=owner)
    subject_requests.erase(READER, by=owner)
    make_subscriber(pk=SUBSCRIBER, email=READER, asked_at=MADE_AT - datetime.timedelta(days=8), confirmed_at=None)
    retention.apply_all(MADE_AT)
    audit_export.rows(AuditEntry.objects.none(), by=owner)


def entries(owner):
    """Ask for a check, take that back, end previews, decide on a proposal, and move, restore and merge entries."""
    entry = make_entry()
    asked = make_check_request(partnership=entry)
    checks.revoke(partnership=asked.partnership, by=owner)
    previews.end_links(entry=entry, by=owner)
    proposal = make_proposal(pk=PROPOSAL, partnership=entry)
    reviewing.decline(proposal=proposal, reason="No.", by=owner)
    workflow.move(entry, to="archived", by=owner)
    versions.restore(entry, Partnership.versions.filter(id=entry.pk).earliest().revision, by=owner)
    keep = MemberOrganisation.objects.get(pk=ORGANISATION)
    gone = make_organisation(pk=OTHER, name="The Opera", sector=keep.sector)
    merging.merge(keep=keep, gone=gone, by=owner, seen=merging.plan(keep=keep, gone=gone, by=owner).fingerprint)


ACTS = {
    "rights": rights,
    "people": people,
    "signing in": signing_in,
    "sheets": sheets,
    "people's data": data_about_people,
    "entries": entries,
}


def rows():
    """Return what stands in the log, the earliest first; the number of a revision is the database's own."""
    written = AuditEntry.objects.order_by("pk").values_list("action", "about", "details")
    return [
        [AuditAction(action).label, re.sub(r"^revision \d+$", "revision", about), details]
        for action, about, details in written
    ]


@pytest.mark.parametrize("what", ACTS)
def test_an_act_is_written_to_the_log_as_it_was(what):
    ACTS[what](make_owner())

    assert rows() == LOG[what]


def test_an_act_written_before_is_found_by_asking_for_it(rf):
    for action in LITERALS["acts"]:
        AuditEntry.objects.create(action=action, about=action, details={"what": "officers", "added": ["User 7"]})
    STABLE_KEYS.name_acts(migration_apps(), None)
    owner = make_owner()

    found = {action: listed(rf, owner, action) for action in LITERALS["acts"]}

    assert found == {action: [(action, action)] for action in LITERALS["acts"]}


def listed(rf, owner, action):
    """Return what the log and each row of it say when `owner` asks for `action`."""
    request = rf.get("/back-office/partnerships/auditentry/", {"action": action})
    request.user = owner
    rows = admin.site._registry[AuditEntry].get_changelist_instance(request).queryset
    return [(row.about, row.get_action_display()) for row in rows]


def test_the_log_shows_what_is_asked_for_alone(client):
    for about, action in [("About this", "Imported"), ("About that", "Signed out")]:
        AuditEntry.objects.create(action=action, about=about)
    STABLE_KEYS.name_acts(migration_apps(), None)
    client.force_login(make_owner())

    words = words_of(client.get(f"/back-office/partnerships/auditentry/?{urlencode({'action': 'Signed out'})}"))

    assert ("About this" in words, "About that" in words) == (False, True)


def test_what_was_exported_of_a_person_before_is_among_what_is_held_about_them():
    action, about, details = next(row for row in LOG["people's data"] if row[0] == "Personal data exported")
    AuditEntry.objects.create(action=action, about=about, details=details)
    STABLE_KEYS.name_acts(migration_apps(), None)

    held = subject_requests.find(READER)["Earlier exports and erasures"]

    assert [(one["action"], one["details"]) for one in held] == [(action, details)]


def test_the_places_and_rules_that_the_log_counts_by_are_called_as_they_were():
    places, rules = (set(LITERALS["names"][what]) for what in ("places of personal data", "rules of retention"))

    # The queue of tasks is no more, and no row of it.
    assert {store.name for store in stores.holding_addresses()} >= places - {"Failed tasks"}
    assert {rule.name for rule in retention.rules()} >= rules - {"finished tasks"}
