"""From an enquiry to a member: who it may be already, and what is made."""

import pytest
from django.utils import timezone

from members.models import MemberOrganisation, Membership
from members.organisations import joining
from members.organisations.joining import Joining, NameTaken, NotYourPartnership, likely_duplicates, make_member
from partnerships.enquiries.desk import MovedMeanwhile
from partnerships.models import Enquiry, Partnership, SearchDocument
from partnerships.search import text_index
from partnerships.vocabulary import Confidence, EnquirerKind, EnquiryEventKind, EnquiryState, MembershipRole, Stage
from tests.factories import (
    make_bridge,
    make_enquiry,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
    make_superuser,
)

pytestmark = pytest.mark.django_db
THIS_MONTH = f"{timezone.localdate():%Y-%m}"


@pytest.fixture
def desk():
    """A Bridge Organisation."""
    return make_bridge()


@pytest.fixture
def officer(desk):
    """An officer who may answer its enquiries."""
    return make_officer(desk, permissions=["view_enquiry", "change_enquiry"])


@pytest.fixture
def enquiry(desk):
    """An enquiry to join a partnership of the desk."""
    return make_enquiry(
        desk=desk,
        partnership=make_partnership(bridge=desk),
        reference="LCEP-7K3M9Q",
        name="Ada Byron",
        email="ada@enquirer.example",
        message="Let us in",
    )


@pytest.mark.parametrize(
    "name",
    [
        "Leeds Museums and Galleries",
        "leeds museums & galleries",
        "The Leeds Museums and Galleries Ltd",
        "Galleries and Museums, Leeds",
        "Léeds Museum and Gallery",
    ],
)
def test_the_same_name_is_known_however_it_is_written(name):
    same = make_organisation(name="Leeds Museums and Galleries")
    make_organisation(name="Leeds Libraries")

    assert [
        (duplicate.organisation, duplicate.is_same_name) for duplicate in likely_duplicates(name, by=make_superuser())
    ] == [(same, True)]


@pytest.mark.parametrize("name", ["Leds Museums and Galeries", "Leeds Museums", "Leeds Museums and Galleries Trust"])
def test_a_name_like_it_is_known_but_not_taken_for_the_same(name):
    similar = make_organisation(name="Leeds Museums and Galleries")

    assert [
        (duplicate.organisation, duplicate.is_same_name) for duplicate in likely_duplicates(name, by=make_superuser())
    ] == [(similar, False)]


@pytest.mark.parametrize("name", ["Leeds", "Hull Museums", "", "!?", "\x00", "The Theatre"])
def test_names_that_share_little_are_not_alike(name):
    make_organisation(name="Leeds Museums and Galleries")

    assert likely_duplicates(name, by=make_superuser()) == []


def test_the_likest_come_first_each_with_its_current_memberships(django_assert_num_queries):
    near, same = make_organisation(name="Leeds Museum Service Trust"), make_organisation(name="Leeds Museum Service")
    current = make_membership(organisation=same)
    make_membership(organisation=same, until="2019")

    owner = make_superuser()

    with django_assert_num_queries(3):
        likely = likely_duplicates("Leeds Museum Service", by=owner)

    assert [duplicate.organisation for duplicate in likely] == [same, near]
    assert likely[0].organisation.current_memberships == [current]


@pytest.mark.parametrize(
    ("enquirer", "organisation", "slug"),
    [
        (EnquirerKind.SCHOOL, "", "schools"),
        (EnquirerKind.FURTHER_OR_HIGHER, "Leeds City College", "further-education"),
        (EnquirerKind.FURTHER_OR_HIGHER, "University of Hull", "higher-education"),
        (EnquirerKind.PARENT, "", None),
    ],
)
def test_who_is_asking_suggests_the_sector(enquirer, organisation, slug):
    for name in ("schools", "further-education", "higher-education"):
        make_sector(slug=name)

    sector = joining.likely_sector(make_enquiry(enquirer=enquirer, organisation=organisation))

    assert (sector and sector.slug) == slug


