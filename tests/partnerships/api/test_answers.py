"""What holds for every answer to a program: who may read it, how many it may have, and no page among them."""

import pytest
from django.test import Client

from partnerships.abuse import rate_limit
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db

LIST = "/api/v1/partnerships/"


def test_any_page_may_read_and_see_what_is_left(client):
    response = client.get(LIST)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "RateLimit-Remaining" in response["Access-Control-Expose-Headers"]
    assert (response["RateLimit-Limit"], response["RateLimit-Remaining"]) == ("600", "599")
    assert 0 < int(response["RateLimit-Reset"]) <= 600


def test_a_browser_that_asks_first_is_told_that_reading_is_allowed(client):
    response = client.options(LIST)

    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [LIST, "/api/v1/find/", "/api/v1/openapi.json", "/api/v1/partnerships/leeds33/"])
def test_nothing_can_be_written_and_no_other_page_is_told(path, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("method", ["ET", "HEAD, OPTIONS", ","])
def test_a_part_of_the_name_of_a_verb_reads_nothing(client, method):
    response = client.generic(method, LIST)

    assert (response.status_code, "Access-Control-Allow-Origin" in response) == (405, False)


def test_other_pages_of_the_site_cannot_be_read_by_any_page(client):
    assert "Access-Control-Allow-Origin" not in client.get("/partnerships/")


def test_an_answer_that_did_not_change_is_not_sent_again(client):
    make_partnership()
    tag = client.get(LIST)["ETag"]

    again = client.get(LIST, headers={"If-None-Match": tag})
    make_partnership()
    changed = client.get(LIST, headers={"If-None-Match": tag})

    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    assert again["RateLimit-Remaining"] == "598"
    assert changed.status_code == 200


def test_a_head_is_the_answer_without_its_content(client):
    make_partnership()
    got, head = client.get(LIST), client.head(LIST)

    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(got.content)))
    assert head["ETag"] == got["ETag"]


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/", "/api/v1/nothing/", "/api/v1/partnerships/atlantis/", "/api/v1/partnerships/%00/"]
)
def test_what_is_not_there_is_said_as_json(client, path):
    response = client.get(path)

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
    }


def test_what_broke_is_said_as_json(monkeypatch):
    monkeypatch.setattr("partnerships.api.endpoints.licence", None)

    response = Client(raise_request_exception=False).get(LIST)

    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")


def test_an_address_without_its_last_slash_leads_on(client):
    response = client.get("/api/v1/partnerships?region=north")

    assert (response.status_code, response["Location"]) == (301, "/api/v1/partnerships/?region=north")


def test_too_many_are_told_to_wait_and_others_are_not(client, monkeypatch):
    monkeypatch.setattr(rate_limit, "MAX_REQUESTS", 2)
    answers = [client.get(LIST) for _ in range(3)]
    other = client.get(LIST, REMOTE_ADDR="192.0.2.9")
    page = client.get("/partnerships/")

    assert [answer.status_code for answer in (*answers, other, page)] == [200, 200, 429, 200, 200]
    assert (answers[2]["Content-Type"], answers[2]["Retry-After"]) == (
        "application/problem+json",
        answers[2]["RateLimit-Reset"],
    )


def test_no_answer_sets_a_cookie(client):
    answers = [client.get(path) for path in (LIST, "/api/v1/find/?q=Leeds", "/api/v1/openapi.json", "/api/v1/nothing/")]

    assert [dict(answer.cookies) for answer in answers] == [{}] * 4
    assert [answer for answer in answers if "Cookie" in answer.get("Vary", "")] == []
