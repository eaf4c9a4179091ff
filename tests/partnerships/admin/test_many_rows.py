"""Lists of the back office where there is very much to choose from."""

import pytest

from partnerships.admin import lists
from tests.factories import make_news, make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db
LIST = "/back-office/partnerships/newsitem/"


@pytest.fixture
def news():
    """News of each of three partnerships."""
    return [make_news(title=f"News of {name}", partnership=make_partnership(name=name)) for name in ("A1", "B2", "C3")]


def test_a_filter_names_every_row_there_is(staff_client, news):
    assert "By partnership All A1 B2 C3" in words_of(staff_client.get(LIST))


def test_a_filter_by_very_many_rows_is_left_out(staff_client, news, monkeypatch):
    monkeypatch.setattr(lists, "MOST_CHOICES", 2)

    assert "By partnership" not in words_of(staff_client.get(LIST))


def test_a_filter_by_very_many_rows_names_the_one_an_address_asks_for(staff_client, news, monkeypatch):
    monkeypatch.setattr(lists, "MOST_CHOICES", 2)

    words = words_of(staff_client.get(f"{LIST}?partnership__id__exact={news[1].partnership_id}"))

    assert "By partnership All B2" in words
    assert ("News of B2" in words, "News of A1" in words) == (True, False)
