"""Under what is published stands what one may read next: others of its list, those most like it first."""

import datetime

import pytest
from django.utils import timezone

from partnerships.models import PublishedElsewhere
from partnerships.published_kinds import table
from partnerships.publishing.more_like_it import MAX_ROWS, more_like
from partnerships.vocabulary import PublicationState
from tests.factories import make_event, make_news, make_partnership, make_resource
from tests.facts import make_elsewhere
from tests.reading import words_of

pytestmark = pytest.mark.django_db
# The row with its owner, its priorities, the others.
QUERIES = 3


def titles_like(row):
    kind = table.kind_of(type(row))
    return [other.title for other in more_like(row, kind, kind.listing_of(row))]


def test_what_is_about_the_same_partnership_comes_first():
    leeds = make_partnership(name="Leeds33")
    row = make_elsewhere(title="One", partnership=leeds, date="2024")
    make_elsewhere(title="Newest of another", partnership=make_partnership(name="Hull"), date="2026")
    make_elsewhere(title="Old of the same", partnership=leeds, date="2016")

    assert titles_like(row) == ["Old of the same", "Newest of another"]


def test_drafts_what_has_passed_and_what_is_of_another_list_stay_out():
    row = make_news(title="One")
    make_news(title="Another")
    make_news(title="Draft", publication=PublicationState.DRAFT)
    make_event(title="An event")

    assert titles_like(row) == ["Another"]


def test_those_that_are_as_much_alike_keep_the_order_of_their_list():
    now = timezone.now()
    for days in (30, 10, 20):
        make_event(title=f"In {days} days", starts_at=now + datetime.timedelta(days=days))
    for date in ("", "2026", "2024"):
        make_elsewhere(title=f"Of {date}", date=date)

    assert titles_like(make_event(title="One")) == ["In 10 days", "In 20 days", "In 30 days"]
    assert titles_like(make_elsewhere(title="One", date="2025")) == ["Of 2026", "Of 2024", "Of "]


def test_they_are_few():
    rows = [make_resource(title=f"Resource {number}") for number in range(MAX_ROWS + 2)]

    assert len(titles_like(rows[0])) == MAX_ROWS
    assert rows[0].title not in titles_like(rows[0])


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_shows_them_with_one_query_for_any_number(client, django_assert_num_queries, count):
    for number in range(count + 1):
        make_elsewhere(title=f"Plan {number}", description=f"What plan {number} says.")
    row = PublishedElsewhere.objects.first()

    with django_assert_num_queries(QUERIES):
        page = client.get(row.get_absolute_url())

    assert "More like this" in words_of(page) and "says." in words_of(page)


def test_a_page_with_nothing_like_it_says_nothing_of_that(client):
    assert "More like this" not in words_of(client.get(make_resource().get_absolute_url()))
