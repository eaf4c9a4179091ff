"""Pages of case studies, questions, news, events, opportunities and support on offer."""

import datetime

import pytest
from django.utils import timezone

from members.models import CaseStudyMember
from partnerships.models import NewsItem
from partnerships.search import text_index
from partnerships.views import editorial
from partnerships.vocabulary import Audience, OfferState, PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_membership,
    make_news,
    make_opportunity,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_question,
    make_region,
    make_support_offer,
)
from tests.reading import words_of

pytestmark = pytest.mark.django_db
LISTS = {
    "/case-studies/": make_case_study,
    "/news/": make_news,
    "/events/": make_event,
    "/opportunities/": make_opportunity,
}
EVERY_LIST = pytest.mark.parametrize("path", LISTS)


def listed(response):
    """Return the titles on the page of a list."""
    return [item.title for item in response.context["page"].object_list]


def in_days(days):
    """Return the moment that many days from now."""
    return timezone.now() + datetime.timedelta(days=days)


@EVERY_LIST
def test_a_list_shows_what_is_published_and_nothing_else(client, path):
    LISTS[path](title="Seen")
    for state in (PublicationState.DRAFT, PublicationState.IN_REVIEW, PublicationState.ARCHIVED):
        LISTS[path](title="Hidden", publication=state)

    assert listed(client.get(path)) == ["Seen"]


@EVERY_LIST
def test_an_empty_list_says_so(client, path):
    response = client.get(path)

    assert (response.status_code, 'class="notice empty-shelf"' in response.content.decode()) == (200, True)


@EVERY_LIST
@pytest.mark.parametrize("name", ["partnership", "bridge", "region", "priority"])
def test_a_list_is_narrowed_to_whose_where_and_about_what(client, path, name):
    bridge = make_bridge(slug="arch")
    partnership = make_partnership([make_authority(region=make_region(slug="north"), bridge=bridge)], slug="hub")
    mine = LISTS[path](title="Mine", partnership=partnership)
    mine.priorities.add(make_priority(slug="voice"))
    LISTS[path](title="Other", partnership=make_partnership())
    LISTS[path](title="National")
    slugs = {"partnership": "hub", "bridge": "arch", "region": "north", "priority": "voice"}

    assert listed(client.get(path, {name: slugs[name]})) == ["Mine"]


@EVERY_LIST
def test_nonsense_is_left_out_and_named(client, path):
    LISTS[path](title="Seen")

    response = client.get(path, {"region": "atlantis", "page": "9"})

    assert listed(response) == ["Seen"]
    assert "We ignored “atlantis”: it is not one of the regions. There is no page 9" in words_of(response)


@EVERY_LIST
def test_a_list_comes_in_pages_that_keep_what_was_asked(client, path, monkeypatch):
    monkeypatch.setattr(editorial, "PAGE_SIZE", 1)
    bridge = make_bridge(slug="arch")
    for _ in range(2):
        LISTS[path](bridge=bridge)

    assert 'href="?bridge=arch&amp;page=2"' in client.get(path, {"bridge": "arch"}).content.decode()


@EVERY_LIST
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_database_the_same_for_any_number(client, django_assert_num_queries, path, count):
    for _ in range(count):
        LISTS[path](partnership=make_partnership()).priorities.add(make_priority())
    queries = {"/case-studies/": 3}.get(path, 2)

    with django_assert_num_queries(queries):
        client.get(path)


def test_events_to_come_are_listed_first_to_last_and_past_ones_apart(client):
    make_event(title="Later", starts_at=in_days(3))
    make_event(title="Sooner", starts_at=in_days(1))
    make_event(title="Going on", starts_at=in_days(-1), ends_at=in_days(1))
    make_event(title="Over", starts_at=in_days(-3), ends_at=in_days(-2))
    make_event(title="Long over", starts_at=in_days(-9))

    assert listed(client.get("/events/")) == ["Going on", "Sooner", "Later"]
    assert listed(client.get("/events/?when=past")) == ["Over", "Long over"]


def test_an_event_without_an_end_stays_in_the_list_until_its_day_is_over(client):
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    make_event(title="Today", starts_at=midnight)
    make_event(title="Yesterday", starts_at=midnight - datetime.timedelta(minutes=1))

    assert listed(client.get("/events/")) == ["Today"]


def test_opportunities_leave_the_list_after_their_deadline_and_stay_reachable(client):
    today = timezone.localdate()
    make_opportunity(title="Last day", closes_on=today)
    closed = make_opportunity(title="Closed", closes_on=today - datetime.timedelta(days=1))

    assert listed(client.get("/opportunities/")) == ["Last day"]
    assert listed(client.get("/opportunities/?when=past")) == ["Closed"]
    assert "This opportunity has closed." in words_of(client.get(closed.get_absolute_url()))


def test_the_calendar_shows_a_month_and_leads_to_those_beside_it(client):
    zone = timezone.get_current_timezone()
    make_event(title="Forum", starts_at=datetime.datetime(2026, 3, 3, 10, tzinfo=zone), bridge=make_bridge(slug="arch"))
    make_event(title="Expo", starts_at=datetime.datetime(2026, 4, 1, 0, tzinfo=zone))

    response = client.get("/events/calendar/?month=2026-03&bridge=arch")

    assert "Tuesday Forum" in words_of(response)
    assert "Expo" not in words_of(response)
    assert 'href="?bridge=arch&amp;month=2026-02"' in response.content.decode()


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "march", "2026-03-01", "\0"])
def test_the_calendar_takes_nonsense_for_this_month(client, month):
    response = client.get("/events/calendar/", {"month": month})

    assert (response.status_code, response.context["month"].first) == (200, timezone.localdate().replace(day=1))
    assert "it is not a month such as 2026-12" in words_of(response)


