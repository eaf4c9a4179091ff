"""While the database is away visitors go on with what was right when it was last reached: marked, for an hour."""

import datetime
import re

import brotli
import pytest
from django.db import InterfaceError
from django.utils import timezone

from lcep_site.kept_answers import last_seen
from partnerships.database import outage
from partnerships.files import pictures
from partnerships.models import Partnership
from partnerships.public_content import moments, stamp
from tests.factories import make_event, make_partnership, make_superuser
from tests.pictures import upload
from tests.while_away import database_away

pytestmark = pytest.mark.django_db(transaction=True)
LIST, ENTRY, FEED = "/partnerships/", "/partnerships/leeds/", "/partnerships.atom"
LINE = re.compile(r'<div class="page as-it-was" role="status">.*?</div>', re.DOTALL)


@pytest.fixture
def leeds():
    return make_partnership(name="Leeds33", slug="leeds")


@pytest.fixture
def visitor(new_worker):
    return new_worker(raise_request_exception=False)


@pytest.fixture(autouse=True)
def nothing_is_known(monkeypatch):
    monkeypatch.setattr(moments, "_last_seen", None)


def asked_while_away(visitor, path, **headers):
    with database_away():
        return visitor.get(path, **headers)


def is_marked(response):
    """Assert that `response` says that it may be out of date, and that nobody may keep it or take theirs for it."""
    assert response.status_code == 200 and response["Warning"].startswith('111 - "Revalidation Failed"')
    assert "no-store" in response["Cache-Control"] and not {"ETag", "Last-Modified"} & set(response.headers)
    return True


@pytest.mark.parametrize("path", [LIST, ENTRY, "/", "/map/", "/about/"])
def test_a_page_that_was_seen_is_given_with_a_line_that_says_when_it_was_right(visitor, leeds, path):
    before = visitor.get(path)
    after = asked_while_away(visitor, path)

    [line] = LINE.findall(after.text)
    assert is_marked(after) and LINE.sub("", after.text) == before.text
    assert f"as it was at {timezone.localtime():%H:}" in line
    assert after["Content-Security-Policy"] == before["Content-Security-Policy"]


def test_it_is_compressed_as_the_browser_takes_it(visitor, leeds):
    visitor.get(ENTRY)
    response = asked_while_away(visitor, ENTRY, HTTP_ACCEPT_ENCODING="br")

    assert response["Content-Encoding"] == "br" and b"as-it-was" in brotli.decompress(response.content)


def test_a_feed_is_given_as_it_was_with_the_header_alone(visitor, leeds):
    before = visitor.get(FEED)
    after = asked_while_away(visitor, FEED)

    assert is_marked(after) and after.content == before.content


def test_a_long_file_is_given_from_disk(visitor, leeds):
    before = b"".join(visitor.get("/partnerships.csv").streaming_content)
    after = asked_while_away(visitor, "/partnerships.csv")

    assert is_marked(after) and b"".join(after.streaming_content) == before


def test_who_has_the_page_already_is_told_all_the_same(visitor, leeds):
    tag = visitor.get(ENTRY)["ETag"]

    assert is_marked(asked_while_away(visitor, ENTRY, HTTP_IF_NONE_MATCH=tag))


def test_staff_get_it_too_whose_session_cannot_be_read(visitor, leeds):
    visitor.get(ENTRY)
    visitor.force_login(make_superuser())

    assert is_marked(asked_while_away(visitor, ENTRY))


def test_a_page_nobody_saw_is_made_of_what_is_in_memory_if_that_is_enough(visitor, leeds):
    visitor.get("/")
    response = asked_while_away(visitor, f"{LIST}?stage=established")

    assert is_marked(response) and LINE.search(response.text)


def test_a_page_nobody_saw_that_needs_the_database_is_refused(visitor, leeds):
    visitor.get("/")

    assert asked_while_away(visitor, ENTRY).status_code == 503


def test_nothing_comes_back_that_is_known_to_have_changed(visitor, leeds):
    visitor.get(ENTRY)
    Partnership.objects.update(summary="Something else.")
    visitor.get("/about/")

    assert asked_while_away(visitor, ENTRY).status_code == 503


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 503)])
def test_an_hour_after_it_was_last_reached_it_is_over(visitor, leeds, monkeypatch, minutes, status):
    visitor.get(ENTRY)
    asked, *rest = moments._last_seen
    monkeypatch.setattr(moments, "_last_seen", (asked - minutes * 60, *rest))
    monkeypatch.setattr(last_seen, "LONGEST", datetime.timedelta(hours=1))

    assert asked_while_away(visitor, "/about/").status_code == 200
    response = asked_while_away(visitor, ENTRY)
    assert response.status_code == status


