"""Searching everything: every kind of thing is found, grouped, with the words in their context."""

import itertools

import pytest

from lcep_site import site_search
from partnerships.published_kinds import table
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import (
    make_case_study,
    make_event,
    make_membership,
    make_news,
    make_opportunity,
    make_organisation,
    make_partnership,
    make_programme,
    make_question,
    make_resource,
    make_support_offer,
)
from tests.facts import make_elsewhere
from tests.reading import words_of
from tests.since_2023 import make_development, make_present_support

pytestmark = pytest.mark.django_db
NUMBERS = itertools.count()
# One of each kind that holds the word "samba".
MAKERS = {
    "Partnerships": lambda: make_partnership(name=f"Samba partnership {next(NUMBERS)}"),
    "Proposed partnerships": lambda: make_partnership(name=f"Samba proposal {next(NUMBERS)}", stage=Stage.PROPOSED),
    "Member organisations": lambda: make_membership(
        organisation=make_organisation(name=f"Samba school {next(NUMBERS)}")
    ),
    "Questions and answers": lambda: make_question(answer="Try samba."),
    "Events": lambda: make_event(summary="A day of samba"),
    "Opportunities": lambda: make_opportunity(body="Teach samba"),
    "News": lambda: make_news(title="Samba news"),
    "Case studies": lambda: make_case_study(what_was_done="They learned samba"),
    "Resources": lambda: make_resource(description="How to samba"),
    "Programmes": lambda: make_programme(description="Samba for all"),
    "Support for partnerships": lambda: make_support_offer(description="Samba lessons"),
    "Published elsewhere": lambda: make_elsewhere(description="How samba came to town"),
    "Who supports partnerships today": lambda: make_present_support(what="Samba days"),
    "What has changed since 2023": lambda: make_development(what="Samba was planned"),
}


@pytest.fixture
def everything():
    """One thing of every kind that holds "samba", and its draft where there are drafts."""
    for make in MAKERS.values():
        make()
    for make in (make_partnership, make_programme, make_support_offer, make_present_support):
        make(name="Hidden samba", publication=PublicationState.DRAFT)
    for make in (
        make_news,
        make_event,
        make_opportunity,
        make_case_study,
        make_resource,
        make_question,
        make_elsewhere,
        make_development,
    ):
        make(title="Hidden samba", publication=PublicationState.DRAFT)
    text_index.rebuild()


def test_every_kind_is_tried():
    assert list(MAKERS) == [listing.heading for _, listing in table.listings()]


def test_everything_is_found_by_its_kind_and_no_draft(everything):
    groups = {group.heading: group.count for group in site_search.find("samba")}

    # The member's partnership is found by its member too.
    assert groups == dict.fromkeys(MAKERS, 1) | {"Partnerships": 2}


def test_the_page_marks_the_words_in_their_context(client, everything):
    response = client.get("/search/?q=samba")

    assert "A day of <mark>samba</mark>" in response.content.decode()
    assert "Hidden" not in words_of(response)


def test_a_partnership_comes_with_its_stage_and_the_date_of_that(client):
    make_partnership(name="Samba", stage=Stage.PROPOSED, stage_as_of="2021-06")
    text_index.rebuild()

    assert "Samba Proposed, June 2021" in words_of(client.get("/search/?q=samba"))


def test_of_a_partnership_whose_stage_is_not_known_nothing_is_said_of_it(client):
    make_partnership(name="Samba")
    text_index.rebuild()

    assert "Stage not known" not in words_of(client.get("/search/?q=samba"))


def test_a_kind_with_more_than_fit_leads_to_its_list(client):
    for number in range(site_search.MAX_SHOWN_PER_KIND + 1):
        make_partnership(name=f"Samba {number}")
    text_index.rebuild()

    response = client.get("/search/?q=samba")

    assert 'href="/partnerships/?q=samba">All 6: partnerships' in response.content.decode()


@pytest.mark.parametrize("query", ["", "q=", "q=zzzz", "q=%00", "q=!!!", f"q={'a' * 300}"])
def test_nothing_found_or_asked_is_answered_all_the_same(client, everything, query):
    response = client.get(f"/search/?{query}", follow=True)

    assert (response.status_code, response.context["groups"]) == (200, [])


def test_what_is_not_found_may_be_a_place(client):
    assert 'href="/find/?q=leeds%20road"' in client.get("/search/?q=leeds+road").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_searching_asks_the_database_the_same_for_any_number(kept_snapshot, django_assert_num_queries, count):
    for _ in range(count):
        for make in MAKERS.values():
            make()
    text_index.rebuild()

    kept_snapshot()

    with django_assert_num_queries(2 * len(MAKERS) + 3):
        site_search.find("samba")
