"""The audit log: only acts it knows, added by whoever does them, and never changed."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from partnerships import audit
from partnerships.audit import export
from partnerships.models import AuditEntry
from partnerships.models.audit import LogIsKept
from partnerships.vocabulary import AuditAction
from tests.factories import make_officer, make_superuser, make_user

pytestmark = pytest.mark.django_db
SOURCES = [
    path
    for package in ("lcep_site", "members", "partnerships")
    for path in sorted(Path(settings.BASE_DIR, package).rglob("*.py"))
    if "migrations" not in path.parts
]


def test_an_act_is_kept_with_who_did_it_and_to_what():
    user = make_user()

    entry = audit.record("published", by=user, about="partnership 12 leeds33", details={"from": "draft"})

    entry.refresh_from_db()
    assert (entry.action, entry.by, entry.about, entry.details) == (
        "published",
        user,
        "partnership 12 leeds33",
        {"from": "draft"},
    )


def test_what_it_is_about_is_cut_to_what_fits():
    assert len(audit.record(AuditAction.MERGED, about="x" * 300).about) == 250


def test_an_act_that_nobody_would_look_for_is_refused():
    with pytest.raises(ValueError, match="Published"):
        audit.record("Published")

    assert AuditEntry.objects.count() == 0


def test_every_act_named_in_the_code_is_one_the_log_knows():
    named = {name for path in SOURCES for name in re.findall(r"audit\.record\(\s*\"([^\"]+)\"", path.read_text())}

    assert named - {str(action) for action in AuditAction} == set()


def module_of(path):
    """Return the dotted name of the module at `path`."""
    return ".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts)


def test_nothing_but_the_log_itself_adds_rows_to_it():
    adding = [
        module_of(path) for path in SOURCES if re.search(r"AuditEntry(\.objects\.\w*create)?\(", path.read_text())
    ]

    assert sorted(adding) == [audit.record.__module__, AuditEntry.__module__]


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.update(about="other"),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["about"]),
        lambda entry: make_user().audit_entries.all().delete(),
    ],
)
def test_nobody_changes_or_deletes_what_it_says(change):
    entry = audit.record(AuditAction.SIGNED_IN, about="first")
    entry.about = "other"

    with pytest.raises(LogIsKept):
        change(entry)

    assert AuditEntry.objects.get().about == "first"


def test_only_retention_deletes_from_it():
    old = audit.record(AuditAction.SIGNED_IN)
    audit.record(AuditAction.SIGNED_OUT)

    assert AuditEntry.objects.filter(pk=old.pk).delete_for_retention() == 1
    assert AuditEntry.objects.get().action == AuditAction.SIGNED_OUT


def test_an_owner_takes_it_away_as_a_sheet_without_names_and_that_is_kept():
    owner, user = make_superuser(), make_user(username="jo@school.example")
    audit.record(AuditAction.ARCHIVED, by=user, about="1+1", details={"words": "Nö"})

    heading, row = export.rows(AuditEntry.objects.all(), by=owner)

    assert (heading[0], row[1:]) == ("When", ["Archived", "1+1", f"User {user.pk}", '{"words": "Nö"}'])
    latest = AuditEntry.objects.first()
    assert (latest.action, latest.by, latest.details) == ("audit_log_exported", owner, {"entries": 1})


@pytest.mark.parametrize("make", [make_officer, lambda: make_officer(permissions=["view_auditentry"])])
def test_nobody_else_takes_it_away(make):
    with pytest.raises(export.NotAnOwner):
        export.rows(AuditEntry.objects.all(), by=make())

    assert AuditEntry.objects.count() == 0
