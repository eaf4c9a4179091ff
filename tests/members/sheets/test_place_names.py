"""In a sheet, a local authority is known by every name that the finder knows; what is none is asked about in words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from members.models.sheets import SheetKind
from members.sheets.place_names import PlaceNames
from partnerships.models import LocalAuthority
from tests.factories import make_authority, make_bridge, make_sector, make_superuser
from tests.members.sheets.sheet_files import changes, preview, problems, receive, xlsx_of
from tests.members.sheets.test_planning import HEADINGS
from tests.members.sheets.test_planning_partnerships import PARTNERSHIP
from tests.postcode_lists import make_postcode

pytestmark = pytest.mark.django_db
AUTHORITIES = {
    "Leeds": ("E08000035", ""),
    "Kingston upon Hull": ("E06000010", ""),
    "East Riding of Yorkshire": ("E06000011", ""),
    "North Yorkshire": ("E06000065", ""),
    "Ashford": ("E07000105", "Kent"),
    "Dover": ("E07000108", "Kent"),
}


@pytest.fixture(autouse=True)
def rows():
    bridge = make_bridge(name="Arch")
    make_sector(name="Culture")
    for name, (code, county) in AUTHORITIES.items():
        make_authority(name=name, gss_code=code, county=county, bridge=bridge)


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("Leeds City Council", "Leeds"),
        ("City of Leeds", "Leeds"),
        ("Hull", "Kingston upon Hull"),
        ("Hull City Council", "Kingston upon Hull"),
        ("Craven District Council", "North Yorkshire"),
    ],
)
def test_councils_go_by_their_long_and_other_names_and_by_those_of_old(text, authority):
    sheet = preview(HEADINGS, ("", "Lowry", "Culture", text), by=make_superuser())

    assert problems(sheet) == []
    assert ("Local authority", "", authority) in changes(sheet)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Otley", "Otley is in Leeds. Did you mean Leeds?"),
        ("Kent", "Kent is a county: write the name of a local authority in it."),
        ("Humberside", "Humberside is more than one local authority: write the name of one."),
        ("Cardiff", "Cardiff is in Wales."),
        ("Leedz", "Did you mean Leeds?"),
    ],
)
def test_what_is_no_council_is_asked_about(text, hint):
    sheet = preview(HEADINGS, ("", "Lowry", "Culture", text), by=make_superuser())

    assert problems(sheet) == [("Local authority", f"There is no local authority called “{text}”. {hint}")]


def test_a_postcode_in_a_council_the_directory_does_not_know_is_told():
    make_postcode("SK1 1AA", "E06000099")

    sheet = preview(HEADINGS, ("", "Lowry", "Culture", "SK1 1AA"), by=make_superuser())

    hint = "SK1 1AA is in England, but we do not know its local authority."
    assert problems(sheet) == [("Local authority", f"There is no local authority called “SK1 1AA”. {hint}")]


def test_among_several_a_county_is_written_as_all_of_it_and_no_name_is_lost():
    rows = ["", "A LCEP", "Leeds City Council, Hull", "Arch"], ["", "B LCEP", "Hull; Kent", "Arch"]
    sheet = receive(xlsx_of(PARTNERSHIP, *rows), by=make_superuser(), kind=SheetKind.PARTNERSHIPS)

    assert ("Local authorities", "", "Kingston upon Hull; Leeds") in changes(sheet)
    hint = "Kent is a county: write All of Kent, or the name of a local authority in it."
    assert problems(sheet) == [("Local authorities", f"There is no local authority called “Kent”. {hint}")]


def test_names_are_found_without_asking_the_database(django_assert_num_queries):
    names = PlaceNames(list(LocalAuthority.objects.select_related("region")), takes_many=False)

    with django_assert_num_queries(0):
        found = [names.called(text) for text in ("Leeds City Council", "Otley", "Nothing", "Leeds, Hull", "")]

    assert [str(authority) for authority in found] == ["Leeds", "None", "None", "None", "None"]


def test_lists_with_commas_leave_the_names_after_them_to_be_asked_about():
    names = PlaceNames(list(LocalAuthority.objects.select_related("region")), takes_many=True)

    for number in range(400):
        assert names.called(f"Leeds, Nothing {number}") is None

    assert str(names.called("Hull City Council")) == "Kingston upon Hull"


@given(some.text(max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_no_text_breaks_it(text):
    names = PlaceNames(list(LocalAuthority.objects.select_related("region")), takes_many=False)

    assert isinstance(names.hint(text), str)
    assert str(names.called(text)) in {"None", *AUTHORITIES}
