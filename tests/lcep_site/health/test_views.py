"""What is answered from outside: three addresses, for balancers, monitors and people."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from lcep_site.health import asking, checks
from lcep_site.health.findings import HealthState, broken
from partnerships.models import Heartbeat, Postcode
from partnerships.vocabulary import MailState
from tests.factories import make_mail

pytestmark = pytest.mark.django_db
ADDRESSES = ["/health/", "/health/live/", "/health/ready/"]
LIVE, READY = ADDRESSES[1:]
JSON = {"Accept": "application/json"}


def with_fault(monkeypatch, name):
    """Let the check called `name` find that what it looks at is not working."""
    faulty = tuple(
        checks.HealthCheck(each.name, each.title, lambda: broken("It is down."), each.is_needed)
        if each.name == name
        else each
        for each in checks.CHECKS
    )
    monkeypatch.setattr(asking, "_looker", asking.Looker(tuple(faulty), lambda look: look()))


def test_all_is_well_for_people(client, all_well):
    response = client.get(READY)

    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    lines = response.text.splitlines()
    assert lines[:2] == ["Ready: visitors can be sent here.", ""]
    assert [line.partition(".")[0] for line in lines[2:]] == [f"{each.title}: good" for each in checks.CHECKS]


@pytest.mark.parametrize("asked", [{"headers": JSON}, {"query_params": {"format": "json"}}])
def test_all_is_well_for_machines(client, all_well, asked):
    data = client.get(READY, **asked).json()

    assert data["status"] == "ready"
    assert {(each["name"], each["state"]) for each in data["checks"]} == {(each.name, "good") for each in checks.CHECKS}
    assert client.get(LIVE, **asked).json() == {"status": "live"}


@pytest.mark.parametrize("name", ["disk", "database", "migrations", "postcodes", "schools"])
def test_it_is_not_ready_where_visitors_would_be_failed(client, all_well, monkeypatch, name):
    with_fault(monkeypatch, name)
    response = client.get(READY)

    assert response.status_code == 503
    assert response.text.startswith("Not ready: no visitor should be sent here.\n")
    assert client.get(READY, headers=JSON).json()["status"] == "not ready"


@pytest.mark.parametrize("name", [each.name for each in checks.CHECKS if not each.is_needed])
def test_what_no_visitor_notices_takes_no_server_out_and_is_told(client, all_well, monkeypatch, name):
    with_fault(monkeypatch, name)
    response = client.get(READY)

    assert response.status_code == 200
    assert "not working. It is down." in response.text


def test_a_dead_worker_and_mail_that_waits_are_told(client, all_well):
    Heartbeat.objects.all().delete()
    make_mail(state=MailState.FAILED)
    response = client.get(READY)

    assert response.status_code == 200
    for line in ("Worker: needs attention. No worker runs", "Mail: needs attention. Mails were given up"):
        assert line in response.text


def test_without_postcodes_it_is_not_ready(client, all_well):
    Postcode.objects.all().delete()

    assert client.get(READY).status_code == 503


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("host", ["10.0.3.4:8000", "evil.example", "[2001:db8::1]:8000", "web-7", "_"])
def test_a_balancer_may_ask_by_any_host_without_https(client, all_well, settings, path, host):
    settings.SECURE_SSL_REDIRECT = True

    for method in (Client().get, Client().head):
        assert method(path, headers={"host": host}).status_code == 200
    assert Client(raise_request_exception=False).get("/about/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("path", ADDRESSES)
def test_nobody_keeps_the_answer_or_is_known_by_it(client, all_well, path):
    response = client.get(path)

    assert "no-store" in response["Cache-Control"]
    assert dict(response.cookies) == {}
    assert client.post(path).status_code == 405


def test_whether_it_lives_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(LIVE)

    assert (response.status_code, response.text) == (200, "Live: this process answers.\n")


def test_it_asks_as_much_whatever_there_is(client, all_well, django_assert_num_queries):
    for number in range(3):
        make_mail(key=f"mail:{number}")

    with django_assert_num_queries(18):
        client.get(READY)


def test_nothing_of_it_is_secret(client, all_well, monkeypatch, settings):
    make_mail(to="amina@school.example")
    with_fault(monkeypatch, "database")
    said = client.get(READY).text + json.dumps(client.get(READY, headers=JSON).json())

    for secret in ("amina", "/", settings.SECRET_KEY, "GB", "ms", "Django"):
        assert secret not in said.replace("manage.py", "")


def test_the_database_may_be_away(client, monkeypatch):
    def away(*arguments):
        raise OperationalError("connection to server at 10.1.2.3 failed")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", away)
    response = client.get(READY)

    assert response.status_code == 503
    states = [line.partition(":")[2].partition(".")[0].strip() for line in response.text.splitlines()[3:]]
    # Backups are not asked of the database.
    assert states == [HealthState.BROKEN, *[HealthState.ATTENTION] * 8, HealthState.GOOD]
    assert "10.1.2.3" not in response.text
