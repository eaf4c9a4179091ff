"""Registers of schools: how they are read, what an import changes, and that a bad one changes nothing."""

import dataclasses
import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partnerships.models import PostcodeEdition, School, SchoolEdition
from partnerships.schools import importing
from partnerships.schools.importing import NothingToDo, RegisterRefused, load
from partnerships.schools.register import RegisterError, committed, published
from partnerships.vocabulary import SchoolState
from tests.factories import make_authority
from tests.postcode_lists import LEEDS, make_postcode
from tests.schools import load_schools, register_of, school_row

pytestmark = pytest.mark.django_db
HEADER = (
    '"URN","LA (name)","EstablishmentName","EstablishmentTypeGroup (name)","EstablishmentStatus (name)","CloseDate",'
    '"PhaseOfEducation (name)","Town","Postcode","TypeOfEstablishment (name)"'
)
PUBLISHED = [
    '"142585","Leeds","Cockburn School","Academies","Open","","Secondary","Leeds","LS11 5TT",""',
    '"100001","Leeds","Old Caf\xe9 School","Special schools","Closed","31-08-2019","Primary","Leeds","",""',
    '"100002","","Leaving School","Free Schools","Open, but proposed to close","","Not applicable","","ls1 3ab",""',
    '"100003","Leeds","The Froebelian","Independent schools","Open","","Primary","Horsforth","LS18 4LB",""',
    '"100004","Leeds","Leeds City College","Colleges","Open","","16 plus","Leeds","LS3 1AA",""',
    '"100005","Wrexham","Ysgol","Welsh schools","Open","","","Wrexham","LL11 1AA",""',
]


def official(folder, rows=PUBLISHED, *, header=HEADER, name="edubasealldata20260115.csv"):
    """Write an official register into `folder`, as it is published, and return its path."""
    path = folder / name
    path.write_bytes("\r\n".join([header, *rows, ""]).encode("cp1252"))
    return path


def by_name():
    return {school.name: school for school in School.objects.all()}


def test_the_committed_register_has_all_schools_with_their_source():
    register = committed()
    rows = list(register.rows())

    assert (register.name, register.as_of) == ("Get Information about Schools, July 2025", "2025-07")
    assert len(rows) == len({row.urn for row in rows}) == 22_010
    assert sum(not row.postcode for row in rows) == 2
    assert all(row.state == SchoolState.OPEN and row.is_state_funded for row in rows)


def test_the_official_register_is_read_with_closed_and_independent_schools(tmp_path):
    changes = load(published(official(tmp_path)))

    schools = by_name()
    assert schools.keys() == {"Cockburn School", "Old Café School", "Leaving School", "The Froebelian"}
    assert (changes.edition.name, changes.edition.as_of) == (
        "Get Information about Schools, 15 January 2026",
        "2026-01-15",
    )
    closed = schools["Old Café School"]
    assert (closed.state, closed.closed_on, closed.phase) == (
        SchoolState.CLOSED,
        datetime.date(2019, 8, 31),
        "Primary",
    )
    leaving = schools["Leaving School"]
    assert (leaving.state, leaving.postcode, leaving.phase) == (SchoolState.OPEN, "LS1 3AB", "")
    assert [school.name for school in School.objects.open().state_funded()] == ["Cockburn School", "Leaving School"]


@pytest.mark.parametrize(
    ("rows", "header", "message"),
    [
        ([], '"URN","Town"', "lacks these columns of the official register: EstablishmentName, Postcode,"),
        (['"x","","A","Academies","Open","","","","",""'], HEADER, "line 2, .* is no number of a school"),
        (['"1","","A","Academies","Asleep","","","","",""'], HEADER, "line 2, cannot be read: the status 'Asleep'"),
        (['"1","","A","Academies","Open","soon","","","",""'], HEADER, "line 2, cannot be read: time data 'soon'"),
        (['"1","","A","Academies"'], HEADER, "line 2, cannot be read"),
    ],
)
def test_a_register_that_makes_no_sense_is_refused_in_words(tmp_path, rows, header, message):
    with pytest.raises(RegisterError, match=message):
        list(published(official(tmp_path, rows, header=header)).rows())


def test_a_school_lies_where_its_postcode_does():
    leeds = make_authority(gss_code=LEEDS)
    make_postcode("LS11 5TT", LEEDS, 429_000, 431_000)

    changes = load_schools(school_row(), school_row("Elsewhere", postcode="ZZ1 1ZZ"), school_row("No", postcode=""))

    placed = by_name()["Cockburn School"]
    assert (placed.authority, placed.easting, placed.northing) == (leeds, 429_000, 431_000)
    assert {by_name()[name].authority for name in ("Elsewhere", "No")} == {None}
    assert changes.placeless == 2


