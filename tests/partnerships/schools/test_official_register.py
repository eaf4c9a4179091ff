"""The official register as it is published, with all its columns: what of it is loaded, found and counted."""

import csv
import io
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnerships import finder
from partnerships.coverage.school_counts import by_authority
from partnerships.finder.results import NamedSchool
from partnerships.models import School, SchoolEdition
from partnerships.schools.importing import load
from partnerships.schools.register import RegisterError, published
from partnerships.vocabulary import SchoolState
from tests.factories import make_authority, make_region
from tests.postcode_lists import LEEDS, make_postcode
from tests.schools import FOLDER, load_schools, register_of, school_row

pytestmark = pytest.mark.django_db
# Those of edubasealldata20240717.csv.
COLUMNS = (FOLDER / "register_columns.txt").read_text().splitlines()
NAME, GROUP, STATUS = "EstablishmentName", "EstablishmentTypeGroup (name)", "EstablishmentStatus (name)"
PHASE, TYPE = "PhaseOfEducation (name)", "TypeOfEstablishment (name)"
USUAL = {
    **{"LA (name)": "Leeds", "Town": "Leeds", "Postcode": "LS11 5TT", PHASE: "Primary"},
    **{"HeadFirstName": "Sam", "HeadLastName": "Never-Kept", "TelephoneNum": "01130000000"},
    **{"Street": "Gipsy Lane,\nBeeston", GROUP: "Academies", STATUS: "Open", "Trusts (name)": 'A "Trust" of schools'},
}
ROWS = [
    {"URN": "142585", NAME: "Cockburn School", PHASE: "Secondary"},
    {"URN": "100001", NAME: "Caf\xe9 School", GROUP: "Local authority maintained schools"},
    {"URN": "100002", NAME: "Closing School", GROUP: "Free Schools", STATUS: "Open, but proposed to close"},
    {"URN": "100003", NAME: "Coming School", STATUS: "Proposed to open"},
    {"URN": "100004", NAME: "Closed School", STATUS: "Closed", "CloseDate": "31-08-2019"},
    {"URN": "100005", NAME: "Private School", GROUP: "Independent schools", PHASE: "Not applicable"},
    {"URN": "100006", NAME: "Special School", GROUP: "Special schools"},
    {"URN": "100007", NAME: "Private Special", GROUP: "Special schools", TYPE: "Other independent special school"},
    {"URN": "100008", NAME: "Charity Special", GROUP: "Special schools", TYPE: "Non-maintained special school"},
    *(
        {"URN": f"10001{number}", NAME: f"No School {number}", GROUP: group}
        for number, group in enumerate(
            ["Colleges", "Universities", "Welsh schools", "Other types", "Children's centres", "Online provider"]
        )
    ),
]


@pytest.fixture
def leeds():
    """Leeds, with the postcode of all schools."""
    make_postcode("LS11 5TT", LEEDS, 429_000, 431_000)
    return make_authority(name="Leeds", gss_code=LEEDS, region=make_region(gss_code="E12000003"))


