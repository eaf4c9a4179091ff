"""The page that says what changed when."""

import datetime

import pytest

from partnerships.models import Partnership, PublicChange
from partnerships.publishing import public_changes
from tests.factories import make_authority, make_partnership, make_region
from tests.reading import words_of

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (datetime.date(2026, 11, day) for day in (2, 9, 16))


@pytest.fixture
def changed():
    """A partnership in the North that changed, and later a new one."""
    make_partnership([make_authority(region=make_region(name="North"))], name="Leeds33")
    public_changes.take_snapshots(FIRST)
    Partnership.objects.update(summary="Music for all.", contact_email="jo@leeds33.example")
    public_changes.take_snapshots(SECOND)
    make_partnership(name="Young")
    public_changes.take_snapshots(THIRD)


def test_changes_stand_by_their_days_the_latest_first(client, changed):
    words = words_of(client.get("/changes/"))

    days = words[words.index("16 November 2026") : words.index("Take this list away")]
    assert days == "16 November 2026 Young New 9 November 2026 Leeds33 What changed: what it says of itself "


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?partnership=leeds33", ["Leeds33"]),
        ("?region=north", ["Leeds33"]),
        ("?since=2026-11-10", ["Young"]),
        ("?region=north&since=2026-11-10", []),
        ("?region=atlantis&page=9", ["Young", "Leeds33"]),
    ],
)
def test_the_list_can_be_narrowed_and_nonsense_is_named(client, changed, query, names):
    response = client.get(f"/changes/{query}")

    assert [change.partnership.name for change in response.context["page"].object_list] == names
    assert ("We ignored “atlantis”" in words_of(response)) == ("atlantis" in query)


def test_nothing_is_said_where_nothing_changed(client):
    assert "Nothing has changed yet. Each night this site looks at every entry." in words_of(client.get("/changes/"))


def test_a_partnership_s_page_leads_to_what_changed_in_it(client, changed):
    html = client.get("/partnerships/leeds33/").content.decode()

    assert 'href="/changes/?partnership=leeds33"' in html
    assert 'href="/partnerships/leeds33/changes.atom"' in html


def test_a_change_has_its_place_on_the_page(client, changed):
    change = PublicChange.objects.get(partnership__name="Leeds33")
    path, _, anchor = change.get_absolute_url().partition("#")

    assert f'id="{anchor}"' in client.get(path).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_the_same_for_any_number(client, django_assert_num_queries, rows):
    make_partnership()
    public_changes.take_snapshots(FIRST)
    for _ in range(rows):
        make_partnership()
    public_changes.take_snapshots(SECOND)

    with django_assert_num_queries(2):
        client.get("/changes/")
