"""What rows of partnerships and memberships would do, told in plain words."""

import pytest
from django.utils import timezone

from members.models.sheets import SheetKind
from partnerships.vocabulary import PublicationState, Stage
from partnerships.vocabulary.parts import PartKind
from tests.area_parts import make_part
from tests.factories import make_authority, make_bridge, make_membership, make_organisation, make_partnership
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import changes, outcomes, preview, problems, receive, xlsx_of

pytestmark = pytest.mark.django_db
NORTH_YORKSHIRE = "E06000065"
PARTNERSHIP = ("Entry", "Name", "Local authorities", "Bridge Organisation")
DATED = ("Stage", "Stage as of", "Stage as dated")
MEMBERSHIP = ("Partnership", "Member organisation", "Role", "Since", "Until")


@pytest.fixture
def bridge():
    """Arch."""
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    """An officer of the Bridge who may import and publish."""
    return make_importer(bridge, publishes=True)


def test_a_new_partnership_has_one_of_the_importer_s_own_bridges(officer, bridge):
    make_bridge(name="Span")
    make_authority(name="Leeds", bridge=bridge)

    sheet = preview(
        PARTNERSHIP, ("", "A LCEP", "Leeds", "Arch"), ("", "B LCEP", "Leeds", "Span"), by=officer, kind="partnerships"
    )

    assert outcomes(sheet) == {2: "new", 3: "error"}
    message = "There is no Bridge Organisation called “Span” among those that are yours."
    assert problems(sheet) == [("Bridge Organisation", f"{message} Write one of: Arch.")]


def test_what_stands_there_already_may_stay_even_if_nobody_could_enter_it(officer, bridge):
    kirklees = make_authority(name="Kirklees", bridge=bridge)
    partnership = make_partnership([kirklees], support_organisation=make_bridge(name="Span"))

    sheet = preview(
        (*PARTNERSHIP, "Supported today by"),
        (partnership.slug, partnership.name, "Kirklees", "Arch", "Span"),
        by=officer,
        kind="partnerships",
    )

    assert outcomes(sheet) == {2: "unchanged"}


def test_places_are_named_with_semicolons_or_commas_and_by_the_county(officer, bridge):
    for name in ("Ashford", "Dover"):
        make_authority(name=name, county="Kent", bridge=bridge)
    make_authority(name="Bristol, City of", bridge=bridge)

    sheet = receive(
        xlsx_of(
            PARTNERSHIP,
            ["", "A LCEP", "Dover, ashford", "Arch"],
            ["", "B LCEP", "All of Kent; Bristol, City of", "Arch"],
            ["", "C LCEP", "Dover; Dovre", "Arch"],
        ),
        by=officer,
        kind=SheetKind.PARTNERSHIPS,
    )

    assert [new for column, _, new in changes(sheet) if column == "Local authorities"] == [
        "Ashford; Dover",
        "Ashford; Bristol, City of; Dover",
    ]
    assert problems(sheet) == [
        ("Local authorities", "There is no local authority called “Dovre”. Did you mean Dover?"),
    ]


def test_bad_dates_stages_and_addresses_are_told_with_what_to_write(officer, bridge):
    make_authority(name="Leeds", bridge=bridge)

    sheet = preview(
        (*PARTNERSHIP, "Stage", "Established", "Ended", "Website", "Takes new members"),
        ("", "A LCEP", "Leeds", "Arch", "Growing", "Spring 2016", "", "a page", "maybe"),
        ("", "B LCEP", "Leeds", "Arch", "emerging", "2019", "2016", "", "no"),
        ("", "C LCEP", "Leeds", "Arch", "", "May 2017", "2017", "", ""),
        ("", "D LCEP", "Leeds", "Arch", "", str(timezone.localdate().year + 1), "", "", ""),
        by=officer,
        kind="partnerships",
    )

    assert problems(sheet) == [
        (
            "Stage",
            "“Growing” is not one of the words for this. Write Proposed, Emerging, Established, Dormant or Ended.",
        ),
        ("Established", "“Spring 2016” is not a date we understand. Write 2016, September 2017 or 3 May 2018."),
        ("Website", "“a page” is not a web address. Write one such as https://example.org"),
        ("Takes new members", "“maybe” is not one of the words for this. Write Yes or No."),
        ("Ended", "2016 must not be before “Established”, 2019."),
        ("Ended", "2017 must not be before “Established”, May 2017. Give it as precisely."),
        ("Established", f"{timezone.localdate().year + 1} is still to come. Enter one that has begun."),
    ]


def test_what_is_public_is_changed_only_by_who_may_publish(bridge):
    leeds = make_authority(name="Leeds", bridge=bridge)
    partnership = make_partnership([leeds])
    row = (partnership.slug, partnership.name, "Leeds", "Arch", "The council")

    make_organisation(name="Tate")
    membership = (partnership.slug, "Tate", "Member", "", "")

    sheet = preview((*PARTNERSHIP, "Host"), row, by=make_importer(bridge), kind="partnerships")
    members = preview(MEMBERSHIP, membership, by=make_importer(bridge), kind="memberships")

    message = "It is published, and you may not change what is public. Propose the change instead."
    assert (problems(sheet), problems(members)) == ([("", message)], [("Partnership", message)])


