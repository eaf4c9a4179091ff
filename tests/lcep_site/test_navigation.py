"""The menus: where they lead and what they mark as current."""

import re

import pytest

from lcep_site.navigation import FOOTER, MAIN, items_for
from tests.factories import make_partnership


def current(path, items=MAIN):
    """Return the labels of the items marked as current on the page at `path`."""
    return [item.label for item in items_for(path, items) if item.is_current]


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("/", []),
        ("/partnerships/", ["Partnerships"]),
        ("/partnerships/leeds33/", ["Partnerships"]),
        ("/regions/london/", ["Regions"]),
        ("/members/art-house/", ["Members"]),
        ("/proposed/", []),
        ("/back-office/", []),
    ],
)
def test_the_section_a_page_lies_in_is_current(path, labels):
    assert current(path) == labels


def test_a_page_below_another_item_of_the_menus_marks_both_sections():
    assert current("/about/data/", MAIN) == ["About"]
    assert current("/about/data/", FOOTER) == ["Where the facts come from"]


def test_the_menus_name_no_page_twice():
    names = [item.url_name for item in (*MAIN, *FOOTER)]

    assert len(set(names)) == len(names)


@pytest.mark.django_db
@pytest.mark.parametrize("item", [*MAIN, *FOOTER], ids=lambda item: item.url_name)
def test_every_item_leads_to_a_page(client, item):
    [shown] = items_for("/", (item,))

    assert client.get(shown.url).status_code == 200


@pytest.mark.django_db
def test_a_page_shows_the_menus_with_its_section_marked(client):
    content = client.get(make_partnership().get_absolute_url()).content.decode()

    marked = re.findall(r'<a href="([^"]+)" aria-current="(?:true|page)">', content)

    assert marked == ["/partnerships/"]