def test_an_event_says_when_where_and_whether_it_is_cancelled(client):
    zone = timezone.get_current_timezone()
    start = datetime.datetime(2027, 3, 2, 10, tzinfo=zone)
    event = make_event(starts_at=start, ends_at=start.replace(hour=16, minute=30), place="Town Hall", is_cancelled=True)

    words = words_of(client.get(event.get_absolute_url()))

    assert "When Tuesday 2 March 2027, 10am to 4:30pm Where Town Hall and online" in words
    assert "Cancelled." in words


def test_a_case_study_names_who_took_part_and_what_changed(client):
    case_study = make_case_study(from_age=5, to_age=11, what_changed="**More** dance", partnership=make_partnership())
    CaseStudyMember.objects.create(case_study=case_study, organisation=make_organisation(name="The Lowry"))

    words = words_of(client.get(case_study.get_absolute_url()))

    assert "What changed More dance" in words
    assert "Ages 5 to 11 Who took part The Lowry" in words


def test_a_case_study_leads_to_organisations_the_public_can_see_and_only_names_others(client):
    case_study = make_case_study()
    known = make_membership(organisation=make_organisation(name="Known")).organisation
    hidden = make_membership(
        partnership=make_partnership(publication=PublicationState.DRAFT), organisation=make_organisation(name="Hidden")
    ).organisation
    for organisation in (known, hidden):
        CaseStudyMember.objects.create(case_study=case_study, organisation=organisation)

    response = client.get(case_study.get_absolute_url())

    page = response.content.decode()
    assert "Who took part Hidden, Known" in words_of(response)
    assert (known.get_absolute_url() in page, hidden.get_absolute_url() in page) == (True, False)


@pytest.mark.parametrize("make", [make_case_study, make_news, make_event, make_opportunity])
def test_what_is_not_published_is_not_there(client, make):
    assert client.get(make(publication=PublicationState.DRAFT).get_absolute_url()).status_code == 404


def test_an_old_address_of_news_leads_to_it(client):
    item = make_news(title="Old")
    item.slug = "new"
    item.save()

    assert client.get("/news/old/").url == "/news/new/"


def test_questions_stand_by_who_asks_them_each_with_an_anchor(client):
    make_question(title="For all?", slug="for-all")
    make_question(title="For artists?", audience=Audience.ARTISTS)

    response = client.get("/questions/")

    assert 'id="for-all"' in response.content.decode()
    assert words_of(response).index("Everybody For all?") < words_of(response).index(
        "Artists and organisations For artists?"
    )


def test_questions_are_found_by_words(client):
    make_question(title="Where?", answer="By postcode")
    make_question(title="Who?", answer="Schools")
    text_index.rebuild()

    titles = [question.title for question in client.get("/questions/?q=postcodes").context["questions"]]

    assert titles == ["Where?"]


def test_support_says_who_it_is_for_whether_it_is_open_and_how_to_ask(client):
    make_support_offer(
        name="Advice", provider="Arts Council", who_for="Schools", state=OfferState.OPEN, how_to_ask="Ring them"
    )
    make_programme(name="Fund", state=OfferState.ENDED)

    words = words_of(client.get("/support/"))

    assert "Advice Open Advice and meetings, undated, Arts Council For: Schools How to ask: Ring them" in words
    assert "Fund Ended" in words


def test_a_programme_shows_its_rounds_and_what_each_partnership_was_given(client):
    programme = make_programme(name="Fund", who_for="Schools", how_to_ask="Write to them")
    first = programme.rounds.create(name="Round 1", opens="2018", closes="2018-05", total=1_100_000)
    programme.participations.create(partnership=make_partnership(), round=first, amount=20_000)

    words = words_of(client.get(programme.get_absolute_url()))

    assert "Who it is for Schools How to ask Write to them" in words
    assert "Round 1 from 2018 to May 2018 £1,100,000" in words
    assert "Round 1: £20,000" in words


@pytest.mark.parametrize("make", [make_case_study, make_news, make_event, make_opportunity])
def test_a_partnership_that_is_not_public_is_not_named_by_what_it_published(client, make):
    item = make(partnership=make_partnership(name="Secret Hub", publication=PublicationState.DRAFT))

    words = words_of(client.get(item.get_absolute_url()))

    assert ("A partnership" in words, "Secret" in words) == (True, False)


def test_an_event_is_found_where_its_calendar_file_is(client):
    event, news = make_event(title="Open day"), make_news(title="Opened")

    assert client.get(f"/events/{event.slug}.ics").status_code == 200
    assert client.get(f"/events/{event.slug}/?a=b")["Location"] == f"{event.get_absolute_url()}?a=b"
    assert [client.get(f"/events/{news.slug}{end}").status_code for end in ("/", ".ics")] == [404, 404]
    assert client.get("/events/calendar/").status_code == 200
    NewsItem.objects.update(publication=PublicationState.DRAFT)
    assert [client.get(f"/events/{event.slug}{end}").status_code for end in ("/", ".ics")] == [404, 404]
