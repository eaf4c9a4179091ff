"""Member organisations that are schools: which are tied to the register by themselves, and which wait for staff."""

import pytest
from django.core.management import call_command

from members.models import MemberOrganisation
from members.organisations.joining import add_member
from members.organisations.schools import STAFF_LISTS, follow_register, tie
from partnerships.models import LocalAuthority, School, Sector
from partnerships.vocabulary import SchoolState
from tests.factories import make_authority, make_membership, make_organisation, make_partnership, make_sector
from tests.lcep_site.directory_files import Files
from tests.postcode_lists import LEEDS, make_postcode
from tests.schools import make_school, register_of, school_row

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
# Of one organisation, and of all.
NUMBER_OF_QUERIES = {False: 7, True: 6}


@pytest.fixture
def leeds():
    return make_authority(name="Leeds")


@pytest.fixture
def schools():
    """The sector of schools."""
    return make_sector(name="Schools")


@pytest.fixture
def cockburn(schools):
    """A member organisation that has the name of a school."""
    return make_organisation(name="Cockburn School", sector=schools)


def tied():
    return dict(MemberOrganisation.objects.exclude(school=None).values_list("name", "school"))


def in_list(name):
    staff_list = next(each for each in STAFF_LISTS if each.name == name)
    return [row.name for row in staff_list.rows(MemberOrganisation.objects.all(), None)]


def test_the_only_school_of_its_name_in_its_own_authority_is_meant(leeds, schools):
    make_organisation(name="St. Marys C of E School", sector=schools, authority=leeds)
    school = make_school("St Mary's Church of England School", authority=leeds)
    make_school("St Mary's Church of England School", authority=make_authority())

    assert len(tie()) == 1
    assert tied() == {"St. Marys C of E School": school.urn}


def test_without_an_authority_those_of_its_partnerships_are_its_area(leeds, cockburn):
    make_membership(organisation=cockburn, partnership=make_partnership([leeds]))
    school = make_school(authority=leeds)

    tie()

    assert tied() == {"Cockburn School": school.urn}


def test_what_is_not_sure_is_left_to_staff(leeds, schools):
    def organisation(name, **fields):
        return make_organisation(name=name, **{"sector": schools, "authority": leeds} | fields)

    organisation("Twice School")
    for _ in range(2):
        make_school("Twice School", authority=leeds)
    organisation("Far School")
    organisation("Near School", authority=(york := make_authority(name="York")))
    make_school("Far School", authority=york)
    organisation("Closed School")
    make_school("Closed School", authority=leeds, state=SchoolState.CLOSED)
    organisation("Same School")
    organisation("The Same School")
    make_school("Same School", authority=leeds)
    organisation("Placeless School", authority=None)
    make_school("Placeless School", authority=None)

    assert tie() == []
    assert in_list("not-in-register") == [
        "Closed School",
        "Far School",
        "Near School",
        "Placeless School",
        "Same School",
        "The Same School",
        "Twice School",
    ]


def test_an_organisation_of_another_sector_has_the_name_of_a_school_by_chance(leeds):
    make_organisation(name="A New Direction", authority=leeds)
    make_school("New Directions", authority=leeds)

    assert tie() == []


def test_what_is_tied_stays_so_and_its_school_is_no_other_s(leeds, schools, cockburn):
    school = make_school(authority=leeds)
    make_organisation(name="Something else", sector=schools, school=school)
    MemberOrganisation.objects.filter(pk=cockburn.pk).update(authority=leeds)

    assert tie() == []


def test_a_tie_is_one_version_of_the_organisation_and_is_made_once(leeds, cockburn):
    MemberOrganisation.objects.filter(pk=cockburn.pk).update(authority=leeds)
    make_school(authority=leeds)
    before = cockburn.versions.count()

    assert (len(tie()), tie()) == (1, [])
    assert cockburn.versions.count() == before + 1


def test_networks_of_schools_do_not_wait_to_be_tied(schools):
    make_organisation(name="Altus Education Partnership", sector=schools)

    assert in_list("not-in-register") == []


def test_what_staff_untied_is_not_tied_again(leeds, cockburn):
    MemberOrganisation.objects.filter(pk=cockburn.pk).update(authority=leeds)
    make_school(authority=leeds)
    [organisation] = tie()
    organisation.tie_to(None)
    organisation.save()

    assert (tie(), tied()) == ([], {})
    assert in_list("not-in-register") == ["Cockburn School"]


def test_what_staff_say_is_no_school_is_left_alone(leeds, schools):
    make_organisation(name="Cockburn School", sector=schools, authority=leeds, is_no_school=True)
    make_school(authority=leeds)

    assert tie() == []
    assert in_list("not-in-register") == []


def test_of_some_only_these_are_tied_but_two_for_one_school_are_neither(leeds, schools):
    names = ["Same School", "The Same School", "Own School", "Other School"]
    rows = {name: make_organisation(name=name, sector=schools, authority=leeds) for name in names}
    for name in ("Same School", "Own School", "Other School"):
        make_school(name, authority=leeds)

    def tie_some(*some):
        return tie(MemberOrganisation.objects.filter(pk__in=[rows[name].pk for name in some]))

    assert tie_some("Same School", "Own School") == [rows["Own School"]]
    rows["The Same School"].delete()
    assert tie_some("Same School") == [rows["Same School"]]


