"""Pages of member organisations."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.organisations import open_data
from members.views import organisations
from partnerships.models import School
from partnerships.vocabulary import Confidence, MembershipRole, NameKind, PublicationState, SchoolState
from tests.factories import (
    make_authority,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
    make_sector,
)
from tests.reading import words_of
from tests.schools import make_school

pytestmark = pytest.mark.django_db


def listed(response):
    """Return the names of the organisations on the page in `response`."""
    return [organisation.name for organisation in response.context["page"].object_list]


def headings(words):
    """Return which of the three sections of an organisation's page are in `words`."""
    return [heading for heading in ("it belongs to", "worked with on a project", "in the past") if heading in words]


def test_the_list_names_the_partnerships_of_each_and_its_role(client):
    organisation = make_organisation(name="Art House", sector=make_sector(name="Culture"))
    make_membership(organisation=organisation, partnership=make_partnership(name="Leeds33"), role=MembershipRole.HOST)
    make_membership(organisation=organisation, partnership=make_partnership(name="Made"))

    words = words_of(client.get("/members/"))

    assert "Art House Culture Leeds33 (host or lead); Made" in words


def test_the_list_counts_partners_in_projects_apart(client):
    make_membership()
    make_membership(role=MembershipRole.PROJECT)

    words = words_of(client.get("/members/"))

    assert "1 member; not counted as members: 1 partner in projects" in words
    assert "1 member organisation –" in words


def test_the_list_leaves_out_who_is_only_in_drafts(client):
    make_membership(organisation=make_organisation(name="Seen"))
    make_membership(partnership=make_partnership(publication=PublicationState.DRAFT))

    assert listed(client.get("/members/")) == ["Seen"]


def test_the_list_comes_in_pages_that_keep_what_was_chosen(client, monkeypatch):
    monkeypatch.setattr(organisations, "ORGANISATIONS_PER_PAGE", 1)
    schools = make_sector(plural="Schools", slug="schools")
    for name in ("A", "B"):
        make_membership(organisation=make_organisation(name=name, sector=schools))

    response = client.get("/members/?sector=schools&page=2")

    assert listed(response) == ["B"]
    assert "2 member organisations (page 2 of 2)" in words_of(response)
    assert 'href="?sector=schools"' in response.content.decode()


@pytest.mark.parametrize("page", ["99", "99999999999999999999", "0", "-1", "two", "1.5", ""])
def test_a_page_that_does_not_exist_is_the_first(client, page):
    make_membership(organisation=make_organisation(name="A"))

    response = client.get("/members/", {"page": page}, follow=True)

    assert (response.status_code, listed(response)) == (200, ["A"])


@pytest.mark.parametrize("name", ["sector", "region"])
def test_nonsense_in_the_query_is_ignored_with_a_message(client, name):
    make_membership(organisation=make_organisation(name="A"))

    response = client.get("/members/", {name: "no\x00nsense"})

    assert listed(response) == ["A"]
    assert "We ignored “no" in words_of(response)


def test_nothing_found_leads_back_to_everything(client):
    make_membership()

    words = words_of(client.get("/members/?q=zzzz"))

    assert "We found no organisation like that." in words
    assert words.count("Show all member organisations") == 1


def test_an_organisation_shows_what_it_belongs_to_how_and_how_we_know(client):
    organisation = make_organisation(name="Art House")
    make_membership(
        organisation=organisation,
        partnership=make_partnership(name="Leeds33"),
        role=MembershipRole.STEERING,
        since="2016",
        confidence=Confidence.PAGE,
        source="example.org/members",
    )

    words = words_of(client.get("/members/art-house/"))

    assert "Takes part in 1 partnership." in words
    assert "Steering group, from 2016 How we know: read on a public page: example.org/members" in words


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({}, "it belongs to"),
        ({"role": MembershipRole.PROJECT}, "worked with on a project"),
        ({"until": "2019"}, "in the past"),
        ({"until": "2019", "role": MembershipRole.PROJECT}, "in the past"),
    ],
)
def test_an_organisation_keeps_members_project_partners_and_the_past_apart(client, fields, heading):
    membership = make_membership(**fields)

    assert headings(words_of(client.get(membership.organisation.get_absolute_url()))) == [heading]


def test_what_is_not_known_of_an_organisation_says_so(client):
    organisation = make_membership().organisation

    words = words_of(client.get(organisation.get_absolute_url()))

    assert "We do not know its website or where it is." in words
    assert "Not known" not in words
    assert "How we know: not known" in words


def test_an_organisation_says_what_else_it_is_called_if_that_is_known(client):
    organisation = make_organisation(other_names="The Rep; Old Playhouse")
    make_membership(organisation=organisation)
    nameless = make_membership().organisation

    pages = [words_of(client.get(entry.get_absolute_url())) for entry in (organisation, nameless)]

    assert "Also known as The Rep, Old Playhouse" in pages[0]
    assert "Also known as" not in pages[1]
    assert (
        '"alternateName": ["The Rep", "Old Playhouse"]' in client.get(organisation.get_absolute_url()).content.decode()
    )


