"""Merging in the back office: the list of likely duplicates, the two side by side, and who may."""

import pytest
from django.urls import reverse

from members.models import MemberOrganisation
from members.organisations import merging
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
LIST = reverse("admin:members_memberorganisation_changelist")
DUPLICATES = reverse("admin:members_memberorganisation_duplicates")
MERGE = reverse("admin:members_memberorganisation_merge")
RIGHTS = ["view_memberorganisation", "add_memberorganisation", "change_memberorganisation"]


@pytest.fixture
def partnership():
    """A partnership of the Bridge Organisation of the people below."""
    return make_partnership([make_authority(bridge=make_bridge())], name="Leeds partnership")


@pytest.fixture
def two(partnership):
    """Two entries of one museum in the partnership."""
    names = {"keep": "Leeds Museum", "gone": "The Leeds Museum"}
    organisations = {
        key: make_organisation(name=name, looked_after_by=partnership.bridge) for key, name in names.items()
    }
    make_membership(partnership=partnership, organisation=organisations["gone"])
    return organisations


@pytest.fixture
def officer(client, partnership):
    """An officer, signed in, who may change organisations."""
    officer = make_officer(partnership.bridge, permissions=RIGHTS)
    client.force_login(officer)
    return officer


def fields_of(two, **more):
    """Return the fields of the page for the two, as it gets or posts them."""
    return {name: row.pk for name, row in two.items()} | more


def test_likely_duplicates_are_listed_with_the_way_to_compare_them(client, officer, two):
    response = client.get(DUPLICATES)

    words = words_of(response)
    assert "The Leeds Museum" in words and "in 1 partnership " in words
    assert f"{MERGE}?keep={two['gone'].pk}&amp;gone={two['keep'].pk}" in response.content.decode()


def test_with_no_likely_duplicates_the_page_says_so(client, officer):
    assert "No two names are alike." in words_of(client.get(DUPLICATES))


def test_the_list_of_organisations_leads_there(client, officer):
    assert f'href="{DUPLICATES}"' in client.get(LIST).content.decode()


def test_the_two_stand_side_by_side_with_what_happens(client, officer, two):
    words = words_of(client.get(MERGE, fields_of(two)))

    assert "The membership in Leeds partnership moves: Member." in words
    assert "The one that stays is also known as: The Leeds Museum." in words
    assert "/members/the-leeds-museum/ leads to /members/leeds-museum/ from then on." in words


def test_posting_merges_them_and_shows_the_one_that_stays(client, officer, two):
    seen = merging.plan(**two, by=officer).fingerprint

    response = client.post(MERGE, fields_of(two, seen=seen), follow=True)

    assert list(MemberOrganisation.objects.all()) == [two["keep"]]
    assert response.redirect_chain[0][0] == f"{LIST}{two['keep'].pk}/change/"
    assert "The Leeds Museum merged into Leeds Museum. Its history can undo this." in words_of(response)


@pytest.mark.parametrize("seen", ["", "nonsense"])
def test_without_having_seen_what_happens_nothing_does(client, officer, two, seen):
    response = client.post(MERGE, fields_of(two, seen=seen), follow=True)

    assert "Nothing was merged: something changed meanwhile." in words_of(response)
    assert MemberOrganisation.objects.count() == 2


def test_what_takes_part_in_anothers_partnership_is_not_merged_and_the_page_says_why(client, officer, two):
    seen = merging.plan(**two, by=officer).fingerprint
    make_membership(organisation=two["gone"])

    pages = [client.get(MERGE, fields_of(two)), client.post(MERGE, fields_of(two, seen=seen))]

    assert ["Ask a national editor." in words_of(page) for page in pages] == [True, True]
    assert ["Merge into" in words_of(page) for page in pages] == [False, False]
    assert MemberOrganisation.objects.count() == 2


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"keep": "x", "gone": "y"},
        {"keep": "99999999999999999999999", "gone": "1"},
    ],
)
@pytest.mark.parametrize("verb", ["get", "post"])
def test_what_names_no_two_organisations_is_not_there(client, officer, query, verb):
    assert getattr(client, verb)(MERGE, query).status_code == 404


@pytest.mark.parametrize("verb", ["get", "post"])
def test_an_organisation_with_itself_is_not_there(client, officer, two, verb):
    assert getattr(client, verb)(MERGE, fields_of({"keep": two["keep"], "gone": two["keep"]})).status_code == 404


@pytest.mark.parametrize("verb", ["get", "post"])
def test_an_organisation_of_another_bridge_is_not_there(client, officer, two, verb):
    other = make_membership().organisation

    assert getattr(client, verb)(MERGE, fields_of(two | {"gone": other})).status_code == 404


@pytest.mark.parametrize("address", [DUPLICATES, MERGE])
def test_a_reader_is_refused(client, partnership, two, address):
    client.force_login(
        make_officer(partnership.bridge, permissions=["view_memberorganisation", "add_memberorganisation"])
    )

    assert client.get(address, fields_of(two)).status_code == 403
    assert f'href="{DUPLICATES}"' not in client.get(LIST).content.decode()


@pytest.mark.parametrize("address", [DUPLICATES, MERGE])
def test_a_stranger_is_sent_to_sign_in(client, address):
    assert (client.get(address).status_code, client.post(address).status_code) == (302, 302)


@pytest.mark.parametrize(("address", "verb"), [(DUPLICATES, "post"), (DUPLICATES, "put"), (MERGE, "put")])
def test_other_verbs_are_refused(client, officer, address, verb):
    assert getattr(client, verb)(address).status_code == 405


def chosen(client, *organisations):
    """Choose organisations in the list and ask to merge them."""
    return client.post(LIST, {"action": "merge_two", "_selected_action": [row.pk for row in organisations]})


def test_two_chosen_in_the_list_are_shown_side_by_side_the_weightier_to_stay(client, officer, two):
    response = chosen(client, *two.values())

    assert response["Location"] == f"{MERGE}?keep={two['gone'].pk}&gone={two['keep'].pk}"


@pytest.mark.parametrize("number", [1, 3])
def test_any_other_number_is_asked_for_again(client, officer, two, number):
    rows = [*two.values(), make_organisation(looked_after_by=officer.bridges.get())][:number]

    response = chosen(client, *rows)

    assert response.status_code == 302 and MERGE not in response["Location"]
    assert "Choose exactly two organisations to merge." in words_of(client.get(LIST))
