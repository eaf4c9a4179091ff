"""Lists of postcodes: how they are read, and that a bad one never takes the place of a good one."""

import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnerships.geography.postcode_data import sources, table
from partnerships.geography.postcode_data.sources import (
    PostcodeRow,
    PostcodeSource,
    SourceError,
    installed_source,
    published_source,
)
from partnerships.models import Postcode, PostcodeEdition
from tests.factories import make_authority
from tests.postcode_lists import (
    LEEDS,
    PUBLISHED,
    packed_file,
    packed_list,
    published_file,
    published_zip,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_use(tmp_path):
    """A list of one postcode that is in use."""
    return table.load(packed_list(tmp_path, [("M1 1AE", "E08000003", 1.0, 2.0)], origin="old"))


def codes():
    """Return the postcodes in use."""
    return list(Postcode.objects.order_by("code").values_list("code", flat=True))


def source_of(rows, *, fingerprint="new"):
    """Return a list whose rows come from the function `rows`."""
    return PostcodeSource(name="A list", origin="a test", fingerprint=fingerprint, attribution="Thanks", rows=rows)


def test_the_package_keeps_areas_and_places_of_england_and_nations_as_letters(tmp_path):
    rows = {row.code: row for row in packed_list(tmp_path).rows()}

    assert rows == {
        "LS13AB": PostcodeRow("LS13AB", LEEDS, 429824, 433862, ""),
        "LS131AB": PostcodeRow("LS131AB", LEEDS, 424135, 435042, ""),
        "CF101AA": PostcodeRow("CF101AA", "W", 318000, 176000, ""),
        "BT11AA": PostcodeRow("BT11AA", "N", None, None, ""),
        "JE23AB": PostcodeRow("JE23AB", "L", None, None, ""),
        "LS999ZZ": PostcodeRow("LS999ZZ", "", None, None, ""),
    }


def test_the_published_list_tells_when_a_postcode_went_out_of_use(tmp_path):
    rows = list(published_source(published_file(tmp_path)).rows())

    assert rows == [
        PostcodeRow("LS13AB", LEEDS, 429824, 433862, ""),
        PostcodeRow("LS11AA", LEEDS, 430158, 433411, "2019-06"),
        PostcodeRow("CF101AA", "W", 318000, 176000, ""),
        PostcodeRow("GIR0AA", "", None, None, "1989-06"),
    ]


@pytest.mark.parametrize("header", ["PCD,OSLAUA,OSEAST1M,OSNRTH1M", "postcode,laua,oseast1m,osnrth1m"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1252"])
def test_older_headings_and_encodings_are_read(tmp_path, header, encoding):
    path = published_file(tmp_path, f'{header}\n"LS1 3AB",{LEEDS},429824,433862\n', encoding=encoding)

    assert list(published_source(path).rows()) == [PostcodeRow("LS13AB", LEEDS, 429824, 433862, "")]


def test_the_largest_table_of_a_zip_is_the_list(tmp_path):
    members = {"Data/multi_csv/part.csv": "pcds\n", "Documents/names.csv": "a\n", "Data/ONSPD_UK.csv": PUBLISHED}

    rows = list(published_source(published_zip(tmp_path, members)).rows())

    assert [row.code for row in rows] == ["LS13AB", "LS11AA", "CF101AA", "GIR0AA"]


def test_the_edition_and_its_thanks_come_from_the_name_of_the_file(tmp_path):
    source = published_source(published_file(tmp_path))

    assert source.name == "ONS Postcode Directory, August 2026"
    assert "Royal Mail copyright and database right 2026" in source.attribution


def test_a_file_of_another_name_has_an_edition_that_is_not_known(tmp_path):
    source = published_source(published_file(tmp_path, name="mine.csv"))

    assert source.name == "ONS Postcode Directory, edition not known"
    assert "{year}" not in source.attribution


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pcds,east1m,north1m\n", "lacks a column for area"),
        ("", "lacks a column for code, area, easting, northing"),
        (f"pcds,laua,east1m,north1m\nLS1 3AB,{LEEDS},far,433862\n", "line 2, cannot be read"),
        (f"pcds,laua,east1m,north1m\nLS1 3AB,{LEEDS}\n", "line 2, cannot be read"),
        (f"pcds,laua,east1m,north1m\nLeeds,{LEEDS},1,2\n", "'Leeds' is not a postcode"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_in_words(tmp_path, text, message):
    with pytest.raises(SourceError, match=message):
        list(published_source(published_file(tmp_path, text)).rows())


def test_a_damaged_zip_is_refused_in_words(tmp_path):
    path = published_zip(tmp_path, {"list.csv": PUBLISHED * 200})
    whole = path.read_bytes()
    path.write_bytes(whole[:60] + b"damage" + whole[66:])

    with pytest.raises(SourceError, match="is damaged"):
        list(published_source(path).rows())


def test_a_zip_without_a_table_is_refused_in_words(tmp_path):
    with pytest.raises(SourceError, match="holds no CSV file"):
        list(published_source(published_zip(tmp_path, {"read me.txt": "hello"})).rows())


@pytest.mark.parametrize("content", [b"", b"not brotli", b"\x0b\x02\x80\xc0\x03"])
def test_a_damaged_file_of_the_package_is_refused_in_words(tmp_path, content):
    path = packed_file(tmp_path)
    path.write_bytes(content)

    with pytest.raises(SourceError, match="is damaged"):
        list(sources.packed_source([path], origin="package 1.0").rows())


def test_a_missing_file_and_a_missing_package_are_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "PACKAGE", "no-such-package")

    with pytest.raises(SourceError, match="There is no file"):
        published_source(tmp_path / "nothing.csv")
    with pytest.raises(SourceError, match="is not installed"):
        installed_source()


def test_a_list_replaces_the_one_in_use(tmp_path, in_use):
    edition = table.load(packed_list(tmp_path))

    assert codes() == ["BT11AA", "CF101AA", "JE23AB", "LS131AB", "LS13AB", "LS999ZZ"]
    assert (edition.name, edition.rows) == ("ONS Postcode Directory, November 2025", 6)
    assert PostcodeEdition.objects.first() == edition


def test_the_same_edition_is_not_loaded_twice_unless_asked(tmp_path):
    table.load(packed_list(tmp_path))
    Postcode.objects.filter(code="LS13AB").delete()

    with pytest.raises(table.AlreadyLoaded, match="November 2025 is already loaded"):
        table.load(packed_list(tmp_path))
    assert "LS13AB" not in codes()

    table.load(packed_list(tmp_path), again=True)
    assert "LS13AB" in codes()


def test_progress_is_told_as_the_rows_go_in(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "CHUNK", 4)
    progress = []

    table.load(packed_list(tmp_path), progress=progress.append)

    assert progress == [4, 6]


def test_an_import_that_breaks_half_way_changes_nothing(in_use, monkeypatch):
    monkeypatch.setattr(table, "CHUNK", 1)

    def breaks():
        yield PostcodeRow("LS13AB", LEEDS, 1, 2, "")
        raise SourceError("cut off")

    with pytest.raises(SourceError, match="cut off"):
        table.load(source_of(breaks))

    assert codes() == ["M11AE"]
    assert PostcodeEdition.objects.first() == in_use
    assert table.INCOMING not in connection.introspection.table_names()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "empty"),
        ([PostcodeRow("LS13AB", LEEDS, 1, 2, "")] * 2, "names a postcode twice"),
    ],
)
def test_an_empty_list_or_one_with_repeats_changes_nothing(in_use, rows, message):
    with pytest.raises(table.ImportRefused, match=message):
        table.load(source_of(lambda: iter(rows)))

    assert codes() == ["M11AE"]


