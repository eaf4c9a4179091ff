"""A list that is empty says what would be in it and who puts it there, leads on, and offers no file of nothing."""

import re

import pytest

from partnerships.vocabulary import ElsewhereKind
from tests.factories import make_case_study, make_event, make_news, make_opportunity, make_partnership
from tests.facts import make_elsewhere
from tests.reading import words_of

pytestmark = pytest.mark.django_db
# What stands in an empty list, and what fills it.
SAID = {
    "/news/": ("Partnerships, and those who support them, put it here", make_news),
    "/events/": ("Partnerships, and those who support them, put them here", make_event),
    "/opportunities/": ("Partnerships, and those who support them, put them here", make_opportunity),
    "/case-studies/": ("Partnerships, and those who support them, put them here", make_case_study),
    "/changes/": ("Each night this site looks at every entry.", None),
    "/support/": ("Staff of this directory put it here", None),
    "/programmes/": ("Staff of this directory put them here", None),
    "/since-2023/": ("Staff of this directory put it here", None),
}
# What others published of the same sort.
ELSEWHERE = {
    "/news/": ElsewhereKind.NEWS,
    "/events/": ElsewhereKind.EVENT,
    "/opportunities/": ElsewhereKind.OPPORTUNITY,
    "/case-studies/": ElsewhereKind.CASE_STUDY,
}
OTHERS = ["/resources/", "/elsewhere/", "/questions/", "/proposed/", "/members/", "/events/calendar/"]
TAKEN_AWAY = re.compile(r'class="take-away"|to your calendar</a>|<a [^>]*\.ics"')


def links_in(html):
    """Return the addresses that the notice of an empty list in `html` leads to."""
    [notice] = re.findall(r'<div class="notice empty-shelf">(.*?)</div>', html, re.DOTALL)
    return re.findall(r'href="([^"]+)"', notice)


@pytest.mark.parametrize("path", SAID)
def test_it_says_what_would_be_there_and_who_puts_it_there(client, path):
    assert SAID[path][0] in words_of(client.get(path))


@pytest.mark.parametrize("path", [path for path in SAID if path != "/since-2023/"])
def test_it_leads_on_and_each_next_step_is_there(client, path):
    links = links_in(client.get(path).content.decode())

    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("path", [*SAID, *OTHERS])
def test_nothing_is_offered_to_take_away_where_there_is_nothing(client, path):
    assert not TAKEN_AWAY.search(client.get(path).content.decode())


@pytest.mark.parametrize("path", [path for path in SAID if SAID[path][1]])
def test_a_list_with_something_in_it_can_be_taken_away_and_says_nothing_of_being_empty(client, path):
    SAID[path][1](title="Seen")

    html = client.get(path).content.decode()

    assert TAKEN_AWAY.search(html)
    assert "empty-shelf" not in html


@pytest.mark.parametrize("path", ELSEWHERE)
def test_an_empty_list_shows_what_others_published_of_the_same_sort_newest_first(client, path):
    make_elsewhere(title="Older", kind=ELSEWHERE[path], date="2019")
    make_elsewhere(title="Newer", kind=ELSEWHERE[path], date="2021", partnership=make_partnership(slug="leeds33"))
    make_elsewhere(title="Another sort", kind=ElsewhereKind.BLOG, date="2022")

    words = words_of(client.get(path))

    assert words.index("Newer") < words.index("Older")
    assert "Another sort" not in words
    assert "Older" not in words_of(client.get(f"{path}?partnership=leeds33"))
    SAID[path][1](title="Ours")
    assert "Newer" not in words_of(client.get(path))


@pytest.mark.parametrize("path", ELSEWHERE)
def test_of_others_it_is_said_that_they_may_be_over_where_such_things_pass(client, path):
    make_elsewhere(kind=ELSEWHERE[path], date="2019")

    assert ("Most may be over" in words_of(client.get(path))) is (path in {"/events/", "/opportunities/"})


def test_what_a_partnership_published_itself_names_it_once(client):
    partnership = make_partnership(name="Leeds33")
    make_elsewhere(kind=ElsewhereKind.NEWS, partnership=partnership, publisher="Leeds33")
    make_elsewhere(kind=ElsewhereKind.NEWS, partnership=partnership, publisher="The Made-up Herald")

    html = client.get("/news/").content.decode()

    assert html.count(f'<p class="hint"><a href="{partnership.get_absolute_url()}">Leeds33</a></p>') == 1
    assert html.count(f'. About <a href="{partnership.get_absolute_url()}">Leeds33</a></p>') == 1


@pytest.mark.parametrize("path", ["/events/", "/opportunities/"])
def test_an_empty_list_leads_to_the_past_only_if_there_is_any(client, path):
    link = f'href="{path}?when=past"'
    assert link not in client.get(path).content.decode()

    when = {"starts_at": "2026-01-05T10:00Z"} if path == "/events/" else {"closes_on": "2026-01-05"}
    SAID[path][1](**when)

    assert link in client.get(path).content.decode()


@pytest.mark.parametrize("is_empty", [True, False])
def test_opportunities_always_lead_on_to_partnerships_that_take_members_support_and_the_news(client, is_empty):
    if not is_empty:
        make_opportunity()
    make_partnership(name="Open to all", takes_new_members=True)
    make_partnership(name="Closed", takes_new_members=False)

    html = client.get("/opportunities/").content.decode()

    links = re.findall(r'href="([^"]+)"', html.partition('id="ways-in"')[2].partition("</section>")[0])
    assert links == ["/partnerships/?joining=yes", "/find/", "/support/", "/news-by-mail/?kind=opportunities"]
    assert html.count("/news-by-mail/?") == 1
    assert "Open to all" in words_of(client.get(links[0])) and "Closed" not in words_of(client.get(links[0]))