def test_an_end_that_comes_meanwhile_takes_no_page_away(visitor, monkeypatch):
    now = timezone.now()
    minute = datetime.timedelta(minutes=1)
    event = make_event(title="Dance day", starts_at=now - 60 * minute, ends_at=now + 5 * minute)
    assert event.title in visitor.get("/events/").text
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + datetime.timedelta(minutes=20))
    monkeypatch.setattr(moments, "monotonic", lambda: moments._last_seen[0] + 20 * 60)

    assert is_marked(asked_while_away(visitor, "/events/"))


@pytest.mark.parametrize("path", ["/partnerships.csv", ENTRY, f"{LIST}?stage=established"])
def test_the_end_of_the_day_takes_nothing_away(visitor, leeds, monkeypatch, path):
    evening = datetime.datetime(2026, 11, 27, 23, 55, tzinfo=datetime.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening)
    # What is sent as a whole is kept; the home page has what a list is drawn of in memory.
    for seen in ("/", *([] if "?" in path else [path])):
        assert b"".join(visitor.get(seen))
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening + datetime.timedelta(minutes=20))
    monkeypatch.setattr(moments, "monotonic", lambda: moments._last_seen[0] + 20 * 60)
    after = asked_while_away(visitor, path)

    assert is_marked(after) and b"".join(after)


def test_a_picture_goes_on_where_it_is_known_to_be_public_and_nowhere_else(visitor, new_worker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    name = pictures.keep(upload(), "logos")
    partnership = make_partnership(logo=name, logo_alt="A leaf")
    before = b"".join(visitor.get(f"/media/{name}").streaming_content)
    after = asked_while_away(visitor, f"/media/{name}")
    assert is_marked(after) and b"".join(after.streaming_content) == before

    Partnership.objects.filter(pk=partnership.pk).update(logo="")
    visitor.get("/about/")
    assert asked_while_away(visitor, f"/media/{name}").status_code == 503


def test_all_is_as_before_when_it_is_back_and_what_changed_meanwhile_is_seen(visitor, leeds, caplog):
    visitor.get(ENTRY)
    with database_away():
        visitor.get(ENTRY)
        visitor.get("/partnerships/other/")
        known = outage.mine.since, outage.mine.from_kept, outage.mine.refused
    # As the process knows it, until it looks.
    outage.mine.since, outage.mine.from_kept, outage.mine.refused = known
    Partnership.objects.update(name="Leeds34")
    response, fresh = visitor.get("/about/"), visitor.get(ENTRY)

    assert outage.mine.since is None
    assert "Warning" not in response and "Warning" not in fresh and "Leeds34" in fresh.text
    assert "1 answers came from what was kept or in memory, and 1 requests were refused" in caplog.text


def test_a_kept_page_costs_no_more_than_before(visitor, leeds, django_assert_num_queries):
    visitor.get(ENTRY)
    with django_assert_num_queries(1):
        visitor.get(ENTRY)


def test_a_connection_that_is_gone_is_a_database_that_is_away(visitor, leeds, monkeypatch):
    def gone():
        raise InterfaceError("connection already closed")

    visitor.get(ENTRY)
    monkeypatch.setattr(stamp, "current", gone)

    assert is_marked(visitor.get(ENTRY))


def test_an_error_that_is_a_mistake_of_ours_is_not_hidden(visitor, leeds, monkeypatch):
    visitor.get(LIST)
    monkeypatch.setattr(stamp, "ALL_ROWS", "SELECT nothing FROM nowhere")

    assert visitor.get(LIST).status_code == 500


def test_a_form_is_shown_and_says_that_it_cannot_be_sent_also_to_the_first_who_asks(visitor, leeds):
    visitor.get("/")
    response = asked_while_away(visitor, "/join/")

    assert is_marked(response) and "Forms cannot be sent" in LINE.search(response.text)[0]


def test_health_is_told_as_it_is_and_not_marked(visitor):
    visitor.get("/")
    with database_away():
        visitor.get("/about/")
        live = visitor.get("/health/live/")
        ready = visitor.get("/health/ready/")

    assert (live.status_code, "Warning" in live, ready.status_code, "Warning" in ready) == (200, False, 503, False)