def test_an_import_tells_what_is_new_changed_renamed_and_closed():
    kept, moved, renamed, closing, gone = (school_row(name) for name in ("Kept", "Moved", "Old", "Closing", "Gone"))
    load_schools(kept, moved, renamed, closing, gone)

    changes = load_schools(
        kept,
        moved._replace(postcode="LS1 3AB"),
        renamed._replace(name="New Academy"),
        closing._replace(state=SchoolState.CLOSED, closed_on=datetime.date(2026, 8, 31)),
        school_row("Just opened"),
    )

    assert (changes.new, changes.changed) == (1, 4)
    assert [(school.former_name, school.name) for school in changes.renamed] == [("Old", "New Academy")]
    assert [school.name for school in changes.closed] == ["Closing", "Gone"]
    assert by_name()["Gone"].state == SchoolState.NOT_LISTED
    assert by_name()["New Academy"].former_name == "Old"


def test_the_same_again_changes_nothing_even_if_asked_to():
    rows = [school_row(), school_row("Other")]
    load_schools(*rows)
    before = list(School.objects.values())

    assert (changes := load_schools(*rows)).new == changes.changed == 0
    assert list(School.objects.values()) == before


def test_the_same_or_an_older_register_is_not_loaded_twice():
    register = register_of(school_row(), as_of="2026-01-15")
    load(register)

    with pytest.raises(NothingToDo, match="is already loaded"):
        load(register)
    with pytest.raises(NothingToDo, match="which is later than A register, 2025-07, is loaded already"):
        load(register_of(school_row(), as_of="2025-07"))
    assert School.objects.count() == SchoolEdition.objects.count() == 1


def test_a_newer_list_of_postcodes_gives_the_same_register_new_places():
    register = register_of(school_row())
    load(register)
    leeds = make_authority(gss_code=LEEDS)
    make_postcode("LS11 5TT", LEEDS, 429_000, 431_000)
    PostcodeEdition.objects.create(name="ONS Postcode Directory, November 2025", fingerprint="1", rows=1)

    load(register)

    assert School.objects.get().authority == leeds


def test_a_list_of_state_funded_schools_says_nothing_of_independent_ones():
    load_schools(school_row(), school_row("Independent", is_state_funded=False))

    load_schools(school_row("Other"), lists_independent=False)

    assert by_name()["Independent"].is_open
    assert not by_name()["Cockburn School"].is_open


def test_a_register_that_is_cut_off_empty_or_names_one_twice_changes_nothing():
    rows = [school_row(f"School {number}") for number in range(20)]
    load(register_of(*rows))

    with pytest.raises(RegisterRefused, match="10 open schools, far fewer than the 20 known now"):
        load(register_of(*rows[:10], as_of="2026-02"))
    with pytest.raises(RegisterRefused, match="is empty"):
        load(register_of(as_of="2026-02"))
    with pytest.raises(RegisterRefused, match="one number"):
        load(register_of(*rows, rows[0], as_of="2026-02"))
    assert School.objects.open().count() == 20
    assert SchoolEdition.objects.count() == 1


def test_an_import_that_fails_half_way_leaves_all_as_it_was(monkeypatch):
    def fail(done, number):
        raise OSError

    load_schools(school_row("Before"))
    monkeypatch.setattr(importing, "CHUNK", 1)

    with pytest.raises(OSError):
        load(register_of(school_row("One"), school_row("Two"), as_of="2026-02"), progress=fail)

    assert by_name().keys() == {"Before"}
    assert SchoolEdition.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_others_can_write_while_a_register_is_read():
    held = []

    def rows():
        held.append(connection.in_atomic_block)
        yield school_row()

    load(dataclasses.replace(register_of(), rows=rows))
    assert held == [False]


def test_the_command_loads_the_committed_register_by_default_and_once(monkeypatch, capsys):
    rows = (school_row(), school_row("Other", postcode=""))
    name = "partnerships.management.commands.import_schools.committed"
    monkeypatch.setattr(name, lambda: register_of(*rows))

    call_command("import_schools")
    call_command("import_schools")

    said = capsys.readouterr().out
    assert "2 schools: 2 new, 0 changed, of which 0 renamed and 0 closed or no longer listed." in said
    assert "2 have no postcode that we can place, and so no local authority." in said
    assert "A register, 2026-01 is already loaded (2 schools). Nothing to do." in said


def test_the_command_names_what_was_renamed_and_closed(tmp_path, capsys):
    load_schools(*(school_row(name, urn=urn) for name, urn in [("Cock Burn", 142585), ("Old Café School", 100001)]))

    call_command("import_schools", str(official(tmp_path)), "--accept-fewer")

    said = capsys.readouterr().out
    assert "Renamed: Cock Burn is now Cockburn School, Leeds" in said
    assert "Closed: Old Café School, Leeds (100001)" in said


def test_the_command_says_why_a_register_was_not_loaded(tmp_path):
    with pytest.raises(CommandError, match="There is no file .* The schools in use were not changed."):
        call_command("import_schools", str(tmp_path / "nothing.csv"))