def official(folder, rows=ROWS, name="edubasealldata20260115.csv", encoding="cp1252"):
    """Write a register of `rows` with all columns into `folder`, and return its path."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(USUAL | row for row in rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def test_all_schools_of_it_are_loaded_and_nothing_that_is_none(leeds, tmp_path, capsys):
    call_command("import_schools", str(official(tmp_path)))

    assert dict(School.objects.values_list("name", "state")) == {
        "Cockburn School": SchoolState.OPEN,
        "Café School": SchoolState.OPEN,
        "Closing School": SchoolState.OPEN,
        "Coming School": SchoolState.PROPOSED,
        "Closed School": SchoolState.CLOSED,
        "Private School": SchoolState.OPEN,
        "Special School": SchoolState.OPEN,
        "Private Special": SchoolState.OPEN,
        "Charity Special": SchoolState.OPEN,
    }
    assert "9 schools: 9 new, 0 changed" in capsys.readouterr().out


def test_only_state_funded_schools_that_are_open_are_counted(leeds, tmp_path):
    call_command("import_schools", str(official(tmp_path)), verbosity=0)

    assert by_authority() == {LEEDS: 4}


def test_the_finder_knows_independent_schools_but_none_that_has_closed(leeds, tmp_path):
    call_command("import_schools", str(official(tmp_path)), verbosity=0)

    assert isinstance(finder.resolve("Private School Leeds"), NamedSchool)
    assert finder.resolve("Closed School").choices == []


def test_no_word_about_a_person_is_kept(leeds, tmp_path):
    call_command("import_schools", str(official(tmp_path)), verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM partnerships_school")
        assert "Never-Kept" not in repr(cursor.fetchall())


def test_the_same_file_again_changes_nothing(leeds, tmp_path, capsys):
    path = str(official(tmp_path))
    call_command("import_schools", path, verbosity=0)
    before = list(School.objects.values())

    call_command("import_schools", path)
    call_command("import_schools", path, "--again")

    said = capsys.readouterr().out
    assert "is already loaded (9 schools). Nothing to do." in said
    assert "9 schools: 0 new, 0 changed, of which 0 renamed and 0 closed or no longer listed." in said
    assert list(School.objects.values()) == before


def test_a_broken_line_at_the_end_changes_nothing(leeds, tmp_path):
    load_schools(school_row("Before"))

    with pytest.raises(CommandError, match="The schools in use were not changed."):
        call_command("import_schools", str(official(tmp_path, [*ROWS, {"URN": "none", NAME: "Broken"}])))

    assert [school.name for school in School.objects.all()] == ["Before"]
    assert SchoolEdition.objects.count() == 1


def test_a_file_without_a_day_is_asked_about_once_another_is_in_use(leeds, tmp_path, capsys):
    path = str(official(tmp_path, name="schools.csv"))
    call_command("import_schools", path)
    assert "Loading Get Information about Schools, day not known" in capsys.readouterr().out
    load_schools(school_row())

    with pytest.raises(CommandError, match="The name of schools.csv has no day, as in edubasealldata20260115.csv"):
        call_command("import_schools", path)
    call_command("import_schools", path, "--again")

    assert School.objects.get(urn=142585).is_open
    # The list that comes with the project does not take its place with the next version.
    call_command("import_schools")
    assert "day not known is in use: it cannot be told whether" in capsys.readouterr().out
    assert School.objects.open().count() == 7


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_letters_are_read_however_the_file_was_saved(leeds, tmp_path, encoding):
    call_command("import_schools", str(official(tmp_path, encoding=encoding)), verbosity=0)

    assert School.objects.get(urn=100001).name == "Café School"


def test_what_looks_like_another_encoding_in_one_line_is_not_taken_for_all(leeds, tmp_path):
    path = official(tmp_path, [*ROWS, {"URN": "100030", NAME: "No\xebl School"}, {"URN": "100031", NAME: "Q School"}])
    path.write_bytes(path.read_bytes().replace(b"Q School", "“Q” School".encode()))

    assert {row.name for row in published(path).rows()} >= {"Café School", "Noël School"}


def changed(old, new):
    return lambda data: data.replace(old, new, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data.decode("cp1252").encode("utf-16"), "is no text in UTF-8 or Windows-1252: see line 1"),
        (lambda data: data + b"PK\0\x03", "is no text in UTF-8 or Windows-1252"),
        (
            lambda data: data.decode("cp1252").encode() + "Noël, Zoë\nCafé\n".encode() + b"Caf\xe9\n",
            "is in UTF-8, but line 34 is broken",
        ),
        (lambda data: data[: data.rindex(b"Primary") + 9], r"line 30, .* it has 20 cells where .* 140: it is cut off"),
        (changed(b'"Gipsy', b'"Gipsy","more'), r"line 3, .* it has 141 cells where there must be 140\."),
        (changed(b'"142585"', b'"99999999999999999999"'), "line 3, .* is no number of a school"),
        (changed(b'"142585"', b'"-5"'), "line 3, .* is no number of a school"),
        (changed(b"Cockburn School", b" "), "line 3, .* has no name"),
        (changed(b"31-08-2019", b"31-02-2019"), "line 11, cannot be read"),
        (changed(b'"URN"', b'"Number"'), "lacks these columns of the official register: URN"),
        (lambda data: b"", "lacks these columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_line_and_changes_nothing(leeds, tmp_path, change, reason):
    path = official(tmp_path)
    path.write_bytes(change(path.read_bytes()))

    with pytest.raises(CommandError, match=reason):
        call_command("import_schools", str(path), verbosity=0)
    assert not SchoolEdition.objects.exists()


@pytest.mark.parametrize("step", [1, 2, 3])
def test_wherever_a_file_is_cut_off_it_is_loaded_or_refused(leeds, tmp_path, step):
    path = official(tmp_path, encoding="utf-8")
    whole = path.read_bytes()
    refused = 0

    for end in range(step, len(whole), 97):
        path.write_bytes(whole[:end])
        try:
            list(published(path).rows())
        except RegisterError:
            refused += 1
    assert refused > 50


@pytest.mark.parametrize("day", ["20269999", "20260231", "20261301", "20260100"])
def test_a_day_in_its_name_that_is_none_is_refused(tmp_path, day):
    path = official(tmp_path, name=f"edubasealldata{day}.csv")

    with pytest.raises(CommandError, match=f"says {day}, which is no day. Give it the name it was published by"):
        call_command("import_schools", str(path))


def test_a_file_that_may_not_be_read_is_told(tmp_path, monkeypatch):
    path = official(tmp_path)
    monkeypatch.setattr(Path, "open", mock.Mock(side_effect=PermissionError(13, "Permission denied")))

    with pytest.raises(CommandError, match="edubasealldata20260115.csv cannot be read: Permission denied"):
        call_command("import_schools", str(path))


def test_bytes_that_are_no_letters_do_not_stop_it(leeds, tmp_path):
    path = official(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Gipsy", b"Gi\x81sy"))

    assert len(list(published(path).rows())) == 9


def test_a_list_of_state_funded_schools_is_not_cut_off_for_want_of_the_others(tmp_path):
    state_funded, independent = ([school_row() for _ in range(10)] for _ in range(2))
    load_schools(*state_funded, *(row._replace(is_state_funded=False) for row in independent))

    changes = load(register_of(*state_funded, as_of="2026-02", lists_independent=False))

    assert (changes.changed, School.objects.open().count()) == (0, 20)
