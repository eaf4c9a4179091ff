"""Brought back: tried beside the site, then put in its place. No mail leaves twice, and nobody erased is back."""

import datetime
import gzip
import io
import os
import time

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from lcep_site.backups import archive, making, restoring, rows
from partnerships.models import Enquiry, OutgoingMail, Partnership, Postcode
from partnerships.privacy import subject_requests
from partnerships.public_content import stamp
from partnerships.search import text_index
from partnerships.vocabulary import MailState
from tests import postcode_lists
from tests.factories import make_enquiry, make_partnership, make_superuser
from tests.lcep_site.backups.made import NEW_NAME, backed_up


def restored(*arguments):
    """Call the command and return what it says."""
    said = io.StringIO()
    call_command("restore", *map(str, arguments), stdout=said)
    return said.getvalue()


def everything():
    """Return what is in each table, and what the database has for its site beside it."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    facts = {model._meta.label: rows.facts(model, ["pk"]) for model in rows.models()}
    return facts, sorted(names)


@pytest.mark.slow
def test_what_happened_since_is_undone_and_what_was_erased_stays_so(site):
    path = backed_up()
    logo = Partnership.objects.get(name=NEW_NAME).logo.name
    stamp_before = stamp.current()
    Partnership.objects.filter(name="Another").update(name="Renamed")
    make_enquiry(email="late@school.example")
    subject_requests.erase("jo@school.example", by=make_superuser())
    Session.objects.create(session_key="k", session_data="", expire_date=timezone.now() + datetime.timedelta(1))
    default_storage.delete(logo)

    said = restored(path, "--replace")

    assert sorted(Partnership.objects.values_list("name", flat=True)) == ["Another", NEW_NAME]
    assert [(enquiry.email, enquiry.name) for enquiry in Enquiry.objects.all()] == [("", "")]
    assert "1 addresses that were erased since were erased again." in said
    assert default_storage.exists(logo)
    assert OutgoingMail.objects.get().state == MailState.FAILED
    assert not Session.objects.exists()
    assert Postcode.objects.count() == len(postcode_lists.PACKED_ROWS)
    # The site goes on as it should: words are found, changes are noticed, and no key is given out twice.
    assert [found.name for found in text_index.find(Partnership.objects.all(), "castleford")] == [NEW_NAME]
    assert stamp.current() != stamp_before
    before = stamp.current()
    assert make_partnership().pk > rows.GAP
    assert stamp.current() != before
    assert "Enquiries: 1. Files: 3." in said
    assert "before_restoring" in said


@pytest.mark.slow
def test_one_of_an_earlier_release_is_tried_without_touching_the_site(site):
    """All of it is brought up to this release, where kinds of rows get numbers that are not taken."""
    before = everything()

    said = restored(of_an_earlier_release(site / "earlier"), "--check")

    assert "is whole: 2 rows of 2 tables." in said
    assert said.endswith("Good: it can be restored.\n")
    assert everything() == before
    assert OutgoingMail.objects.get().state == MailState.QUEUED
    assert not [path.name for path in site.iterdir() if "restoring" in path.name]


def of_an_earlier_release(path):
    """Write a backup as a release would have made it before the last migrations, with a region in it."""
    graph = MigrationExecutor(connection).loader.graph
    migrations = graph.forwards_plan(("partnerships", "0026_words_of_constraints"))
    about = archive.Manifest("earlier", timezone.now().isoformat(), "sqlite", [*map(list, migrations)], "", {})
    tables = {
        "partnerships.Region": (
            ["id", "slug", "name", "gss_code", "position"],
            [7, "ne", "North East", "E12000001", 1],
        ),
        "contenttypes.ContentType": (["id", "app_label", "model"], [1, "partnerships", "region"]),
    }
    with path.open("wb") as file:
        writer = archive.ArchiveWriter(file, about)
        for label, (columns, row) in tables.items():
            digest, line = rows.RowsDigest(), rows._line(row)
            digest.add(line)
            writer.add(f"rows/{label}", io.BytesIO(gzip.compress(rows._line(columns) + line)), **digest.facts)
        writer.finish()
    return path


def test_one_of_a_later_release_is_refused_in_words(site, monkeypatch):
    monkeypatch.setattr(making, "_migrations", lambda: [["partnerships", "9999_of_tomorrow"]])

    with pytest.raises(CommandError, match="A later release made this backup"):
        restored(backed_up(), "--check")


def test_a_database_in_use_is_replaced_only_on_request(site):
    before, path = everything(), backed_up()

    with pytest.raises(CommandError, match="not empty, and nothing was changed.*--replace"):
        restored(path)

    assert everything() == before


def test_a_damaged_one_changes_nothing(site):
    before, path = everything(), backed_up()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(CommandError):
        restored(path, "--replace")

    assert everything() == before


def test_a_file_that_is_not_there_is_told(site):
    with pytest.raises(CommandError, match="There is no file"):
        restored(site / "none", "--check")


def test_what_one_that_was_killed_unpacked_is_removed_after_a_day(site):
    path, left, fresh = backed_up(), site / "restoring-left", site / "restoring-fresh"
    for folder in (left, fresh):
        folder.mkdir()
        (folder / "1.part").write_text("jo@school.example")
    two_days_ago = time.time() - 2 * restoring.OLD
    os.utime(left, (two_days_ago, two_days_ago))

    restored(path, "--check")

    assert (left.exists(), fresh.exists()) == (False, True)
