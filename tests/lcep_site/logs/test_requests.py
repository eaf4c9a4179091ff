"""Each request has an id, and a line that says nothing about who asked."""

import itertools
import re

import pytest

from lcep_site.logs import requests
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db
OURS = r"[0-9a-f]{12}-[0-9a-f]{6,}"


NOT_WELL_FORMED = [
    "",
    "short",
    "x" * 65,
    "a b c d e f g",
    "x\r\nSet-Cookie: a=b",
    "<script>alert(1)",
    "é" * 10,
    "-1234567",
]


@pytest.mark.parametrize("given", NOT_WELL_FORMED)
def test_one_that_is_not_well_formed_is_ours_instead(client, given):
    assert re.fullmatch(OURS, client.get("/about/", headers={"X-Request-ID": given})["X-Request-ID"])


def test_no_two_requests_have_one_id(client, monkeypatch):
    monkeypatch.setattr(requests, "_numbers", itertools.count(1))
    ids = [client.get(path)["X-Request-ID"] for path in ("/about/", "/about/", "/nowhere/", "/health/live/")]

    assert len(set(ids)) == 4


@pytest.mark.parametrize(
    ("path", "route", "status"),
    [
        ("/about/", "about", 200),
        ("/find/?q=LS1+3AB", "partnerships:find", 200),
        ("/nowhere/LS1+3AB/", "unknown", 404),
        ("/news-by-mail/stop/secret-token/", "members:subscription-end", 404),
        ("/back-office/partnerships/enquiry/1/change/", "admin:partnerships_enquiry_change", 302),
        ("/static/css/base.css", "static", 200),
        ("/on-purpose/403/", "on-purpose/403/", 403),
    ],
)
@pytest.mark.usefixtures("access_lines")
def test_a_line_says_the_route_and_never_the_path(visitor, log, path, route, status):
    answer = visitor.get(path, headers={"X-Request-ID": "from-the-proxy-1"}, REMOTE_ADDR="192.0.2.77")

    answer.close()
    [line] = log.lines
    told = rf"INFO lcep_site\.requests: GET {re.escape(route)} {status} in \d+\.\d ms, \d+ bytes"
    assert re.search(rf"Z {told} \(request from-the-proxy-1\)$", line)
    assert answer.status_code == status
    for secret in ("LS1", "3AB", "secret", "192.0.2", "?"):
        assert secret not in line


def test_in_json_a_line_has_the_same_parts(visitor, json_log, access_lines):
    content = visitor.get("/about/").content

    [event] = json_log.events
    assert {
        "method": "GET",
        "route": "about",
        "status": 200,
        "bytes": len(content),
        "level": "info",
    }.items() <= event.items()
    assert event["ms"] >= 0 and re.fullmatch(OURS, event["request"])


def test_every_route_can_stand_in_json(json_log, access_lines, visitor):
    for path in ("/on-purpose/500/", '/"/', "/\\/", "/back-office/x/y/z/"):
        visitor.get(path)

    assert len([event for event in json_log.events if event["logger"] == "lcep_site.requests"]) == 4


def test_a_page_that_is_kept_says_its_route_too(visitor, log, access_lines, settings):
    make_partnership(name="Leeds33")
    for _ in range(2):
        visitor.get("/partnerships/leeds33/")

    assert [re.search(r"GET (\S+) 200", line)[1] for line in log.lines] == ["partnerships:partnership-detail"] * 2


def test_a_method_nobody_knows_is_not_repeated(visitor, log, access_lines):
    visitor.generic("STEAL", "/about/")

    assert "requests: other about 405" in log.lines[0]


def test_a_balancer_that_is_told_that_all_is_well_makes_no_line(visitor, log, access_lines):
    for path in ("/health/", "/health/live/"):
        visitor.get(path)
    assert log.lines == []

    # There is no postcode.
    visitor.get("/health/ready/")
    [line] = log.lines
    assert "INFO lcep_site.requests: GET health-ready 503" in line


def test_whoever_runs_the_site_may_do_without_lines(visitor, log, settings):
    settings.LOG_REQUESTS = False
    assert visitor.get("/about/").status_code == 200

    assert log.lines == []


def test_after_a_fork_ids_begin_anew(rf):
    before = requests.id_of(rf.get("/"))
    requests._begin_anew()

    assert requests.id_of(rf.get("/")).partition("-")[0] != before.partition("-")[0]


def test_a_breakdown_is_told_with_its_request_and_route(visitor, log):
    answer = visitor.get("/on-purpose/500/?q=LS1+3AB")

    assert answer.status_code == 500
    first, *trace = log.lines
    assert "ERROR django.request: Internal Server Error: RuntimeError: This page fails on purpose. (" in first
    assert f"request {answer['X-Request-ID']}, route on-purpose/500/" in first
    assert len(trace) == 1 and trace[0].startswith("    tests/urls.py:")


def test_a_host_that_is_not_ours_is_one_line(visitor, log):
    answer = visitor.get("/about/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    [line] = log.lines
    assert "ERROR django.security.DisallowedHost: Invalid HTTP_HOST header: 'evil.example'" in line