def test_a_new_organisation_becomes_a_member_and_the_enquiry_is_closed(enquiry, officer):
    sector = make_sector()

    membership = make_member(
        enquiry=enquiry, joining=Joining(enquiry.partnership, name="Playhouse", sector=sector), by=officer
    )

    closed = Enquiry.objects.get()
    assert (membership.organisation.name, membership.organisation.sector) == ("Playhouse", sector)
    assert (membership.partnership, membership.role, membership.since, membership.until) == (
        enquiry.partnership,
        MembershipRole.MEMBER,
        THIS_MONTH,
        "",
    )
    assert (membership.source, membership.confidence) == ("Enquiry LCEP-7K3M9Q", Confidence.STAFF)
    assert (closed.state, closed.outcome, closed.assigned_to) == (EnquiryState.CLOSED, "joined", officer)
    assert list(enquiry.events.values_list("kind", "text")) == [
        (EnquiryEventKind.MEMBER_MADE, f"Playhouse in {enquiry.partnership}"),
        (EnquiryEventKind.CLOSED, "Became a member"),
    ]


def test_nothing_personal_is_published_with_the_member(enquiry, officer):
    make_member(
        enquiry=enquiry, joining=Joining(enquiry.partnership, name="Playhouse", sector=make_sector()), by=officer
    )

    published = [str(row) for model in (MemberOrganisation, Membership) for row in model.objects.values()]
    assert [row for row in published if "Ada" in row or "ada@" in row or "Let us" in row] == []


def test_the_enquiry_can_stay_open(enquiry, officer):
    joins = Joining(enquiry.partnership, make_organisation())

    make_member(enquiry=enquiry, joining=joins, by=officer, is_last=False)

    assert Enquiry.objects.get().state == EnquiryState.WAITING


def test_a_membership_there_is_stays_as_it_is(enquiry, officer):
    membership = make_membership(
        partnership=enquiry.partnership, role=MembershipRole.HOST, since="2016", source="A page"
    )

    make_member(enquiry=enquiry, joining=Joining(enquiry.partnership, membership.organisation), by=officer)

    assert Membership.objects.values_list("role", "since", "source").get() == ("host", "2016", "A page")


@pytest.mark.parametrize("was", [{"since": "2016", "until": "2019"}, {"role": MembershipRole.PROJECT, "since": "2016"}])
def test_one_that_had_ended_or_was_only_a_partner_in_projects_is_a_member_from_this_month(enquiry, officer, was):
    membership = make_membership(partnership=enquiry.partnership, **was)

    make_member(enquiry=enquiry, joining=Joining(enquiry.partnership, membership.organisation), by=officer)

    assert Membership.objects.values_list("role", "since", "until").get() == ("member", THIS_MONTH, "")


def test_the_new_member_is_found_at_once(enquiry, officer):
    text_index.rebuild()

    make_member(
        enquiry=enquiry, joining=Joining(enquiry.partnership, name="Playhouse", sector=make_sector()), by=officer
    )

    documents = list(
        SearchDocument.objects.order_by("kind", "object_id").values("kind", "object_id", "names", "rest", "themes")
    )
    text_index.rebuild()
    assert documents == list(
        SearchDocument.objects.order_by("kind", "object_id").values("kind", "object_id", "names", "rest", "themes")
    )
    assert [row.name for row in text_index.find(MemberOrganisation.objects.all(), "playhouse")] == ["Playhouse"]


def test_a_name_that_is_taken_makes_nothing(enquiry, officer):
    taken = make_organisation(name="Playhouse")

    with pytest.raises(NameTaken) as refused:
        make_member(
            enquiry=enquiry, joining=Joining(enquiry.partnership, name="PLAYHOUSE", sector=make_sector()), by=officer
        )

    assert (refused.value.organisation, Membership.objects.count(), enquiry.events.count()) == (taken, 0, 0)


def test_nothing_is_made_upon_a_page_that_is_out_of_date(enquiry, officer):
    enquiry.events.create(kind=EnquiryEventKind.NOTED, text="Wait")

    with pytest.raises(MovedMeanwhile):
        make_member(
            enquiry=enquiry,
            joining=Joining(enquiry.partnership, name="Playhouse", sector=make_sector()),
            by=officer,
            seen=0,
        )

    assert (MemberOrganisation.objects.count(), Membership.objects.count()) == (0, 0)


def test_officers_add_members_to_the_partnerships_of_their_desk_only(desk, enquiry, officer):
    supported = make_partnership(support_organisation=desk)
    make_partnership(bridge=desk, stage=Stage.PROPOSED)
    elsewhere = make_partnership()

    assert set(joining.partnerships_open_to(enquiry, officer)) == {enquiry.partnership, supported}
    with pytest.raises(NotYourPartnership):
        make_member(enquiry=enquiry, joining=Joining(elsewhere, make_organisation()), by=officer)


def test_the_national_desk_adds_members_to_any_partnership(enquiry):
    make_partnership()

    assert joining.partnerships_open_to(enquiry, make_superuser()).count() == Partnership.objects.count() == 2
