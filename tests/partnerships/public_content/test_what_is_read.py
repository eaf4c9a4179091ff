"""What the public is shown is read from watched tables, so nothing that it sees can change unnoticed."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.open_data import dump
from partnerships.public_content.watched import watched
from tests.pages import PUBLIC

READ = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')
# What a query calls its own parts.
PART = re.compile(r"WITH (\w+) AS")
WATCHED = {model._meta.db_table for model in watched()}
FILES = [
    *("/partnerships.csv", "/partnerships.geojson", "/partnerships.atom", "/members.csv", "/changes.atom"),
    *("/sitemap.xml", "/events.ics", "/news.atom", "/cold-spots.csv"),
]
# What else pages read, and why that needs no watching.
OTHERS = {
    "django_content_type": "made by migrations",
    "members_subscriber": "behind a link of the subscriber's own",
    "partnerships_contentstamp": "the stamp itself",
    "partnerships_enquiry": "behind a reference that only the enquirer has",
    "partnerships_postcode": "an edition tells when it is replaced",
    "partnerships_searchdocument": "what was typed is answered anew each time",
    "partnerships_revision": "of the versions, which are watched, and never changed",
    "partnerships_searchwords": "what was typed is answered anew each time",
}


def tables_in(queries):
    return {table for sql in queries for table in set(READ.findall(sql)) - set(PART.findall(sql))}


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_reads_nothing_that_is_not_watched(answers, name):
    assert tables_in(answers[name].queries) - WATCHED - OTHERS.keys() == set()


@pytest.mark.django_db
def test_files_read_nothing_that_is_not_watched(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_directory", verbosity=0)

    with CaptureQueriesContext(connection) as queries:
        statuses = {path: client.get(path).status_code for path in FILES}
        dump.write()

    assert set(statuses.values()) == {200}, statuses
    assert tables_in(query["sql"] for query in queries) - WATCHED - OTHERS.keys() == set()
