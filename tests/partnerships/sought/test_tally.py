"""Counting what the finder answers: in memory first, then in the database, and never what was typed."""

import datetime
from threading import Barrier, Thread

import pytest
from django.core.signals import request_finished
from django.db import DatabaseError, InterfaceError, connection

from partnerships import finder
from partnerships.finder.answers import Answer
from partnerships.models import FinderCount
from partnerships.public_content import stamp
from partnerships.sought import places, tally
from partnerships.vocabulary import Stage
from partnerships.vocabulary.finder_answers import FinderAnswer
from tests.factories import make_authority, make_partnership, make_region
from tests.postcode_lists import LEEDS, THANET, make_postcode
from tests.schools import make_school

pytestmark = pytest.mark.django_db

NORTH_YORKSHIRE = "E06000065"
VISITOR = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
NOVEMBER = datetime.date(2026, 11, 1)


@pytest.fixture(autouse=True)
def north_yorkshire():
    """North Yorkshire, where Selby is, with a postcode."""
    make_postcode("YO8 4AB", NORTH_YORKSHIRE, 461_000, 432_000)
    region = make_region(name="Yorkshire and The Humber")
    return make_authority(name="North Yorkshire", gss_code=NORTH_YORKSHIRE, region=region)


def counted():
    """Return what is in the database: place, code, kind and number."""
    tally.write()
    return sorted(FinderCount.objects.values_list("place", "gss_code", "answer", "number"))


def test_an_answer_is_counted_by_its_kind_and_the_place_we_know(client):
    for text in ["selby", "Selby ", "YO8 4AB", "North Yorkshire"]:
        client.get("/find/", {"q": text}, **VISITOR)

    assert counted() == [("", NORTH_YORKSHIRE, "uncovered", 2), ("Selby", NORTH_YORKSHIRE, "uncovered", 2)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Wales", ("", "Wales")),
        ("Cardiff", ("", "Wales")),
        ("Isle of Man", ("", "Isle of Man")),
        ("nowhere at all", ("", "")),
        ("Yorkshire and The Humber", ("", "")),
        ("Kent", ("", "Kent")),
    ],
)
def test_what_is_no_place_of_one_council_is_counted_without(text, place):
    for code in ["E07000105", "E07000106"]:
        make_authority(gss_code=code, county="Kent")

    assert places.of(finder.resolve(text)) == place


def test_a_school_is_counted_as_its_local_authority_alone(north_yorkshire):
    make_school("Barlby High School", town="Selby", postcode="YO8 5JP", authority=north_yorkshire)

    assert places.of(finder.resolve("Barlby High School")) == (NORTH_YORKSHIRE, "")


def test_nothing_that_was_typed_is_kept(client):
    for text in ["Zebedee Street 7", "YO8 4AB", "zebedee@example.org", "Selby, Zebedee"]:
        client.get("/find/", {"q": text}, **VISITOR)

    kept = str([*counted(), *FinderCount.objects.values()])
    assert "ebedee" not in kept and "4AB" not in kept and "example" not in kept


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"HTTP_USER_AGENT": "python-requests/2.32"},
        {"HTTP_USER_AGENT": ""},
        {**VISITOR, "HTTP_SEC_PURPOSE": "prefetch"},
    ],
)
def test_programs_that_say_so_are_not_counted(client, headers):
    client.get("/find/", {"q": "Selby"}, **headers)

    assert counted() == []


def test_only_a_page_that_is_shown_is_counted(client):
    client.head("/find/", {"q": "Selby"}, **VISITOR)
    client.get("/find/", **VISITOR)

    assert counted() == []


def test_nothing_is_written_while_the_visitor_waits(client, django_assert_num_queries):
    meaning = finder.resolve("Selby")
    answer = finder.present(meaning)

    with django_assert_num_queries(0):
        for _ in range(3):
            tally.count(meaning, answer)


def test_it_is_written_after_an_answer_once_a_minute_has_passed(one_connection, monkeypatch):
    meaning = finder.resolve("Selby")
    tally.count(meaning, finder.present(meaning))
    request_finished.send(sender=None)
    assert not FinderCount.objects.exists()

    monkeypatch.setattr(tally, "SECONDS", 0)
    request_finished.send(sender=None)

    assert FinderCount.objects.get().number == 1


def test_workers_add_to_what_others_wrote():
    key = (NOVEMBER, "uncovered", NORTH_YORKSHIRE, "Selby")
    other = (NOVEMBER, "closed", NORTH_YORKSHIRE, "Selby")

    for counts in [{key: 3}, {key: 4, other: 1}]:
        tally.add_to_database(tally.Counter(counts))

    assert sorted(FinderCount.objects.values_list("answer", "number")) == [("closed", 1), ("uncovered", 7)]


@pytest.mark.postgresql  # SQLite lets in one write at a time, and its test database is not shared.
@pytest.mark.django_db(transaction=True)
def test_workers_that_write_at_the_same_time_lose_no_count_and_never_wait_for_each_other():
    places_of_all = [(NOVEMBER, "uncovered", NORTH_YORKSHIRE, f"Place {number}") for number in range(400)]
    start, errors = Barrier(2), []

    def write(keys):
        try:
            for _ in range(10):
                start.wait(60)
                tally.add_to_database(tally.Counter(dict.fromkeys(keys, 1)))
        except Exception as error:
            errors.append(error)
            start.abort()
        finally:
            connection.close()

    threads = [Thread(target=write, args=[keys]) for keys in (places_of_all, places_of_all[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert {*FinderCount.objects.values_list("number", flat=True)} == {20}
    assert FinderCount.objects.count() == 400


@pytest.mark.parametrize("trouble", [DatabaseError("database is locked"), InterfaceError("connection is closed")])
def test_what_cannot_be_written_is_kept_for_later(monkeypatch, trouble):
    def busy(counts):
        raise trouble

    meaning = finder.resolve("Selby")
    tally.count(meaning, finder.present(meaning))
    with monkeypatch.context() as locked:
        locked.setattr(tally, "add_to_database", busy)
        tally.write()

    assert counted() == [("Selby", NORTH_YORKSHIRE, "uncovered", 1)]


def test_counting_changes_nothing_that_is_kept_of_public_content():
    before = stamp.current()

    tally.add_to_database(tally.Counter({(NOVEMBER, "uncovered", NORTH_YORKSHIRE, "Selby"): 1}))

    assert stamp.current() == before


def test_every_kind_of_answer_has_words():
    def kinds(answer):
        own = {answer.kind} if "kind" in vars(answer) else set()
        return own.union(*map(kinds, answer.__subclasses__()))

    assert kinds(Answer) == set(FinderAnswer.values)


def test_a_place_that_is_covered_is_counted_as_that(client):
    make_postcode("LS1 3AB", LEEDS, 429_000, 433_000)
    make_partnership([make_authority(name="Leeds", gss_code=LEEDS)])
    make_partnership([make_authority(name="Thanet", gss_code=THANET)], stage=Stage.ENDED)

    for text in ["LS1 3AB", "Thanet"]:
        client.get("/find/", {"q": text}, **VISITOR)

    assert counted() == [("", THANET, "closed", 1), ("", LEEDS, "covered", 1)]
