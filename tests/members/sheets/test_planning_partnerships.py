"""What rows of partnerships and memberships would do, told in plain words."""

import pytest

from members.models.sheets import SheetKind
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_bridge, make_membership, make_organisation, make_partnership
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import changes, outcomes, preview, problems, receive, xlsx_of

pytestmark = pytest.mark.django_db
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
    ]


def test_what_is_public_is_changed_only_by_who_may_publish(bridge):
    leeds = make_authority(name="Leeds", bridge=bridge)
    partnership = make_partnership([leeds], stage=Stage.EMERGING)
    row = (partnership.slug, partnership.name, "Leeds", "Arch", "Established")

    make_organisation(name="Tate")
    membership = (partnership.slug, "Tate", "Member", "", "")

    sheet = preview((*PARTNERSHIP, "Stage"), row, by=make_importer(bridge), kind="partnerships")
    members = preview(MEMBERSHIP, membership, by=make_importer(bridge), kind="memberships")

    message = "It is published, and you may not change what is public. Propose the change instead."
    assert (problems(sheet), problems(members)) == ([("", message)], [("Partnership", message)])


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
