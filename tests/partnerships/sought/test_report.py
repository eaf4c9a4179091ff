"""What of the counts is published and what staff see."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from partnerships.models import FinderCount, LocalAuthority
from partnerships.sought import report
from tests.councils import ELMBRIDGE, TANDRIDGE, make_succession, make_surrey
from tests.factories import make_authority, make_bridge, make_officer
from tests.reading import words_of

pytestmark = pytest.mark.django_db

HARLOW = "E07000073"
LIST = "/back-office/partnerships/findercount/"


def this_month():
    return timezone.localdate().replace(day=1)


def last_month():
    return (this_month() - datetime.timedelta(days=1)).replace(day=1)


def make_count(number, *, place="", gss_code="", answer="uncovered", month=None):
    return FinderCount.objects.create(
        month=month or last_month(), answer=answer, gss_code=gss_code, place=place, number=number
    )


def published(client):
    text = client.get("/open-data/what-visitors-did-not-find.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_months_that_are_over_are_published(client):
    make_authority(name="Harlow", gss_code=HARLOW)
    make_count(14, place="Old Harlow", gss_code=HARLOW)
    make_count(99, gss_code=HARLOW, month=this_month())

    assert published(client) == [
        {
            "month": f"{last_month():%Y-%m}",
            "answer": "uncovered",
            "answer_in_words": "Nobody covers it",
            "gss_code": HARLOW,
            "local_authority": "Harlow",
            "place": "Old Harlow",
            "times": "14",
        }
    ]


def test_small_counts_are_told_of_together(client):
    for place, number in [("Epping", 4), ("Ongar", 1), ("Harlow", 5)]:
        make_count(number, place=place)

    assert [(row["place"], row["times"]) for row in published(client)] == [
        ("Harlow", "5"),
        ("places with fewer than 5 each", "5"),
    ]


def test_what_is_small_even_together_is_left_out(client):
    make_count(2, place="Epping")
    make_count(2, place="Ongar")
    make_count(4, answer="closed")

    assert published(client) == []


def test_an_officer_sees_the_area_of_their_bridge_alone(client):
    ours, others = make_bridge(), make_bridge()
    make_authority(name="Harlow", gss_code=HARLOW, bridge=ours)
    make_authority(name="Epping Forest", gss_code="E07000072", bridge=others)
    make_count(14, place="Old Harlow", gss_code=HARLOW)
    make_count(15, place="Ongar", gss_code="E07000072")
    make_count(16, place="Wales", answer="elsewhere")

    client.force_login(make_officer(ours, permissions=["view_findercount"]))
    page = client.get(f"{LIST}?box=all")

    text = words_of(page)
    assert "Old Harlow, Harlow" in text and "14" in text
    assert not {"Ongar", "Epping", "Wales"} & set(text.replace(",", "").split())


def test_they_see_what_was_sought_in_the_councils_before_theirs_too(client):
    ours = make_bridge()
    today = make_authority(name="West Surrey", bridge=ours)
    make_succession(ELMBRIDGE, "Elmbridge", successor=today)
    make_count(14, place="Esher", gss_code=ELMBRIDGE)

    client.force_login(make_officer(ours, permissions=["view_findercount"]))

    assert "Esher, Elmbridge" in words_of(client.get(f"{LIST}?box=all"))


def test_the_list_opens_with_what_was_not_found_and_says_what_is_counted(staff_client):
    make_count(14, place="Selby", gss_code="E06000065")
    make_count(20, answer="covered", gss_code=HARLOW)

    text = words_of(staff_client.get(LIST))

    assert "Selby, E06000065 Nobody covers it 14" in text
    assert f"{HARLOW} One partnership works there" not in text
    assert "One partnership works there 0 20" in text
    assert "Never counted is what they typed, nor who they are." in text


def test_a_count_of_a_council_that_is_no_more_is_told_under_its_name(client, staff_client):
    make_surrey()
    # Split plans name it once for each that follows.
    make_succession(ELMBRIDGE, "Elmbridge", successor_name="Somewhere Else")
    make_count(14, place="Esher", gss_code=ELMBRIDGE)
    make_count(15, place="Oxted", gss_code=TANDRIDGE)
    LocalAuthority.objects.all().delete()

    told = [(row["gss_code"], row["local_authority"], row["place"]) for row in published(client)]

    assert sorted(told) == [(ELMBRIDGE, "Elmbridge", "Esher"), (TANDRIDGE, "Tandridge", "Oxted")]
    assert "Esher, Elmbridge" in words_of(staff_client.get(LIST))


def test_kinds_come_with_both_months_the_commonest_first():
    make_count(3, answer="covered")
    make_count(4, answer="covered", month=this_month())
    make_count(9)

    kinds = [(kind.label, kind.this_month, kind.last_month) for kind in report.by_kind(FinderCount.objects.all())]

    assert kinds == [("Nobody covers it", 0, 9), ("One partnership works there", 4, 3)]


@pytest.mark.parametrize(
    ("number", "words"), [(1, "Selby: nobody covers it, once"), (14, "Selby: nobody covers it, 14 times")]
)
def test_a_count_reads_as_a_sentence(number, words):
    assert str(make_count(number, place="Selby")) == words