def test_an_organisation_says_where_it_is(client):
    authority = make_authority(name="Leeds", region=make_region(name="Yorkshire and The Humber"))
    organisation = make_membership(organisation=make_organisation(authority=authority)).organisation

    words = words_of(client.get(organisation.get_absolute_url()))

    assert "Where it is Leeds, Yorkshire and The Humber" in words


@pytest.mark.parametrize("publication", [PublicationState.DRAFT, PublicationState.ARCHIVED])
def test_an_organisation_in_nothing_public_has_no_page(client, publication):
    organisation = make_membership(partnership=make_partnership(publication=publication)).organisation

    assert client.get(organisation.get_absolute_url()).status_code == 404


def test_an_organisation_does_not_name_drafts_it_is_in(client):
    organisation = make_membership().organisation
    draft = make_partnership(name="Not out yet", publication=PublicationState.DRAFT)
    make_membership(organisation=organisation, partnership=draft)

    assert "Not out yet" not in words_of(client.get(organisation.get_absolute_url()))


def test_a_former_address_of_an_organisation_leads_to_it(client):
    organisation = make_membership(organisation=make_organisation(name="Art House")).organisation
    organisation = type(organisation).objects.get(pk=organisation.pk)
    organisation.slug = "the-art-house"
    organisation.save()

    response = client.get("/members/art-house/")

    assert (response.status_code, response["Location"]) == (301, "/members/the-art-house/")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("/members/", 8), ("/members/art-house/", 15)])
def test_pages_of_members_ask_the_database_the_same_for_any_number(
    client, django_assert_num_queries, path, queries, number
):
    organisation = make_organisation(name="Art House")
    for _ in range(number):
        for fields in ({}, {"role": MembershipRole.PROJECT}, {"until": "2019"}):
            make_membership(organisation=organisation, **fields)
        partnership = make_membership().partnership
        partnership.names.create(name="Old", kind=NameKind.FORMER)

    with django_assert_num_queries(queries):
        client.get(path)


def test_an_organisation_in_very_many_partnerships_shows_the_first_and_leads_to_a_search(client, monkeypatch):
    monkeypatch.setattr(organisations, "MEMBERSHIPS_SHOWN", 2)
    monkeypatch.setattr(open_data, "DESCRIBED", 2)
    organisation = make_organisation(name="Art & House")
    for name in ("Cedar CEP", "Alder CEP", "Birch CEP"):
        make_membership(organisation=organisation, partnership=make_partnership(name=name))

    response = client.get("/members/art-house/")

    assert "Takes part in 3 partnerships." in words_of(response)
    assert "And 1 more. Search all partnerships for Art & House" in words_of(response)
    assert 'href="/partnerships/?q=Art%20%26%20House"' in response.content.decode()
    assert ("Birch CEP" in words_of(response), "Cedar CEP" in response.content.decode()) == (True, False)


def test_a_school_says_which_of_the_register_it_is_and_whence_that_is_known(client):
    leeds = make_authority(name="Leeds", region=make_region(name="North"))
    school = make_school(urn=142585, phase="Secondary", authority=leeds)
    make_membership(organisation=make_organisation(name="Cockburn", school=school))

    response = client.get("/members/cockburn/")

    assert (
        "Where it is Leeds, North School State-funded school (secondary), Leeds LS11 5TT. 142585 in the register of "
        "schools (Source: A register, January 2026, Department for Education)"
    ) in words_of(response)
    assert f'href="{school.register_url}"' in response.content.decode()


def test_a_school_that_has_gone_says_so(client):
    school = make_school(state=SchoolState.CLOSED, closed_on=datetime.date(2026, 8, 31), is_state_funded=False)
    organisation = make_organisation(name="Cockburn", school=school)
    make_membership(organisation=organisation)

    told = "Independent or non-maintained school, Leeds LS11 5TT, closed on 31 August 2026."
    assert told in words_of(client.get("/members/cockburn/"))
    for state, words in {"closed": "has closed", "not listed": "is no longer in the register"}.items():
        School.objects.update(state=state, closed_on=None)
        assert f"LS11 5TT, {words}. " in words_of(client.get("/members/cockburn/"))


def test_the_page_of_a_school_asks_for_one_thing_more(client, django_assert_num_queries):
    organisation = make_organisation(name="Cockburn")
    make_membership(organisation=organisation)
    client.get("/members/cockburn/")
    with CaptureQueriesContext(connection) as before:
        client.get("/members/cockburn/")
    organisation.tie_to(make_school(authority=make_authority()))
    organisation.save()

    with django_assert_num_queries(len(before) + 1):
        client.get("/members/cockburn/")


def test_programs_are_told_the_number_of_a_school(client):
    make_membership(organisation=make_organisation(name="Cockburn", school=make_school(urn=142585)))
    make_membership(organisation=make_organisation(name="Opera"))

    assert client.get("/api/v1/members/cockburn/").json()["result"]["urn"] == 142585
    assert client.get("/api/v1/members/opera/").json()["result"]["urn"] is None
