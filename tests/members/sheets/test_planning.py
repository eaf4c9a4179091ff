"""What each row would do is told in plain message, and rows of others do not exist."""

from dataclasses import replace

import pytest

from members.models import MemberOrganisation
from members.models.sheets import SheetKind, SheetState
from members.sheets.layouts import LAYOUTS
from partnerships.models import Partnership
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_sector,
    make_superuser,
)
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import changes, outcomes, preview, problems, receive, xlsx_of

pytestmark = pytest.mark.django_db
HEADINGS = ("Entry", "Name", "Sector", "Local authority")
PARTNERSHIP = ("Entry", "Name", "Local authorities", "Bridge Organisation")
MEMBERSHIP = ("Partnership", "Member organisation", "Role", "Since", "Until")


@pytest.fixture
def bridge():
    """Arch."""
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    """An officer of the Bridge who may import and publish."""
    return make_importer(bridge, publishes=True)


@pytest.fixture
def culture():
    return make_sector(name="Culture")


def test_a_row_without_entry_is_new_and_says_what_it_would_hold(officer, culture, bridge):
    make_authority(name="King's Lynn and West Norfolk", bridge=bridge)

    sheet = preview(HEADINGS, ("", "Lowry", "culture", "Kings Lynn & West Norfolk"), by=officer)

    assert outcomes(sheet) == {2: "new"}
    assert changes(sheet) == [
        ("Name", "", "Lowry"),
        ("Sector", "", "Culture"),
        ("Local authority", "", "King's Lynn and West Norfolk"),
    ]


def test_a_row_with_an_entry_says_what_was_and_what_would_be(officer, culture):
    make_organisation(name="Lowry", sector=culture, looked_after_by=officer.bridges.get())

    sheet = preview(HEADINGS, ("lowry", "The Lowry", "Culture", ""), by=officer)

    assert (outcomes(sheet), changes(sheet)) == ({2: "changed"}, [("Name", "Lowry", "The Lowry")])


def test_a_row_that_says_what_is_there_is_unchanged(officer, culture):
    make_organisation(name="Lowry", sector=culture, looked_after_by=officer.bridges.get())

    assert outcomes(preview(HEADINGS, ("lowry", "Lowry", "Culture", ""), by=officer)) == {2: "unchanged"}


def test_an_empty_cell_takes_away_what_was_there_and_a_column_left_out_does_not(officer, culture):
    make_organisation(
        name="Lowry", sector=culture, website="https://lowry.example", looked_after_by=officer.bridges.get()
    )

    emptied = preview(("Entry", "Name", "Sector", "Website"), ("lowry", "Lowry", "Culture", ""), by=officer)
    left_out = preview(("Entry", "Name", "Sector"), ("lowry", "Lowry", "Culture"), by=officer)

    assert changes(emptied) == [("Website", "https://lowry.example", "")]
    assert changes(left_out) == []


def test_nothing_is_saved_by_a_preview(officer, culture):
    preview(HEADINGS, ("", "Lowry", "Culture", ""), by=officer)

    assert MemberOrganisation.objects.count() == 0


def test_names_that_nobody_has_are_told_with_what_may_be_meant(officer, culture, bridge):
    make_authority(name="Kirklees", bridge=bridge)

    sheet = preview(HEADINGS, ("", "Lowry", "Cultre", "Kirkles"), ("", "Tate", "Zzz", ""), by=officer)

    assert problems(sheet) == [
        ("Sector", "There is no sector called “Cultre”. Did you mean Culture?"),
        ("Local authority", "There is no local authority called “Kirkles”. Did you mean Kirklees?"),
        ("Sector", "There is no sector called “Zzz”. Write one of: Culture."),
    ]


def test_what_must_not_be_empty_is_told(officer, culture):
    assert problems(preview(HEADINGS, ("", "", "", "x"), by=officer))[:2] == [
        ("Name", "It must not be empty."),
        ("Sector", "It must not be empty."),
    ]


def test_a_name_that_is_taken_leads_to_the_entry(officer, culture):
    make_organisation(name="The King's Lowry", looked_after_by=officer.bridges.get())

    sheet = preview(HEADINGS, ("", "the kings lowry", "Culture", ""), by=officer)

    message = "It is here already. To change it, write the-kings-lowry in the column “Entry”."
    assert problems(sheet) == [("Name", message)]


