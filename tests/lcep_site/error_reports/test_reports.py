"""What is sent of an error: where in the code and by which route it came up, nothing of who asked or what was typed."""

import json
import logging
import subprocess
import sys

import brotli
import pytest
import sentry_sdk
from django.db import IntegrityError, OperationalError
from sentry_sdk.transport import Transport

from lcep_site.error_reports import sending
from lcep_site.settings import BASE_DIR
from partnerships.enquiries import receive
from tests.enquiry_forms import filled_in, hidden_in
from tests.factories import make_bridge, make_superuser
from tests.signing_in import StaffClient

DSN = "https://public@sentry.example/7"
# What nobody but the enquirer and the desk may ever read.
TYPED = {
    "name": "Quillon Marksworth",
    "email": "quillon.marksworth@private.example",
    "message": "My daughter Zinnia plays the hurdygurdy at LS1 4AP.\nRing me on 07700 900123.",
    "organisation": "Marksworth Hurdygurdies",
}
MARKS = ("quillon", "marksworth", "private.example", "zinnia", "hurdygurd", "07700", "900123", "ls1", "4ap")


class Kept(Transport):
    """Keeps what would be sent."""

    sent: list[bytes] = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize())


@pytest.fixture
def reports(settings):
    """A function that returns all that was sent, and the events in it, from now on."""
    settings.SENTRY_DSN, Kept.sent = DSN, []
    handler = sending.begin(Kept)

    def read():
        text = b"\n".join(Kept.sent).decode()
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return text, [line for line in lines if "level" in line]

    yield read
    logging.getLogger().removeHandler(handler)
    sentry_sdk.get_global_scope().set_client(None)


def fail_with(*errors):
    """Return what raises the first of `errors`, which comes of the next, in a function with personal variables."""

    def fail(*arguments, **keywords):
        enquirer = TYPED["name"], TYPED["email"]  # noqa: F841
        try:
            raise errors[-1]
        except Exception as cause:
            raise errors[0] from cause

    return fail


@pytest.mark.django_db
def test_an_error_while_an_enquiry_is_received_tells_nothing_of_the_enquirer(monkeypatch, reports):
    make_bridge()
    client = StaffClient(raise_request_exception=False, REMOTE_ADDR="203.0.113.77")
    client.force_login(make_superuser(username="staff.person", email="staff.person@desk.example"))
    checked = client.post("/join/?place=LS1+4AP&from=quillon", filled_in(**TYPED))
    cause = IntegrityError(
        f'duplicate key value violates "one_enquiry"\nDETAIL:  Key (email, place)=({TYPED["email"]}, LS1 4AP) exists.'
    )
    what = ValueError(f"{TYPED['name']} of ls14ap wrote: {TYPED['message']} {TYPED}")
    monkeypatch.setattr(receive, "submit", fail_with(what, cause))

    answer = client.post(
        "/join/?place=LS1+4AP&from=quillon",
        hidden_in(checked) | {"step": "send"},
        headers={
            "User-Agent": "Marksworth/1.0",
            "Referer": "https://private.example/",
            "X-Forwarded-For": "203.0.113.78",
        },
    )
    text, events = reports()

    assert answer.status_code == 500
    (event,) = events
    assert [mark for mark in (*MARKS, "203.0.113", "staff.person", "desk.example") if mark in text.casefold()] == []
    cookies = [cookie.value for cookie in client.cookies.values()]
    assert cookies and not [value for value in cookies if value in text]
    assert [value for value in hidden_in(checked).values() if len(value) > 20 and value in text] == []
    # And yet whoever reads it can mend it.
    assert [error["type"] for error in event["exception"]["values"]] == ["IntegrityError", "ValueError"]
    assert event["transaction"] == "partnerships:enquiry"
    assert event["tags"]["method"] == "POST"
    frames = event["exception"]["values"][-1]["stacktrace"]["frames"]
    assert "partnerships.views.enquiries" in {frame["module"] for frame in frames}
    assert any("raise errors[0] from cause" in frame["context_line"] for frame in frames)


def everything_in(value):
    """Return every name in `value`, however deep."""
    if isinstance(value, dict):
        return value.keys() | {name for part in value.values() for name in everything_in(part)}
    return {name for part in value for name in everything_in(part)} if isinstance(value, list) else set()