@pytest.mark.parametrize(
    ("columns", "cells", "wrong"),
    [
        (("Stage",), ("Dormant",), ["Stage"] * 3),
        (("Stage", "Stage as of"), ("Dormant", "May 2026"), ["Stage"] * 2),
        ((*DATED, "Stage read at"), ("Dormant", "2016", "about 2016", "old.example"), [*DATED[1:], "Stage read at"]),
        ((*DATED, "Stage read at"), ("Dormant", "May 2026", "", "new.example"), []),
        ((*DATED, "Stage read at"), ("Dormant", "", "", ""), []),
        (("Stage",), ("Emerging",), []),
    ],
)
def test_another_stage_keeps_nothing_of_the_one_before(officer, bridge, columns, cells, wrong):
    old = {"stage": Stage.EMERGING, "stage_as_of": "2016", "stage_date_said": "about 2016"}
    leeds = make_authority(name="Leeds", bridge=bridge)
    make_partnership([leeds], name="A LCEP", slug="a", stage_source="old.example", **old)

    sheet = preview((*PARTNERSHIP, *columns), ("a", "A LCEP", "Leeds", "Arch", *cells), by=officer, kind="partnerships")

    assert [column for column, _ in problems(sheet)] == wrong
    assert all("another" in message for _, message in problems(sheet))


def test_parts_are_read_as_what_they_are_and_those_nobody_knows_are_refused(officer, bridge):
    place = make_authority(name="North Yorkshire", gss_code=NORTH_YORKSHIRE, bridge=bridge)
    make_authority(name="Leeds", bridge=bridge)
    kept = make_partnership([place], name="Kept LCEP", slug="kept", bridge=bridge)
    make_part(kept, name="A dale of its own", kind=PartKind.TOWN, postcode_districts="YO22")

    sheet = preview(
        (*PARTNERSHIP, "Parts of authorities"),
        ("kept", "Kept LCEP", "North Yorkshire", "Arch", "North Yorkshire: A dale of its own;north yorkshire: yo11"),
        ("", "B LCEP", "Leeds", "Arch", "North Yorkshire: YO11"),
        ("", "C LCEP", "North Yorkshire", "Arch", "North Yorkshire: Atlantis; North Yorkshire: Scarborough"),
        ("", "D LCEP", "North Yorkshire", "Arch", "Whitby"),
        ("", "E LCEP", "North Yorkshire", "Arch", "North Yorkshire: YO11;North Yorkshire: YO11"),
        by=officer,
        kind="partnerships",
    )

    assert outcomes(sheet) == {2: "changed", 3: "error", 4: "error", 5: "error", 6: "new"}
    assert [new for column, _, new in changes(sheet) if column == "Parts of authorities"] == [
        "North Yorkshire: A dale of its own; North Yorkshire: YO11",
        "North Yorkshire: YO11",
        "North Yorkshire: Atlantis; North Yorkshire: Scarborough",
        "North Yorkshire: YO11",
    ]
    unknown = "We know no postcode district of North Yorkshire by “Atlantis”. Enter it on the page of the partnership."
    assert problems(sheet) == [
        ("Parts of authorities", "It does not work in North Yorkshire, so not in YO11."),
        ("Parts of authorities", unknown),
        ("Parts of authorities", "“Whitby” is no part. Write it as North Yorkshire: YO11."),
    ]


def test_a_membership_is_found_by_its_two_names(officer, bridge):
    partnership = make_partnership([make_authority(bridge=bridge)], name="Leeds LCEP")
    tate, lowry = make_organisation(name="Tate"), make_organisation(name="Lowry")
    make_membership(partnership=partnership, organisation=tate)

    sheet = preview(
        MEMBERSHIP,
        ("Leeds LCEP", "tate", "Host or lead", "2016", ""),
        (partnership.slug, lowry.slug, "Member", "2019", "2018"),
        by=officer,
        kind="memberships",
    )

    assert outcomes(sheet) == {2: "changed", 3: "error"}
    assert changes(sheet)[:2] == [("Role", "Member", "Host or lead"), ("Since", "", "2016")]
    assert problems(sheet) == [("Until", "2018 must not be before “Since”, 2019.")]


def test_a_published_organisation_of_another_bridge_becomes_a_member_and_one_of_a_draft_does_not(officer, bridge):
    make_partnership([make_authority(bridge=bridge)], name="Leeds LCEP")
    others = make_partnership([make_authority(bridge=make_bridge(name="Span"))], name="Hull LCEP")
    draft = make_partnership(publication=PublicationState.DRAFT)
    for partnership, name in ((others, "National Youth Dance"), (draft, "Hidden Youth Dance")):
        make_membership(partnership=partnership, organisation=make_organisation(name=name))
    rows = [("Leeds LCEP", name, "Member", "", "") for name in ("National Youth Dance", "Hidden Youth Dance")]

    sheet = preview(MEMBERSHIP, *rows, by=officer, kind="memberships")

    assert outcomes(sheet) == {2: "new", 3: "error"}
