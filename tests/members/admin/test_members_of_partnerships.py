"""The members of a partnership on its page in the back office."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import Partnership, Programme
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_programme,
)
from tests.filling import left_as_it_is, opened

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
RIGHTS = [
    *("view_partnership", "change_partnership", "publish_partnership"),
    *("view_membership", "add_membership", "change_membership", "delete_membership", "view_memberorganisation"),
]


def page_of(partnership):
    """Return the address of the page of `partnership`."""
    return reverse("admin:partnerships_partnership_change", args=[partnership.pk])


@pytest.fixture
def officer(client):
    """An officer of a Bridge Organisation, signed in."""
    officer = make_officer(make_bridge(), permissions=RIGHTS)
    client.force_login(officer)
    return officer


def test_a_member_is_added_and_found_at_once(client, officer):
    partnership, organisation = make_partnership(bridge=officer.bridges.get()), make_organisation(name="Lowry")
    added = {
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-organisation": organisation.pk,
        "memberships-0-role": "host",
        "memberships-0-since": "2016",
    }

    response = client.post(page_of(partnership), left_as_it_is(opened(client, page_of(partnership))) | added)

    assert response.status_code == 302
    [membership] = partnership.memberships.all()
    assert (membership.organisation, membership.role, membership.since) == (organisation, "host", "2016")
    assert list(text_index.find(Partnership.objects.all(), "lowry")) == [partnership]


def offered(client, term):
    """Return the names that are offered for the member of a partnership."""
    query = {"app_label": "members", "model_name": "membership", "field_name": "organisation", "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def test_a_published_organisation_of_another_bridge_is_offered_and_made_a_member_but_not_changed(client, officer):
    partnership = make_partnership(bridge=officer.bridges.get())
    national = make_membership(organisation=make_organisation(name="National Youth Dance")).organisation
    added = {"memberships-TOTAL_FORMS": 1, "memberships-0-organisation": national.pk, "memberships-0-role": "member"}
    change = reverse("admin:members_memberorganisation_change", args=[national.pk])

    names, before = offered(client, "youth"), client.get(change).status_code
    response = client.post(page_of(partnership), left_as_it_is(opened(client, page_of(partnership))) | added)

    assert (names, before, response.status_code) == (["National Youth Dance"], 404, 302)
    assert [membership.organisation for membership in partnership.memberships.all()] == [national]


def test_an_organisation_another_bridge_has_only_in_a_draft_can_neither_be_found_nor_made_a_member(client, officer):
    partnership = make_partnership(bridge=officer.bridges.get())
    draft = make_partnership(publication=PublicationState.DRAFT)
    hidden = make_membership(
        organisation=make_organisation(name="Hidden Youth Dance", looked_after_by=draft.bridge), partnership=draft
    )
    added = {
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-organisation": hidden.organisation.pk,
        "memberships-0-role": "member",
    }

    names = offered(client, "youth")
    response = client.post(page_of(partnership), left_as_it_is(opened(client, page_of(partnership))) | added)

    assert (names, response.status_code, partnership.memberships.exists()) == ([], 200, False)


def test_who_adds_an_organisation_that_is_here_is_told_to_choose_it(client, officer):
    officer.user_permissions.add(Permission.objects.get(codename="add_memberorganisation"))
    make_membership(organisation=make_organisation(name="National Youth Dance"))
    address = reverse("admin:members_memberorganisation_add")

    response = client.post(address, left_as_it_is(opened(client, address)) | {"name": "National Youth Dance"})

    [message] = response.context["adminform"].form.errors["name"]
    assert message.startswith("There is an organisation of this name already. Do not add it again: choose it")


def test_a_published_programme_of_others_can_be_named_in_ones_own_entry_and_a_draft_cannot(officer):
    published = make_programme(run_by="Arts Council England", bridge=None)
    make_programme(publication=PublicationState.DRAFT)

    assert list(Programme.objects.choosable_by(officer)) == [published]
    assert list(Programme.objects.editable_by(officer)) == []


def test_what_stands_only_on_the_memberships_own_page_is_kept(client, officer):
    partnership = make_partnership(bridge=officer.bridges.get())
    make_membership(partnership=partnership, source="A page", confidence="page")

    client.post(
        page_of(partnership), left_as_it_is(opened(client, page_of(partnership))) | {"memberships-0-until": "2020"}
    )

    membership = partnership.memberships.get()
    assert (membership.until, membership.source, membership.confidence) == ("2020", "A page", "page")


def test_saving_asks_the_database_the_same_for_any_number_of_members(client, officer):
    numbers = []
    for _ in range(2):
        partnership = make_partnership(bridge=officer.bridges.get())
        for _ in range(1 + 6 * len(numbers)):
            make_membership(partnership=partnership)
        sent = left_as_it_is(opened(client, page_of(partnership))) | {"summary": "Dance."}

        with CaptureQueriesContext(connection) as queries:
            assert client.post(page_of(partnership), sent).status_code == 302

        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("name", ["until", "organisation"])
def test_a_changed_member_is_checked_though_others_are_left_as_they_are(client, officer, name):
    partnership = make_partnership(bridge=officer.bridges.get())
    first = make_membership(partnership=partnership, since="2016")
    make_membership(partnership=partnership)
    sent = left_as_it_is(opened(client, page_of(partnership)))
    [number] = [number for number in (0, 1) if sent[f"memberships-{number}-since"] == "2016"]
    wrong = {"until": "2015", "organisation": sent[f"memberships-{1 - number}-organisation"]}

    response = client.post(page_of(partnership), sent | {f"memberships-{number}-{name}": wrong[name]})

    assert response.status_code == 200
    first.refresh_from_db()
    assert (first.since, first.until) == ("2016", "")
