"""Events in the back office: whole days as a choice, ends after starts, and hours when clocks change."""

import datetime

import pytest
from django.utils import timezone

from partnerships.forms import news
from partnerships.models import NewsItem
from tests.partnerships.admin.editorial_forms import NEWS, errors_of, send, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
EVENT = NEWS | {"kind": "event", "place": "Hall"}
WHOLE_DAYS = ["It lasts whole days. Tick “all day”, and enter its last day as the end"]
AFTER = ["The end must be after the start. Empty it if you do not know it"]
NEEDS_TIME = ["Enter the time as well, or tick “all day”"]
ADD = url_of("newsitem", "add")


def year_of(typed):
    return f"The year {typed} cannot be meant. Enter one from 1900 to {timezone.localdate().year + 100}."


def in_london(moment):
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (("2027-03-02", "2027-03-04"), ("2027-03-02 00:00", "2027-03-04 23:59")),
        (("2027-03-02T10:00", ""), ("2027-03-02 00:00", None)),
        (("2027-03-27T00:00", "2027-03-28T00:00"), ("2027-03-27 00:00", "2027-03-28 23:59")),
        (("2027-07-02", "2027-07-02"), ("2027-07-02 00:00", "2027-07-02 23:59")),
    ],
)
def test_whole_days_are_kept_from_the_first_to_the_end_of_the_last(client, publisher, bridge, sent, kept):
    response = send(client, ADD, **EVENT, bridge=bridge.pk, is_all_day="on", starts_at=sent[0], ends_at=sent[1])

    event = NewsItem.objects.get()
    assert response.status_code == 302
    assert (in_london(event.starts_at), in_london(event.ends_at)) == kept
    send(client, url_of(event), summary="Saved again as it is.")
    assert NewsItem.objects.values("starts_at", "ends_at").get() == {
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
    }


def test_an_event_of_whole_days_is_shown_with_boxes_for_days(client, publisher, bridge):
    send(client, ADD, **EVENT, bridge=bridge.pk, is_all_day="on", starts_at="2027-03-02", ends_at="2027-03-04")

    page = client.get(url_of(NewsItem.objects.get())).content.decode()

    assert 'type="date" name="starts_at" value="2027-03-02"' in page
    assert [words in page for words in ("The first day.</div>", "As clocks in England show it.</div>")] == [True, False]
    empty = client.get(ADD).content.decode()
    assert 'type="datetime-local" name="starts_at"' in empty
    assert [words in empty for words in ("The first day.</div>", "As clocks in England show it.</div>")] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"starts_at": "2027-03-02T10:00", "ends_at": "2027-03-02T10:00"}, {"ends_at": AFTER}),
        ({"starts_at": "2027-03-02T10:00", "ends_at": "2027-03-01T10:00"}, {"ends_at": AFTER}),
        ({"starts_at": "2027-03-02T00:00", "ends_at": "2027-03-03T00:00"}, {"ends_at": WHOLE_DAYS}),
        ({"starts_at": "2027-03-02", "ends_at": "2027-03-02"}, {"starts_at": NEEDS_TIME, "ends_at": NEEDS_TIME}),
        ({"starts_at": "2027-03-03", "ends_at": "2027-03-02", "is_all_day": "on"}, {"ends_at": [news.DAYS_IN_ORDER]}),
        ({"starts_at": "0026-03-03T10:00"}, {"starts_at": [year_of("0026")]}),
        (
            {"starts_at": "2027-03-28T01:30"},
            {
                "starts_at": [
                    "On 28 March 2027 clocks go forward from 1am to 2am, so there is no 1:30am. Enter 2am or later"
                ]
            },
        ),
        (
            {"starts_at": "2027-10-30T10:00", "ends_at": "2027-10-31T01:00"},
            {
                "ends_at": [
                    "On 31 October 2027 clocks go back from 2am to 1am, so 1am comes twice. Enter a time before 1am, "
                    "or from 2am on"
                ]
            },
        ),
    ],
)
def test_what_is_wrong_with_its_times_is_said_in_plain_words(client, publisher, bridge, sent, errors):
    response = send(client, ADD, **EVENT, bridge=bridge.pk, **sent)

    assert errors_of(response) == errors
    assert response.context["adminform"].form["starts_at"].value() == sent["starts_at"]
    assert NewsItem.objects.count() == 0


@pytest.mark.parametrize("time", ["2027-03-28T00:59", "2027-03-28T02:00", "2027-10-31T00:59", "2027-10-31T02:00"])
def test_the_hours_around_a_change_of_clocks_are_taken(client, publisher, bridge, time):
    send(client, ADD, **EVENT, bridge=bridge.pk, starts_at=time)

    assert timezone.localtime(NewsItem.objects.get().starts_at).isoformat()[:16] == time


def test_news_is_not_of_whole_days(client, publisher, bridge):
    response = send(client, ADD, **NEWS, kind="news", bridge=bridge.pk, is_all_day="on")

    assert errors_of(response) == {"is_all_day": ["Only an event has this. Empty it, or make this an event"]}


def test_a_publication_is_not_scheduled_for_an_hour_that_comes_twice(client, publisher, bridge):
    send(client, ADD, **NEWS, kind="news", bridge=bridge.pk)
    item = NewsItem.objects.get()
    change_of_clocks = datetime.datetime(timezone.localdate().year + 1, 10, 31)
    sunday = change_of_clocks - datetime.timedelta(days=(change_of_clocks.weekday() + 1) % 7)

    response = client.post(url_of(item, "publication", "schedule"), {"at": f"{sunday:%Y-%m-%d}T01:30"})

    assert "comes twice. Enter a time before 1am, or from 2am on" in response.content.decode()
