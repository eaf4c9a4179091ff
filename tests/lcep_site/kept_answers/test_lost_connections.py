"""A database server that was started anew costs no visitor an answer, and to check for it no way there and back."""

from contextlib import closing

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse

from partnerships.public_content import stamp
from tests.factories import make_partnership, make_superuser

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,  # SQLite has no server.
]
LIST, FORM, BACK_OFFICE = "/partnerships/", "/join/", reverse("admin:index")


@pytest.fixture
def served(new_worker, client):
    """A function that returns the status of what a worker answers. A client would leave the connection as it is."""
    make_partnership(name="Leeds33")
    client.force_login(make_superuser())
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    handler = WSGIHandler()

    def ask(method, address, *, by_staff=False):
        environ = RequestFactory().generic(method, address, HTTP_COOKIE=cookie if by_staff else "").environ
        said = []
        with closing(handler(environ, lambda status, headers: said.append(status))) as response:
            b"".join(response)
        return int(said[0].split()[0])

    return ask


def lose_connection():
    """Do as a server that is started anew: end the connection that is kept."""
    with closing(psycopg.connect(**connection.get_connection_params(), autocommit=True)) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])


@pytest.mark.parametrize(
    ("method", "address", "by_staff", "status"),
    [
        ("GET", LIST, False, 200),
        ("GET", f"{LIST}?stage=established", False, 200),
        ("GET", FORM, False, 200),
        ("POST", FORM, False, 200),
        ("GET", LIST, True, 200),
        ("GET", BACK_OFFICE, True, 200),
    ],
    ids=["kept", "made", "form", "form sent empty", "seen by staff", "back office"],
)
def test_whoever_asks_next_is_answered(served, method, address, by_staff, status):
    served("GET", LIST)
    served("GET", BACK_OFFICE, by_staff=True)
    for _ in range(2):
        lose_connection()
        assert served(method, address, by_staff=by_staff) == status


def test_what_is_kept_is_given_after_one_way_there_and_back(served, monkeypatch):
    served("GET", LIST)
    checked = []
    monkeypatch.setattr(connection, "is_usable", lambda: checked.append(None) or True)

    assert served("GET", LIST) == 200
    assert not checked
    served("GET", BACK_OFFICE, by_staff=True)
    assert checked


def test_what_a_transaction_lost_is_not_taken_for_done():
    stamp.current()
    with pytest.raises(OperationalError), transaction.atomic():
        lose_connection()
        stamp.current()
    connection.close()


def test_what_is_wrong_with_the_question_is_not_taken_for_a_lost_connection(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 1")
    monkeypatch.setattr(stamp, "ALL_ROWS", "SELECT pg_sleep(1)")
    before = connection.connection

    with pytest.raises(OperationalError):
        stamp.current()
    assert connection.connection is before
    connection.close()
