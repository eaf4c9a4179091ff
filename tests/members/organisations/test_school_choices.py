"""What staff decide of a member organisation and the register of schools, and what they may choose from."""

import pytest

from members.models import MemberOrganisation
from members.organisations import merging, school_choices
from members.organisations.joining import NameTaken
from members.organisations.school_choices import NoSuchSchool, decide, question_about
from members.organisations.schools import tie
from partnerships.models import School
from partnerships.search import text_index
from partnerships.vocabulary import SchoolState
from tests.factories import make_authority, make_membership, make_organisation, make_sector, make_superuser, make_user
from tests.schools import make_school

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def leeds():
    return make_authority(name="Leeds")


@pytest.fixture
def cockburn(leeds):
    """A member organisation that has the name of a school."""
    return make_organisation(name="Cockburn School", sector=make_sector(name="Schools"), authority=leeds)


def tied(organisation, **fields):
    """Tie `organisation` to a school that has these `fields` since, and return it as it is in the database."""
    organisation.tie_to(make_school())
    organisation.save()
    School.objects.filter(pk=organisation.school_id).update(**fields)
    return MemberOrganisation.objects.get(pk=organisation.pk)


def of(organisation):
    """Return what an organisation has of the register."""
    organisation.refresh_from_db()
    return organisation.school_id, organisation.name_in_register, organisation.is_no_school


def test_one_that_may_be_several_is_asked_about_with_those_in_its_area_first(leeds, cockburn):
    make_school("Cockburn School", authority=make_authority(), postcode="YO1 1AA")
    make_school("Cockburn School", authority=make_authority(), state=SchoolState.CLOSED)
    make_school("Cockburn Primary School", authority=leeds, postcode="LS10 2JU")

    question = question_about(cockburn)

    assert (question.is_gone, question.is_renamed) == (False, False)
    assert [school.postcode for school in question.schools] == ["LS10 2JU", "YO1 1AA"]


def test_no_more_schools_are_shown_than_one_can_choose_from(cockburn):
    for number in range(20):
        make_school("Cockburn School", postcode=f"LS{number} 1AA")

    assert len(question_about(cockburn).schools) == school_choices.MOST_SHOWN


def test_one_that_has_closed_may_go_on_where_it_was(cockburn):
    gone = tied(cockburn, state=SchoolState.CLOSED)
    make_school("Cockburn School", postcode="YO1 1AA")
    academy = make_school("The Rising Academy", postcode=gone.school.postcode)

    question = question_about(gone)

    assert question.is_gone
    assert [school.postcode for school in question.schools] == [academy.postcode, "YO1 1AA"]
    assert question.schools[0] == academy


def test_of_one_that_is_tied_or_no_school_or_of_another_sector_nothing_is_asked(cockburn):
    assert question_about(tied(cockburn)) is None
    assert question_about(make_organisation(name="No School", sector=cockburn.sector, is_no_school=True)) is None
    assert question_about(make_organisation(name="School of Art")) is None


def test_a_school_is_chosen_by_its_number(cockburn):
    school, by = make_school("Cockburn John Charles Academy"), make_user()
    MemberOrganisation.objects.update(is_no_school=True)

    done = decide(cockburn, "tie_school", by=by, urn=str(school.urn))

    assert of(cockburn) == (school.urn, school.name, False)
    revision = cockburn.versions.first().revision
    assert (revision.by, revision.reason) == (by, done)
    assert done == f"Tied to Cockburn John Charles Academy, Leeds LS11 5TT ({school.urn}) of the register of schools"


@pytest.mark.parametrize("urn", ["", "12", "school", "-1", "9" * 30, "9" * 5000, "1.5"])
def test_a_number_that_is_no_school_s_changes_nothing(cockburn, urn):
    tied(cockburn)
    before = of(cockburn)

    with pytest.raises(NoSuchSchool):
        decide(cockburn, "tie_school", by=make_user(), urn=urn)

    assert of(cockburn) == before