def test_a_much_shorter_list_is_taken_only_when_asked(tmp_path):
    table.load(packed_list(tmp_path))
    short = source_of(lambda: iter([PostcodeRow("M11AE", "E08000003", 1, 2, "")]))

    with pytest.raises(table.ImportRefused, match="far fewer than the 6 in use"):
        table.load(short)
    assert len(codes()) == 6

    table.load(short, accept_fewer=True)
    assert codes() == ["M11AE"]


@pytest.mark.postgresql  # SQLite lets in one writer at a time by itself.
@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_do_not_meet(tmp_path):
    errors = []

    def another_import():
        try:
            table.load(packed_list(tmp_path))
        except table.AnotherImportRuns as error:
            errors.append(str(error))
        finally:
            connection.close()

    with table._alone_on_the_server():
        thread = threading.Thread(target=another_import)
        thread.start()
        thread.join()

    assert errors == [table.OTHER_RUNS]


def test_a_locked_database_is_told_in_words(tmp_path, in_use, monkeypatch):
    def locked(*arguments):
        raise table.OperationalError("database is locked")

    monkeypatch.setattr(table, "_fill", locked)

    with pytest.raises(table.AnotherImportRuns, match="another import"):
        table.load(packed_list(tmp_path))


def test_the_command_says_what_it_did_and_does_nothing_twice(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(
        "partnerships.management.commands.import_postcodes.installed_source", lambda: packed_list(tmp_path)
    )

    call_command("import_postcodes")
    assert "6 postcodes loaded in" in capsys.readouterr().out

    call_command("import_postcodes")
    assert "already loaded (6 postcodes). Nothing to do." in capsys.readouterr().out


def test_the_command_takes_a_file_and_names_codes_the_directory_does_not_know(tmp_path, capsys):
    make_authority(gss_code="E07000114")

    call_command("import_postcodes", str(published_file(tmp_path)))

    assert codes() == ["CF101AA", "GIR0AA", "LS11AA", "LS13AB"]
    assert f"no local authority with these codes, so their postcodes find none: {LEEDS}" in capsys.readouterr().err


def test_the_command_says_that_a_bad_file_changed_nothing(tmp_path, in_use):
    with pytest.raises(CommandError, match="The postcodes in use were not changed"):
        call_command("import_postcodes", str(tmp_path / "nothing.csv"))

    assert codes() == ["M11AE"]


@pytest.mark.slow
@pytest.mark.no_database
def test_the_installed_list_is_whole_and_knows_the_296_authorities():
    source = installed_source()
    number, codes, areas = 0, set(), set()

    for code, area, *_ in source.rows():
        number += 1
        codes.add(code)
        areas.add(area)

    english = {area for area in areas if area.startswith("E")}
    assert source.name == "ONS Postcode Directory, November 2025"
    assert number == len(codes) == 2_720_556
    assert len(english) == 296
    assert areas - english == {"W", "S", "N", "L", "M", ""}
