"""The sheet of a partnership for a noticeboard."""

import pytest

from partnerships.noticeboard.codes import code_of
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_membership, make_organisation, make_partnership, make_priority
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    return make_partnership(
        [make_authority(name="Leeds")], name="Leeds33", summary="Arts for every child.", takes_new_members=True
    )


def test_a_sheet_says_what_it_is_and_how_to_join_and_where(client, leeds):
    leeds.how_to_join = "Come to a meeting."
    leeds.website = "https://leeds33.example/"
    leeds.save()
    leeds.stated_priorities.create(priority=make_priority(name="Youth voice"), wording="Listen")
    make_membership(partnership=leeds, organisation=make_organisation(name="Opera North"))

    response = client.get("/partnerships/leeds33/sheet/")

    words = words_of(response)
    for said in [
        "Arts and culture for children and young people in Leeds",
        "Leeds33 Arts for every child.",
        "What it works on Youth voice",
        "Who is in it Opera North",
        "Who it is for",
        "How to join It takes new members. Come to a meeting.",
        "127.0.0.1:8000/ partnerships/ leeds33/",
        "Its own website: https://leeds33.example/",
        "Open its page with the square below, and press “Ask to join”.",
    ]:
        assert said in words
    assert code_of("http://127.0.0.1:8000/partnerships/leeds33/").path in response.content.decode()


def test_a_sheet_is_not_for_search_engines_and_its_page_leads_to_it(client, leeds):
    assert '<meta name="robots" content="noindex">' in client.get("/partnerships/leeds33/sheet/").content.decode()
    assert 'href="/partnerships/leeds33/sheet/"' in client.get("/partnerships/leeds33/").content.decode()


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.ENDED])
def test_what_nobody_can_join_has_no_sheet(client, stage):
    partnership = make_partnership(name="Gone", stage=stage)

    assert client.get("/partnerships/gone/sheet/").status_code == 404
    assert "/sheet/" not in client.get(partnership.get_absolute_url()).content.decode()


def test_members_beyond_the_first_are_a_number(client, leeds):
    for number in range(9):
        make_membership(partnership=leeds, organisation=make_organisation(name=f"Member {number}"))

    words = words_of(client.get("/partnerships/leeds33/sheet/"))

    assert "Member 5 and 3 more, named on its page" in words


@pytest.mark.parametrize("number", [1, 3])
def test_a_sheet_asks_the_database_the_same_whatever_it_holds(
    client, kept_snapshot, django_assert_num_queries, leeds, number
):
    for _ in range(number):
        leeds.stated_priorities.create(priority=make_priority(), wording="Listen")
        make_membership(partnership=leeds)
    kept_snapshot()

    client.get("/partnerships/leeds33/")
    with django_assert_num_queries(6):
        client.get("/partnerships/leeds33/sheet/")