def test_one_that_is_no_school_stays_none(leeds, cockburn):
    school = make_school(authority=leeds)
    tie()
    assert of(cockburn)[0] == school.urn

    decide(cockburn, "no_school", by=make_user())

    assert tie() == []
    assert of(cockburn) == (None, "", True)


def test_the_new_name_is_taken_over_and_the_old_one_kept_beside_it(cockburn):
    cockburn.other_names = "new academy; Cockburn High"
    tied(cockburn, name="New Academy")

    decide(cockburn, "take_school_name", by=make_user())

    cockburn.refresh_from_db()
    assert (cockburn.name, cockburn.other_names) == ("New Academy", "Cockburn High; Cockburn School")
    assert question_about(cockburn) is None


def test_it_is_found_by_its_new_name_at_once(cockburn):
    tied(cockburn, name="New Academy")
    text_index.rebuild()

    decide(cockburn, "take_school_name", by=make_user())

    assert list(text_index.find(MemberOrganisation.objects.all(), "new academy")) == [cockburn]


def test_a_name_that_another_entry_has_is_not_taken_over(cockburn):
    tied(cockburn, name="New Academy")
    other = make_organisation(name="NEW ACADEMY")

    with pytest.raises(NameTaken) as refusal:
        decide(cockburn, "take_school_name", by=make_user())

    assert refusal.value.organisation == other
    assert question_about(MemberOrganisation.objects.get(pk=cockburn.pk)).is_renamed


def test_the_old_name_may_be_kept_until_it_is_renamed_again(cockburn):
    organisation = tied(cockburn, name="New Academy")
    assert question_about(organisation).is_renamed

    decide(organisation, "keep_school_name", by=make_user())

    organisation = MemberOrganisation.objects.get(pk=cockburn.pk)
    assert (organisation.name, question_about(organisation)) == ("Cockburn School", None)
    School.objects.update(name="Newest Academy")
    assert question_about(MemberOrganisation.objects.get(pk=cockburn.pk)).is_renamed


@pytest.mark.parametrize("decision", ["take_school_name", "keep_school_name"])
def test_without_a_school_there_is_no_name_to_decide_about(cockburn, decision):
    with pytest.raises(NoSuchSchool):
        decide(cockburn, decision, by=make_user())


def test_what_is_asked_takes_as_many_queries_for_many_as_for_one(cockburn, django_assert_num_queries):
    make_membership(organisation=cockburn)
    for number in range(3):
        make_school("Cockburn School", postcode=f"LS{number} 1AA")
        question_about(cockburn)

        with django_assert_num_queries(4):
            question_about(cockburn)


def test_merging_keeps_the_school_of_the_one_that_goes_unless_the_other_has_one(cockburn):
    by = make_superuser()
    gone = tied(make_organisation(name="Cockburn", sector=cockburn.sector), name="New Academy")
    MemberOrganisation.objects.filter(pk=cockburn.pk).update(is_no_school=True)
    keep = MemberOrganisation.objects.get(pk=cockburn.pk)
    plan = merging.plan(keep=keep, gone=gone, by=by)
    School.objects.update(name="Newest Academy")

    merging.merge(keep=keep, gone=gone, by=by, seen=plan.fingerprint)

    assert plan.filled == {"school": gone.school}
    assert of(cockburn) == (gone.school_id, "Cockburn School", False)
    other = make_organisation(name="Cockburn High", sector=cockburn.sector, school=make_school("Other School"))
    keep = MemberOrganisation.objects.get(pk=cockburn.pk)
    assert merging.plan(keep=keep, gone=other, by=by).lost == [("school", "Other School, Leeds LS11 5TT")]


def test_a_school_chosen_meanwhile_stops_a_merger(cockburn):
    by, gone = make_superuser(), make_organisation(name="Cockburn", sector=cockburn.sector)
    seen = merging.plan(keep=cockburn, gone=gone, by=by).fingerprint
    tied(gone)

    with pytest.raises(merging.ChangedMeanwhile):
        merging.merge(keep=cockburn, gone=gone, by=by, seen=seen)
