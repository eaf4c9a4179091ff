"""Every CSV file we hand out: read as it was written, with nothing in it that a sheet program would run."""

import csv
import datetime
import io

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from partnerships import audit
from partnerships.text.csv_files import csv_answer, lines
from partnerships.vocabulary import AuditAction, Stage
from tests.factories import make_authority, make_partnership, make_subscriber, make_superuser

STARTS = pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])


@pytest.fixture
def owner(client):
    """An owner, who is signed in."""
    owner = make_superuser()
    client.force_login(owner)
    return owner


def rows_of(response):
    """Return the rows of an answer, after the mark of its letters."""
    content = b"".join(response).decode("utf-8")
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))


def chosen(client, page, row):
    """Send the action "export" of a list of the back office for one row."""
    return client.post(reverse(f"admin:{page}_changelist"), {"action": "export", "_selected_action": [row.pk]})


@STARTS
def test_text_that_a_sheet_program_would_run_stands_behind_an_apostrophe(start):
    [line] = lines([[f"{start}1+1", "1+1"]])

    assert next(csv.reader(io.StringIO(line, newline=""))) == [f"'{start}1+1", "1+1"]


def test_values_are_written_as_programs_expect_them():
    moment = datetime.datetime(2026, 7, 1, 0, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))

    assert list(lines([[None, True, False, -3, -0.5, datetime.date(2026, 7, 1), moment]])) == [
        ",true,false,-3,-0.5,2026-07-01,2026-06-30T23:30:00Z\r\n"
    ]


def test_lines_quotes_and_letters_come_back_as_they_were():
    row = ['“a”, "b"', "one\ntwo", "é £ 漢"]

    assert rows_of(csv_answer(HttpResponse, "x.csv", [row])) == [row]


@pytest.mark.parametrize("response", [HttpResponse, StreamingHttpResponse])
def test_an_answer_is_saved_under_its_name_and_says_what_it_is(response):
    answer = csv_answer(response, "a-list.csv", [["a"]])

    assert type(answer) is response
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="a-list.csv"'


def test_a_streaming_answer_asks_for_a_row_only_when_it_is_sent():
    asked = []
    answer = csv_answer(StreamingHttpResponse, "x.csv", ([asked.append(number)] for number in range(3)))

    sent = iter(answer)
    next(sent)
    assert asked == []
    next(sent)

    assert asked == [0]


@pytest.mark.django_db
@STARTS
def test_no_download_of_the_public_pages_holds_a_formula(client, start):
    make_partnership([make_authority()], name=f"{start}1+1", stage=Stage.PROPOSED)
    make_partnership(name=f"{start}2+2")

    cold_spots = client.get(reverse("partnerships:list-csv", args=["cold-spots"]))
    partnerships = client.get(reverse("partnerships:list-csv", args=["partnerships"]))

    assert f"'{start}1+1" in rows_of(cold_spots)[1]
    assert f"'{start}2+2" in rows_of(partnerships)[1]
    assert [answer["Content-Disposition"] for answer in (cold_spots, partnerships)] == [
        f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"' for name in ("cold-spots", "partnerships")
    ]


@pytest.mark.django_db
def test_no_download_of_the_back_office_holds_a_formula(client, owner):
    entry = audit.record(AuditAction.ARCHIVED, by=owner, about="=1+1")
    subscriber = make_subscriber(email="=cmd@reader.example")

    log = chosen(client, "partnerships_auditentry", entry)
    subscribers = chosen(client, "members_subscriber", subscriber)

    assert rows_of(log)[1][2] == "'=1+1"
    assert rows_of(subscribers)[1][0] == "'=cmd@reader.example"
    assert [answer["Content-Disposition"] for answer in (log, subscribers)] == [
        f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"' for name in ("audit", "subscribers")
    ]
