"""Lists of what is published, for programs: asked as the pages are, in their order."""

import datetime

import pytest
from django.utils import timezone

from partnerships.models import NewsItem
from partnerships.search import text_index
from partnerships.vocabulary import Audience, ResourceKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_news,
    make_opportunity,
    make_partnership,
    make_priority,
    make_question,
    make_region,
    make_resource,
)
from tests.partnerships.api.test_lists import ask

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def walk(client, path):
    """Return the titles in all pages of one record from `path` on."""
    answer = ask(client, f"{path}{'&' if '?' in path else '?'}limit=1")
    titles = [record["title"] for record in answer["results"]]
    while answer["next"]:
        answer = ask(client, answer["next"].partition("/api/v1")[2])
        titles += [record["title"] for record in answer["results"]]
    return titles


@pytest.fixture
def leeds33():
    """A partnership in the North, looked after by Arch."""
    arch = make_bridge(name="Arch")
    leeds = make_authority(region=make_region(name="North"), bridge=arch)
    return make_partnership([leeds], name="Leeds33", bridge=arch)


@pytest.mark.parametrize("query", ["region=north", "bridge=arch", "partnership=leeds33", "priority=youth-voice"])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        *(("case-studies", make_case_study), ("resources", make_resource), ("news", make_news)),
        *(("events", make_event), ("opportunities", make_opportunity)),
    ],
)
def test_every_list_is_narrowed_as_its_page(client, leeds33, name, make, query):
    make(title="Local", partnership=leeds33).priorities.add(make_priority(name="Youth voice"))
    make(title="National")

    assert walk(client, f"/{name}/?{query}") == ["Local"]


def test_news_come_the_latest_first_those_of_no_known_day_last(client):
    for number, days in enumerate([3, None, 1, 1, 2]):
        at = None if days is None else NOW - datetime.timedelta(days=days)
        make_news(title=f"{number}", publication_changed_at=at)

    assert walk(client, "/news/") == ["3", "2", "4", "0", "1"]


def test_events_to_come_come_the_next_first_and_past_ones_when_asked_for(client):
    for title, days in {"Later": 9, "Next": 2, "Last": -2, "Long ago": -400}.items():
        start = NOW + datetime.timedelta(days=days)
        make_event(title=title, starts_at=start, ends_at=start + datetime.timedelta(hours=1) if days < -2 else None)

    assert walk(client, "/events/") == ["Next", "Later"]
    assert walk(client, "/events/?when=past") == ["Last", "Long ago"]


def test_opportunities_come_the_first_to_close_first_and_closed_ones_when_asked_for(client):
    for title, days in {"Later": 9, "Soon": 0, "Closed": -1, "Long closed": -30}.items():
        make_opportunity(title=title, closes_on=timezone.localdate() + datetime.timedelta(days=days))

    assert walk(client, "/opportunities/") == ["Soon", "Later"]
    assert walk(client, "/opportunities/?when=past") == ["Closed", "Long closed"]


def test_resources_are_found_by_words_and_by_kind(client):
    make_resource(title="Drum toolkit")
    make_resource(title="Drum plan", kind=ResourceKind.ACTION_PLAN)
    make_resource(title="Choir plan", kind=ResourceKind.ACTION_PLAN)
    text_index.rebuild()

    assert walk(client, "/resources/?q=drum") == ["Drum plan", "Drum toolkit"]
    assert walk(client, "/resources/?kind=action+plan&q=drum") == ["Drum plan"]


def test_questions_come_by_who_asks_them_and_are_found_by_words(client):
    make_question(title="For schools?", audience=Audience.SCHOOLS, position=0)
    make_question(title="Second?", position=2)
    make_question(title="First?", position=1, answer="Music.")
    text_index.rebuild()

    assert walk(client, "/questions/") == ["First?", "Second?", "For schools?"]
    assert walk(client, "/questions/?q=music") == ["First?"]


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/events/?when=soon", "when: We do not know “soon”: only “past” can be asked for."),
        ("/news/?region=atlantis", "region: We do not know “atlantis”: it is not one of the regions."),
        ("/news/?when=past", "when: There is no such parameter."),
        ("/resources/?kind=song", "kind: We do not know “song”: it is not a kind of resource."),
        ("/questions/?region=north", "region: There is no such parameter."),
    ],
)
def test_what_makes_no_sense_is_named(client, path, error):
    response = client.get(f"/api/v1{path}")

    assert (response.status_code, response.json()["errors"][0]) == (422, error)


def test_one_of_each_is_at_its_slug_and_an_old_one_leads_to_the_new(client):
    event = make_event(title="Fair", starts_at=datetime.datetime(2027, 7, 6, 9, tzinfo=datetime.UTC))
    question = make_question(title="What is it?")
    for row, slug in ((event, "feast"), (question, "what-is-that")):
        row.slug = slug
        row.save()

    record = client.get("/api/v1/events/feast/").json()["result"]

    assert (record["title"], record["starts_at"]) == ("Fair", "2027-07-06T09:00:00Z")
    assert client.get("/api/v1/events/fair/").url == "/api/v1/events/feast/"
    assert client.get("/api/v1/questions/what-is-it/").url == "/api/v1/questions/what-is-that/"
    assert client.get("/api/v1/news/feast/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_database_the_same_for_any_number(client, leeds33, django_assert_num_queries, count):
    for _ in range(count):
        make_event(partnership=leeds33).priorities.add(make_priority())
    client.get("/api/v1/events/")

    with django_assert_num_queries(6):
        client.get("/api/v1/events/")


def test_an_event_in_a_sheet_has_its_moments_in_utc(client):
    make_event(starts_at=datetime.datetime(2027, 7, 6, 10, tzinfo=timezone.get_current_timezone()))

    text = b"".join(client.get("/events.csv").streaming_content).decode()

    assert "2027-07-06T09:00:00Z" in text
    assert NewsItem.objects.count() == 1


def test_an_event_of_whole_days_says_so_with_its_days(client):
    start = datetime.datetime(2027, 7, 6, tzinfo=timezone.get_default_timezone())
    make_event(
        title="Festival", is_all_day=True, starts_at=start, ends_at=start + datetime.timedelta(hours=47, minutes=59)
    )
    make_event(title="Late", starts_at=start, ends_at=start + datetime.timedelta(hours=24))

    festival, late = sorted(client.get("/api/v1/events/").json()["results"], key=lambda record: record["title"])

    assert [festival[name] for name in ("is_all_day", "first_day", "last_day")] == [True, "2027-07-06", "2027-07-07"]
    assert [late[name] for name in ("is_all_day", "first_day", "last_day")] == [False, "2027-07-06", "2027-07-06"]
