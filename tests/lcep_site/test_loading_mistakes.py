"""Mistakes in the committed files: each is named, and nothing is half loaded."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lcep_site.loading.kinds import BrokenRow
from partnerships.models import LoadedRecord, Region
from tests.lcep_site.directory_files import Files, every_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """Files that have been loaded once."""
    files = Files(tmp_path)
    files.load()
    return files


@pytest.mark.parametrize(
    ("kind", "cells", "sentence"),
    [
        ("regions", {"gss_code": ""}, "regions.tsv, line 2: gss_code: it must not be empty."),
        (
            "regions",
            {"gss_code": "Y12000003"},
            "regions.tsv, line 2: gss_code: Enter a GSS code: E and eight digits, such as E06000065.",
        ),
        ("regions", {"position": "third"}, "regions.tsv, line 2: position: “third” value must be an integer."),
        (
            "bridges",
            {"key": "We Are IVE"},
            "bridges.tsv, line 2: key: it must be of small letters, digits and hyphens.",
        ),
        ("bridges", {"website": "weareive"}, "bridges.tsv, line 2: website: Enter a valid URL."),
        ("sectors", {"is_usual": "often"}, "sectors.tsv, line 2: is_usual: it must be yes or no."),
        ("partnerships", {"bridge": "artswork"}, "partnerships.tsv, line 2: bridge: “artswork” is not in bridges.tsv."),
        (
            "partnerships",
            {"stage": "thriving"},
            "partnerships.tsv, line 2: stage: Value 'thriving' is not a valid choice.",
        ),
        (
            "partnerships",
            {"established": "soon"},
            "partnerships.tsv, line 2: established: Enter a year (2016), a month (2017-09) or a day (2015-04-01).",
        ),
        (
            "memberships",
            {"since": "2020", "until": "2019"},
            "memberships.tsv, line 2: Enter dates in their order: what is in “until” is before what is in “since”.",
        ),
        ("memberships", {"source": "one\ttwo"}, "memberships.tsv, line 2: there are 9 cells where there must be 8."),
    ],
)
def test_a_broken_row_is_named_and_nothing_is_loaded(tmp_path, kind, cells, sentence):
    files = Files(tmp_path)
    files.change(kind, **cells)
    files.write()

    with pytest.raises(CommandError) as refused:
        call_command("load_directory", "--from", str(tmp_path), stdout=StringIO())

    assert str(refused.value) == f"Nothing was loaded. {sentence}"
    assert (Region.objects.count(), LoadedRecord.objects.count()) == (0, 0)


def test_a_broken_row_leaves_what_was_loaded_before_as_it_was(files):
    before = every_row()
    files.change("regions", name="Yorkshire and The Humber")
    files.change("memberships", since="2020", until="2019")
    files.write()

    with pytest.raises(CommandError):
        call_command("load_directory", "--from", str(files.folder), stdout=StringIO())

    assert every_row() == before


def test_a_record_that_stands_twice_is_named_with_both_places(files):
    files.rows["organisations"].append({"key": "opera-north-2", "name": "Opera North", "sector": "culture"})

    with pytest.raises(BrokenRow) as refused:
        files.load()

    assert str(refused.value) == "organisations.tsv, line 3: the same record stands in organisations.tsv, line 2."


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda file: file.unlink(), "sectors.tsv: there is no such file."),
        (lambda file: file.write_bytes(b"key\xff"), "sectors.tsv: it is not written in UTF-8."),
        (
            lambda file: file.write_text("name\tkey\n"),
            "sectors.tsv, line 1: the columns must be key, name, plural, is_usual, position.",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_named(files, spoil, sentence):
    spoil(files.folder / "sectors.tsv")

    with pytest.raises(CommandError) as refused:
        call_command("load_directory", "--from", str(files.folder), stdout=StringIO())

    assert str(refused.value) == f"Nothing was loaded. {sentence}"