@pytest.mark.django_db
def test_that_the_database_is_away_is_not_sent_by_each_request(monkeypatch, reports, client):
    client.raise_request_exception = False
    monkeypatch.setattr("lcep_site.views.render", fail_with(OperationalError("server closed the connection")))

    assert client.get("/accessibility/").status_code == 503
    assert reports()[1] == []


@pytest.mark.django_db
def test_an_event_has_nothing_but_what_it_may_have(monkeypatch, reports, client):
    client.raise_request_exception = False
    monkeypatch.setattr("lcep_site.views.render", fail_with(ValueError("no")))

    client.get("/accessibility/")
    text, (event,) = reports()

    assert set(event) <= {
        *("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk"),
        *("tags", "transaction", "logentry", "exception"),
    }
    forbidden = {
        "request",
        "url",
        "headers",
        "cookies",
        "env",
        "user",
        "vars",
        "breadcrumbs",
        "extra",
        "contexts",
        "server_name",
        "modules",
        "abs_path",
    }
    assert everything_in(event) & forbidden == set()
    assert str(BASE_DIR) not in text


def test_what_the_worker_logs_as_an_error_is_sent_and_what_it_only_warns_of_is_not(reports):
    # The lines of our code are sent, so nothing of it may stand in one.
    address, postcode = "@".join(["jo", "school.example"]), " ".join(["SW1A", "1AA"])
    try:
        raise ValueError(f"No mail for {address} at {postcode}")
    except ValueError:
        logging.getLogger("partnerships.worker.lanes").exception("Something went wrong in the lane “mail”")
    logging.getLogger("partnerships.mail").warning("The mail server is slow.")
    text, (event,) = reports()

    assert event["logentry"]["message"] == "Something went wrong in the lane “mail”"
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert address not in text and postcode not in text
    assert "transaction" not in event


@pytest.mark.django_db
def test_a_link_by_mail_is_told_by_its_route(monkeypatch, reports, client):
    client.raise_request_exception = False
    token = "WzEsIjdlN2M4ZWQxN2Q1NGFhNzViMGVhYThiOGFiZmQ1MWM4Il0:1xXOd6:aYaYxbXvKQ3ni34P9WDHj5R1ROEFN"
    monkeypatch.setattr("members.views.subscriptions.render", fail_with(LookupError(token)))
    monkeypatch.setattr("partnerships.views.link_pages.render", fail_with(LookupError(token)))

    assert client.get(f"/accounts/sign-in-link/{token}/").status_code
    logging.getLogger("django.request").error("Internal Server Error: %s", f"/news/unsubscribe/{token}/")
    text, _ = reports()

    assert "aYaYxbXvKQ3" not in text and "WzEsIjdl" not in text


def test_where_no_sentry_is_named_its_library_is_not_even_imported():
    look = "import lcep_site.wsgi, sys; print('sentry_sdk' in sys.modules, 'prometheus_client' in sys.modules)"
    looked = subprocess.run([sys.executable, "-c", look], cwd=BASE_DIR, capture_output=True, text=True, check=True)

    assert looked.stdout.split() == ["False", "False"]


def test_it_is_sent_to_the_host_that_is_named_alone(settings, monkeypatch):
    asked = []

    class Answer:
        status, headers = 200, {}

        def close(self):
            pass

    def urlopen(self, method, url, body=None, **options):
        asked.append((self.scheme, self.host, url, brotli.decompress(body)))
        return Answer()

    monkeypatch.setattr("urllib3.connectionpool.HTTPConnectionPool.urlopen", urlopen)
    settings.SENTRY_DSN = DSN
    handler = sending.begin()
    try:
        logging.getLogger("lcep_site").error("It broke.")
        sentry_sdk.flush(10)
    finally:
        logging.getLogger().removeHandler(handler)
        sentry_sdk.get_client().close(0)
        sentry_sdk.get_global_scope().set_client(None)

    assert {(scheme, host) for scheme, host, *_ in asked} == {("https", "sentry.example")}
    assert len(asked) == 1 and b"It broke." in asked[0][-1]