def test_a_name_another_bridge_has_in_hiding_is_taken_and_its_entry_is_not_told(officer, culture):
    hidden = make_partnership(publication=PublicationState.DRAFT)
    make_membership(partnership=hidden, organisation=make_organisation(name="Lowry"))

    sheet = preview(HEADINGS, ("", "Lowry", "Culture", ""), ("", "Lowry Salford", "Culture", ""), by=officer)

    message = "There is another member organisation of this name, and it is not one of yours."
    assert problems(sheet) == [("Name", message)]
    assert outcomes(sheet) == {2: "error", 3: "new"}


def test_a_name_like_one_already_here_is_doubtful(officer, culture):
    make_organisation(name="Leeds Museums and Galleries")

    sheet = preview(HEADINGS, ("", "Leeds Museum & Gallery", "Culture", ""), by=officer)

    assert outcomes(sheet) == {2: "doubtful"}
    assert problems(sheet) == [("Name", "It looks like Leeds Museums and Galleries, which is here already.")]


def test_the_same_row_twice_is_told_with_the_other_s_number(officer, culture):
    make_organisation(name="Tate", sector=culture, looked_after_by=officer.bridges.get())

    sheet = preview(
        HEADINGS,
        ("", "Lowry", "Culture", ""),
        ("", "lowry", "Culture", ""),
        ("tate", "Tate", "Culture", ""),
        ("tate", "Tate Modern", "Culture", ""),
        by=officer,
    )

    assert problems(sheet) == [
        ("Name", "It has the same name as row 2."),
        ("", "It is about the same member organisation as row 4."),
    ]


def test_another_bridge_s_partnership_reads_exactly_like_one_that_is_not_there(officer):
    make_partnership(name="Secret", publication=PublicationState.DRAFT)
    organisation = make_organisation(name="Tate", looked_after_by=officer.bridges.get())
    assert organisation in MemberOrganisation.objects.editable_by(officer)

    entries = preview(
        PARTNERSHIP, ("secret", "A", "B", "C"), ("nothing", "A", "B", "C"), by=officer, kind="partnerships"
    )
    named = preview(
        MEMBERSHIP,
        ("Secret", "Tate", "Member", "", ""),
        ("Nothing", "Tate", "Member", "", ""),
        by=officer,
        kind="memberships",
    )

    first, second = [message for column, message in problems(entries) if column == "Entry"]
    assert first.replace("secret", "nothing") == second
    first, second = [message for column, message in problems(named)]
    assert first.replace("Secret", "Nothing") == second


def test_who_works_for_no_bridge_organisation_adds_none_that_nobody_could_look_after(culture):
    sheet = preview(HEADINGS, ("", "Lowry", "Culture", ""), by=make_importer(publishes=True))

    message = "You work for no Bridge Organisation that could look after it. Ask a national editor."
    assert problems(sheet) == [("", message)]


def test_formulas_and_cells_without_a_heading_are_errors(officer, culture):
    sheet = receive(xlsx_of(HEADINGS, ["", "=A1", "Culture", "", "", "more"]), by=officer)

    assert problems(sheet) == [
        ("", "This row has more cells than there are headings. Is there a comma or semicolon too many?"),
        ("Name", "It holds a formula. Copy the column and paste it as values."),
    ]


def test_a_sheet_of_headings_only_or_with_too_many_rows_is_not_taken(officer, culture, monkeypatch):
    monkeypatch.setitem(LAYOUTS, SheetKind.MEMBERS, replace(LAYOUTS[SheetKind.MEMBERS], max_rows=1))

    sheets = [
        preview(HEADINGS, *rows, by=officer) for rows in ([], [("", "A", "Culture", ""), ("", "B", "Culture", "")])
    ]

    assert [(sheet.state, sheet.problem, sheet.rows.count()) for sheet in sheets] == [
        (SheetState.FAILED, "The sheet has headings, and no row below them.", 0),
        (SheetState.FAILED, "The sheet has more than 1 rows. Share them out over several files.", 0),
    ]


def test_planning_asks_the_database_the_same_for_any_number_of_rows(culture, django_assert_max_num_queries):
    by, counts = make_superuser(), []
    for number in (1, 40):
        rows = [("", f"Place {place} of {number}", "Culture", "Nowhere") for place in range(number)]
        with django_assert_max_num_queries(60) as captured:
            preview(HEADINGS, *rows, by=by)
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert Partnership.objects.count() == 0


def test_a_name_with_another_row_in_its_second_line_is_asked_about(officer, culture):
    sheet = preview(HEADINGS[:3], ("", '"Lowry\n,Hepworth"', "Culture"), ("", '"The\nLowry"', "Culture"), by=officer)

    assert outcomes(sheet) == {2: "error", 3: "new"}
    assert problems(sheet) == [
        ("Name", "It goes on over several lines: is a quotation mark missing? Write it on one line.")
    ]
