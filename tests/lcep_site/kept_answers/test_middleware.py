"""Visitors are given again what was made before, and nobody what is not true any more, or is another's."""

import datetime
import gzip
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest
from django.db import connection, models
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lcep_site.kept_answers import pages
from lcep_site.kept_answers.middleware import KeptAnswersMiddleware
from lcep_site.settings import CACHE_CONTROL_OF_PAGES
from partnerships.models import Partnership
from partnerships.published_kinds import table
from tests import databases
from tests.factories import make_event, make_opportunity, make_partnership, make_superuser
from tests.lcep_site.kept_answers.urls import slow, slow_answers

pytestmark = pytest.mark.django_db(transaction=True)
LIST, FEED = "/partnerships/", "/partnerships.atom"
LONDON = timezone.get_default_timezone()
NOON = datetime.datetime(2026, 11, 27, 12, tzinfo=LONDON)


@pytest.fixture
def leeds():
    return make_partnership(name="Leeds33")


@pytest.fixture
def clock(monkeypatch):
    """A function that sets the time of day; it is noon."""

    def set_to(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(NOON)
    return set_to


def is_kept(visitor, address, assert_num_queries, **headers):
    """Assert that `address` is answered with one question to the database."""
    with assert_num_queries(1):
        return visitor.get(address, **headers)


@pytest.mark.parametrize(
    "address", [LIST, "/", "/map/", FEED, "/events.ics", "/about/", f"{LIST}?stage=established&sort=name"]
)
def test_what_was_seen_is_given_again_with_all_its_headers(visitor, leeds, address, django_assert_num_queries):
    first = visitor.get(address)
    second = is_kept(visitor, address, django_assert_num_queries)
    assert (second.status_code, second.content, dict(second.items())) == (200, first.content, dict(first.items()))
    assert second["Cache-Control"] == "no-cache" and "Accept-Encoding" in second["Vary"]
    assert "Content-Security-Policy" in second and "Permissions-Policy" in second
    assert "X-Content-Type-Options" in second and not second.cookies


def test_a_kept_answer_is_the_one_that_is_made_without_keeping(visitor, leeds, client):
    assert visitor.get(LIST).content == client.get(LIST).content


def test_each_encoding_has_an_etag_of_its_own_and_the_same_content(visitor, leeds, django_assert_num_queries):
    plain = visitor.get(LIST)
    tags = {plain["ETag"]}
    for encoding, plain_again in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        response = is_kept(visitor, LIST, django_assert_num_queries, HTTP_ACCEPT_ENCODING=encoding)
        assert response["Content-Encoding"] == encoding and response["Content-Length"] == str(len(response.content))
        assert plain_again(response.content) == plain.content
        tags.add(response["ETag"])
    assert len(tags) == 3 and all(tag.startswith('"') for tag in tags)


def test_who_has_the_answer_is_told_so(visitor, leeds, django_assert_num_queries):
    tag = visitor.get(LIST, HTTP_ACCEPT_ENCODING="br")["ETag"]
    for theirs in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = is_kept(
            visitor, LIST, django_assert_num_queries, HTTP_IF_NONE_MATCH=theirs, HTTP_ACCEPT_ENCODING="br"
        )
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", tag)
        assert response["Vary"] and response["Cache-Control"]
    for theirs in ('"other"', tag.replace("-br", ""), "nonsense"):
        assert visitor.get(LIST, HTTP_IF_NONE_MATCH=theirs, HTTP_ACCEPT_ENCODING="br").status_code == 200


def test_a_head_is_answered_as_a_get_without_its_content(visitor, leeds, django_assert_num_queries):
    asked = visitor.head(LIST)
    assert asked.content == b""
    got = is_kept(visitor, LIST, django_assert_num_queries)
    assert got.content and dict(asked.items()) == dict(got.items())


def test_an_edit_is_seen_at_once(visitor, leeds):
    visitor.get(LIST)
    leeds.name = "Leeds34"
    leeds.save()
    assert b"Leeds34" in visitor.get(LIST).content
    Partnership.objects.update(name="Leeds35")
    assert b"Leeds35" in visitor.get(LIST).content


def test_who_has_the_answer_from_before_an_edit_is_given_the_new_one(visitor, leeds):
    tag = visitor.get(LIST)["ETag"]
    Partnership.objects.update(name="Leeds34")
    assert visitor.get(LIST, HTTP_IF_NONE_MATCH=tag).status_code == 200


def test_an_edit_while_an_answer_is_made_is_in_the_next_answer(visitor, leeds, monkeypatch):
    """The page is drawn with the old name, and the name changed before the answer is kept."""

    def edit(*args, **kwargs):
        Partnership.objects.update(name="Leeds34")
        return False

    monkeypatch.setattr(pages, "has_vary_header", edit)
    assert b"Leeds33" in visitor.get(LIST).content
    monkeypatch.undo()
    assert b"Leeds34" in visitor.get(LIST).content


def test_what_a_page_does_not_understand_changes_nothing(visitor, leeds, django_assert_num_queries):
    plain = visitor.get(LIST)
    for query in ("utm_source=mail", "page_size=9&x=%00", "fbclid=1&utm_medium=x"):
        assert is_kept(visitor, f"{LIST}?{query}", django_assert_num_queries).content == plain.content


def test_where_a_known_page_is_and_what_it_reads_is_not_found_out_again(visitor, leeds, monkeypatch):
    for address in (LIST, f"{LIST}?sort=name&stage=established"):
        visitor.get(address)
        with monkeypatch.context() as patch:
            patch.setattr(pages, "resolve", None)
            assert visitor.get(address).status_code == 200


def test_what_somebody_typed_is_no_name_of_what_is_kept(visitor, kept, leeds):
    for query in ("x=LS1+3AB", "x=LS1+3AB&sort=name", "sort=name"):
        visitor.get(f"{LIST}?{query}")
    assert {page.query_string for page in kept} == {"", "sort=name"}


def test_the_order_of_what_is_asked_changes_nothing(visitor, leeds, django_assert_num_queries):
    first = visitor.get(f"{LIST}?stage=established&sort=name&joining=yes")
    second = is_kept(visitor, f"{LIST}?joining=yes&sort=name&utm_x=1&stage=established", django_assert_num_queries)
    assert first.content == second.content


@pytest.mark.parametrize("address", [f"{LIST}?page=2&page=1", f"{LIST}?page=1&page=2", f"{LIST}?sort=name&sort=region"])
def test_what_is_given_twice_means_the_same_as_without_keeping(visitor, client, settings, address):
    for number in range(30):
        make_partnership(name=f"Partnership {number}")
    given = visitor.get(address).content
    settings.KEPT_ANSWERS_MB = 0
    assert given == type(client)().get(address).content


@pytest.mark.parametrize(
    "address",
    [
        f"{LIST}?q=leeds",
        f"{LIST}?near=LS1+3AB",
        "/find/?q=leeds",
        "/search/?q=leeds",
        "/join/",
        "/health/",
        "/api/v1/partnerships/",
        f"{LIST}?region=atlantis",
        f"{LIST}?page=99",
        f"{LIST}?page=1&page=2",
        "/changes.atom?since=2026-1-5",
        "/partnerships/nobody/",
        "/nothing-here/",
        "/accounts/login/",
    ],
)
def test_what_was_typed_or_makes_no_sense_or_is_a_form_is_not_kept(visitor, kept, leeds, address):
    visitor.get(address)
    assert kept == []
    visitor.get(LIST)
    assert len(kept) == 1


def test_who_is_signed_in_is_neither_given_what_is_kept_nor_leaves_anything(visitor, kept, leeds):
    visitor.get(LIST)
    visitor.force_login(make_superuser())
    with CaptureQueriesContext(connection) as queries:
        visitor.get(LIST)
        visitor.get("/map/")
    assert len(queries) > 2
    assert len(kept) == 1


def test_the_wrong_host_is_refused_though_the_answer_is_kept(visitor, leeds, settings):
    visitor.get(LIST)
    assert visitor.get(LIST, HTTP_HOST="evil.example").status_code == 400


@pytest.mark.urls("tests.lcep_site.kept_answers.urls")
def test_what_tells_of_the_visitor_never_gets_into_what_is_kept(visitor):
    visitor.cookies["taste"] = "mine"
    theirs = {
        "HTTP_ACCEPT_ENCODING": "br",
        "HTTP_IF_NONE_MATCH": '"theirs"',
        "HTTP_ACCEPT_LANGUAGE": "cy",
        "CONTENT_TYPE": "text/html; charset=utf-16",
    }
    answer = visitor.get("/mirror/?theirs=1", **theirs)
    assert brotli.decompress(answer.content).decode() == "[{}, [], <QueryDict: {}>, 'GET', None]"


def test_no_condition_of_one_visitor_ends_what_all_are_given(visitor, leeds):
    """As nobody has made the answer yet, and as it is kept."""
    for _ in range(2):
        for condition in ({"HTTP_IF_MATCH": '"other"'}, {"HTTP_IF_UNMODIFIED_SINCE": "Mon, 01 Jan 2001 00:00:00 GMT"}):
            assert visitor.get(LIST, **condition).status_code == 200


@pytest.mark.parametrize("address", [f"{LIST}?q=leeds", "/nothing-here/", "/partnerships/Leeds33/", "/partnerships"])
def test_what_is_not_kept_is_kept_by_no_cache_in_between_nor_shown_again_unasked(visitor, leeds, address):
    """Also where an address leads: it may be that of an entry again. For who is signed in, nothing is kept."""
    assert visitor.get(address)["Cache-Control"] == "private, no-cache"
    visitor.force_login(make_superuser())
    for of_staff in (LIST, FEED, address):
        assert visitor.get(of_staff)["Cache-Control"] == "private, no-cache"


def test_an_answer_ends_with_the_event_that_it_shows(visitor, clock, django_assert_num_queries):
    end = NOON + datetime.timedelta(hours=2)
    event = make_event(starts_at=NOON, ends_at=end)
    assert event.title in visitor.get("/events/").content.decode()
    clock(end)
    is_kept(visitor, "/events/", django_assert_num_queries)
    clock(end + datetime.timedelta(seconds=1))
    assert event.title not in visitor.get("/events/").content.decode()
    is_kept(visitor, "/events/", django_assert_num_queries)


def test_an_answer_ends_at_midnight_in_london(visitor, clock, django_assert_num_queries):
    """In summer, when that is at 23:00 UTC."""
    noon = datetime.datetime(2026, 7, 1, 12, tzinfo=LONDON)
    clock(noon)
    opportunity = make_opportunity(closes_on=noon.date())
    assert opportunity.title in visitor.get("/opportunities/").content.decode()
    clock(datetime.datetime(2026, 7, 1, 22, 59, 59, tzinfo=datetime.UTC))
    is_kept(visitor, "/opportunities/", django_assert_num_queries)
    clock(datetime.datetime(2026, 7, 1, 23, tzinfo=datetime.UTC))
    assert opportunity.title not in visitor.get("/opportunities/").content.decode()


def test_no_other_moment_of_what_is_published_makes_an_answer_untrue():
    """Whoever adds one looks at pages.good_until; what changes by itself changes at an end of NewsItem.next_end."""
    moments = {
        field.name for kind in table.kinds() for field in kind.model._meta.fields if type(field) is models.DateTimeField
    }
    assert moments == {"publication_changed_at", "publish_at", "starts_at", "ends_at"}


def test_a_cache_in_between_keeps_pages_only_if_the_operator_says_how_long(visitor, leeds, settings):
    assert CACHE_CONTROL_OF_PAGES == "no-cache"
    settings.CACHE_CONTROL_OF_PAGES = "public, max-age=0, must-revalidate, s-maxage=60"
    assert visitor.get(LIST)["Cache-Control"].endswith("s-maxage=60")
    assert "no-store" in visitor.get(f"{LIST}?near=LS1")["Cache-Control"]


@pytest.mark.urls("tests.lcep_site.kept_answers.urls")
def test_one_makes_an_answer_while_others_wait_for_it(visitor):
    slow_answers.clear()
    middleware = KeptAnswersMiddleware(lambda request: slow(request))
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda number: asked_by_a_thread(middleware), range(3)))
    assert answers == [b"Slow"] * 3
    assert len(slow_answers) == 1


def asked_by_a_thread(middleware):
    try:
        return middleware(RequestFactory().get("/slow/")).content
    finally:
        databases.close_for_good()
