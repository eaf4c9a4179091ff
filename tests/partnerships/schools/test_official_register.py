"""The official register as it is published, with all its columns: what of it is loaded, found and counted."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnerships import finder
from partnerships.coverage.school_counts import by_authority
from partnerships.finder.results import NamedSchool
from partnerships.models import School, SchoolEdition
from partnerships.schools.importing import load
from partnerships.schools.register import published
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


def official(folder, rows=ROWS, name="edubasealldata20260115.csv"):
    """Write a register of `rows` with all columns into `folder`, and return its path."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(USUAL | row for row in rows)
    path = folder / name
    path.write_bytes(text.getvalue().encode("cp1252"))
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


def test_bytes_that_are_no_letters_do_not_stop_it(leeds, tmp_path):
    path = official(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Gipsy", b"Gi\x81sy"))

    assert len(list(published(path).rows())) == 9


def test_a_list_of_state_funded_schools_is_not_cut_off_for_want_of_the_others(tmp_path):
    state_funded, independent = ([school_row() for _ in range(10)] for _ in range(2))
    load_schools(*state_funded, *(row._replace(is_state_funded=False) for row in independent))

    changes = load(register_of(*state_funded, as_of="2026-02", lists_independent=False))

    assert (changes.changed, School.objects.open().count()) == (0, 20)
