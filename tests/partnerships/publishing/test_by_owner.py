"""The shelves of an owner or region: their items alone, the first few of each kind, and a link to all."""

import pytest

from partnerships.publishing import by_owner
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_news,
    make_opportunity,
    make_partnership,
    make_region,
    make_resource,
)

pytestmark = pytest.mark.django_db
MAKERS = {
    "events": make_event,
    "opportunities": make_opportunity,
    "news": make_news,
    "case-studies": make_case_study,
    "resources": make_resource,
}


@pytest.fixture
def hub():
    """A partnership in a region, of a Bridge Organisation."""
    authority = make_authority(region=make_region(slug="north"), bridge=make_bridge(slug="arch"))
    return make_partnership([authority], slug="hub")


def titles(shelves):
    """Return the titles by kind."""
    return {shelf.listing.name: [row.title for row in shelf.rows] for shelf in shelves}


def test_every_kind_of_a_partnership_is_gathered_and_nobody_elses(hub):
    for name, make in MAKERS.items():
        make(title=f"Our {name}", partnership=hub)
        make(partnership=make_partnership())
        make()
        make(partnership=hub, publication=PublicationState.DRAFT)

    assert titles(by_owner.shelves_of(hub)) == {name: [f"Our {name}"] for name in MAKERS}


def test_a_bridge_has_its_own_and_its_partnerships(hub):
    make_news(title="Its own", bridge=hub.bridge)
    make_news(title="Its partnership's", partnership=hub)
    make_news(bridge=make_bridge())

    assert set(titles(by_owner.shelves_of(hub.bridge))["news"]) == {"Its own", "Its partnership's"}


def test_a_region_has_those_of_its_partnerships_and_of_the_bridges_there_each_once(hub):
    region = hub.authorities.get().region
    hub.authorities.add(make_authority(region=region, bridge=hub.bridge))
    make_news(title="The Bridge's", bridge=hub.bridge)
    make_news(title="The partnership's", partnership=hub)
    make_news(title="Elsewhere", partnership=make_partnership())

    assert sorted(titles(by_owner.shelves_of(region))["news"]) == ["The Bridge's", "The partnership's"]


@pytest.mark.parametrize(("count", "shown", "more"), [(3, 3, False), (4, 3, True)])
def test_more_than_fit_are_a_link_away(hub, count, shown, more):
    for _ in range(count):
        make_news(partnership=hub)

    [shelf] = by_owner.shelves_of(hub)

    assert (len(shelf.rows), shelf.has_more, shelf.url) == (shown, more, "/news/?partnership=hub")


def test_nobody_has_an_empty_shelf(hub):
    assert by_owner.shelves_of(hub) == []


def test_who_has_published_nothing_is_asked_about_once(hub, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert by_owner.shelves_of(hub) == []


def test_only_kinds_that_an_owner_has_are_read(hub, django_assert_num_queries):
    make_case_study(title="Ours", partnership=hub)

    with django_assert_num_queries(2):
        assert titles(by_owner.shelves_of(hub)) == {"case-studies": ["Ours"]}