def test_a_twin_in_another_area_stands_in_nobody_s_way(leeds, schools):
    meant = make_organisation(name="Same School", sector=schools, authority=leeds)
    make_organisation(name="The Same School", sector=schools, authority=make_authority())
    make_school("Same School", authority=leeds)

    assert tie(MemberOrganisation.objects.filter(pk=meant.pk)) == [meant]


def test_many_ask_the_database_as_often_as_one(leeds, schools, django_assert_num_queries):
    for name in ("One School", "Two School", "Three School"):
        make_organisation(name=name, sector=schools, authority=leeds)
        make_school(name, authority=make_authority())
    for rows in (MemberOrganisation.objects.filter(name="One School"), None):
        # Who is meant, where each is, what they are called, the schools there, and whose these are.
        with django_assert_num_queries(NUMBER_OF_QUERIES[rows is None]):
            tie(rows)


def make_tied(called, organisation_name, **fields):
    """Make a school and the member organisation of the sector of schools that it is."""
    organisation = make_organisation(name=organisation_name, sector=Sector.objects.get())
    organisation.tie_to(make_school(called))
    organisation.save()
    School.objects.filter(pk=organisation.school_id).update(**fields)
    return organisation


@pytest.mark.usefixtures("schools")
def test_schools_that_have_gone_wait_as_long_as_they_take_part():
    for name, state in {
        "Gone School": SchoolState.NOT_LISTED,
        "Shut School": SchoolState.CLOSED,
        "Open School": SchoolState.OPEN,
        "Coming School": SchoolState.PROPOSED,
    }.items():
        make_membership(organisation=make_tied(name, name, state=state))
    make_tied("Left School", "Left School", state=SchoolState.CLOSED)
    past = make_tied("Past School", "Past School", state=SchoolState.CLOSED)
    make_membership(organisation=past, until="2020")

    assert in_list("school-closed") == ["Gone School", "Shut School"]


@pytest.mark.usefixtures("schools")
def test_schools_renamed_since_they_were_tied_wait():
    make_tied("Old School", "Our old name for it", name="New Academy")
    make_tied("Same School", "Another name for it")
    make_tied("Shut School", "Shut", name="Shut Academy", state=SchoolState.CLOSED)

    assert in_list("school-renamed") == ["Our old name for it"]


@pytest.mark.usefixtures("schools")
def test_two_entries_for_one_school_are_listed():
    first = make_tied("Cockburn School", "Cockburn")
    make_organisation(name="Cockburn again", sector=first.sector, school=first.school)
    make_tied("Other School", "Other School")

    assert in_list("school-twice") == ["Cockburn", "Cockburn again"]


@pytest.mark.usefixtures("schools")
def test_a_name_that_is_only_spelt_otherwise_or_is_ours_already_is_none_to_decide_about():
    make_tied("St. Mary's C of E School", "St Mary", name="St Marys Church of England School")
    make_tied("Old School", "The New Academy", name="New Academy")
    renamed = make_tied("Old School", "Old School", name="Another Academy")

    said = follow_register()

    assert in_list("school-renamed") == [renamed.name]
    assert said == (
        "Member organisations tied to their schools: 0. Waiting for staff: 0 not tied, 0 closed, 1 renamed."
    )


def test_an_import_ties_members_and_says_what_waits(leeds, schools, tmp_path, monkeypatch, capsys):
    make_postcode("LS11 5TT", LEEDS)
    LocalAuthority.objects.update(gss_code=LEEDS)
    make_organisation(name="Cockburn School", sector=schools, authority=leeds)
    make_organisation(name="Unknown School", sector=schools, authority=leeds)
    name = "partnerships.management.commands.import_schools.committed"
    monkeypatch.setattr(name, lambda: register_of(school_row()))

    call_command("import_schools")

    said = "Member organisations tied to their schools: 1. Waiting for staff: 1 not tied, 0 closed, 0 renamed.\n"
    assert capsys.readouterr().out.endswith(said)
    assert list(tied()) == ["Cockburn School"]


def test_a_load_of_the_directory_ties_members(schools, tmp_path, capsys):
    hull = make_authority(name="Hull")
    make_organisation(name="Cockburn School", sector=schools, authority=hull)
    make_school(authority=hull)
    Files(tmp_path).write()

    call_command("load_directory", "--from", str(tmp_path), "--show")
    assert tied() == {}
    call_command("load_directory", "--from", str(tmp_path))

    assert capsys.readouterr().out.endswith("Tied to the register of schools: Cockburn School\n")
    assert list(tied()) == ["Cockburn School"]


def test_a_new_member_is_tied_by_the_area_of_its_partnership(leeds, cockburn):
    make_school(authority=leeds)

    add_member(partnership=make_partnership([leeds]), organisation=cockburn, source="Somebody")

    assert list(tied()) == ["Cockburn School"]
