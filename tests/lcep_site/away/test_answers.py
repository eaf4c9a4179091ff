"""Whatever needs the database while it is away is answered 503, in words, with when to try again; never with 500."""

import json
import logging
import re

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from lcep_site.away import answers
from partnerships.models import Enquiry
from tests.enquiry_forms import filled_in, hidden_in
from tests.factories import make_partnership, make_superuser
from tests.reading import words_of
from tests.signing_in import StaffClient
from tests.while_away import database_away

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
OURS = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
ELSEWHERE = {"HTTP_ORIGIN": "https://elsewhere.example", "HTTP_SEC_FETCH_SITE": "cross-site"}
MESSAGE = "We run a studio.\nHow can we help?"
SHOWN = re.compile(r"<textarea[^>]*>([^<]*)</textarea>")
NOT_KEPT, UNSURE = "<h1>What you sent was not kept</h1>", "<h1>We cannot tell whether it was kept</h1>"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.fixture
def staff():
    client = StaffClient(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(make_superuser())
    return client


@pytest.fixture
def entry():
    return make_partnership(slug="leeds", summary="Old.")


def is_refused(response):
    """Assert that `response` says when to try again, and is kept by nobody; return its words."""
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "no-store" in response["Cache-Control"] and "ETag" not in response
    assert not response.cookies
    return response.content.decode()


@pytest.mark.parametrize("path", ["/partnerships/leeds/", "/join/sent/lcep-234567/", "/find/?q=LS1+3AB", "/health/"])
def test_a_page_says_so_in_the_frame_of_the_site(visitor, entry, path):
    with database_away():
        page = is_refused(visitor.get(path))

    assert "<h1>This page cannot be shown just now</h1>" in page
    assert 'href="/partnerships/"' in page and "noindex" in page
    assert '<a class="button" href="">Try again</a>' in page


@pytest.mark.parametrize("path", ["/partnerships.csv", "/changes.atom", "/events.ics"])
def test_a_file_says_so_in_plain_words(visitor, entry, path):
    with database_away():
        response = visitor.get(path)

    assert is_refused(response).startswith("The database of the directory cannot be reached just now.")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_a_program_is_told_as_it_is_of_other_problems(visitor, entry):
    with database_away():
        response = visitor.get("/api/v1/partnerships/")

    problem = json.loads(is_refused(response))
    assert (response["Content-Type"], response["Access-Control-Allow-Origin"]) == ("application/problem+json", "*")
    assert (problem["status"], problem["title"]) == (503, "Service Unavailable")


def test_who_asks_by_head_gets_the_same_headers_and_nothing_more(visitor, entry):
    with database_away():
        assert is_refused(visitor.head("/partnerships/leeds/")) == ""


def test_the_headers_of_every_page_are_on_it(visitor, entry):
    with database_away():
        response = visitor.get("/partnerships/leeds/")

    assert {"Content-Security-Policy", "Permissions-Policy", "X-Content-Type-Options"} <= set(response.headers)


@pytest.mark.parametrize("path", ["/back-office/", "/accounts/sessions/"])
def test_so_is_staff_whose_session_cannot_be_read(staff, path):
    with database_away():
        assert "cannot be shown just now" in is_refused(staff.get(path))


def test_a_breakdown_of_ours_is_still_one(visitor):
    response = visitor.get("/on-purpose/500/")

    assert response.status_code == 500 and "Retry-After" not in response


def test_a_hundred_requests_leave_one_line_in_the_log(visitor, entry, caplog):
    [handler] = [each for each in logging.getLogger().handlers if each.name == "console"]
    with database_away():
        for _ in range(100):
            visitor.get("/partnerships/leeds/")

    lines = [line for line in caplog.records if handler.filter(line)]
    assert [line.getMessage() for line in lines] == ["The database is away: server closed the connection unexpectedly"]
    assert not lines[0].exc_info


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", range(0, 12, 3))
def test_an_enquiry_that_is_not_kept_is_given_back_and_sent_again_once(visitor, entry, statements):
    checked = visitor.post("/join/", filled_in(message=MESSAGE), **OURS)
    with database_away(but_for=statements):
        refused = visitor.post("/join/", hidden_in(checked) | {"step": "send"}, **OURS)
    kept = Enquiry.objects.count()
    again = [visitor.post("/join/", hidden_in(refused), **OURS) for _ in range(2)]

    page = is_refused(refused)
    assert NOT_KEPT in page and "How can we help?</textarea>" in page and kept == 0
    assert again[0].status_code == again[1].status_code == 302
    assert again[0]["Location"].partition("?")[0] == again[1]["Location"].partition("?")[0]
    assert Enquiry.objects.get().message == MESSAGE


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/partnerships/leeds/correct/", {"name": "Another name of the partnership in Leeds"}),
        ("/news-by-mail/", {"email": "somebody.who.reads@studio.example"}),
        ("/join/for-partnerships/token/", {"statement": "answered"}),
        ("/check/token/change/", {"note": "The address of the website is another one now."}),
        ("/news-by-mail/stop/token/", {"List-Unsubscribe": "One-Click"}),
    ],
)
def test_every_public_form_gives_back_what_was_sent(visitor, entry, path, sent):
    with database_away():
        response = visitor.post(path, sent, **OURS)

    if "/token/" in path:
        # No link of ours: that is known without asking.
        assert response.status_code in {404, 503}
        return
    page = is_refused(response)
    assert NOT_KEPT in page and hidden_in(response).items() >= sent.items()
    assert f'action="{path}"' in page and "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("path", ["/join/", "/partnerships/leeds/correct/"])
def test_only_what_somebody_wrote_is_shown_and_nothing_that_the_form_carries(visitor, entry, path):
    opened = visitor.post(path, filled_in(message=MESSAGE), **OURS) if path == "/join/" else visitor.get(path)
    with database_away():
        page = is_refused(visitor.post(path, hidden_in(opened) | {"step": "send", "summary": "s" * 40}, **OURS))

    written = [MESSAGE] if path == "/join/" else []
    assert sorted(SHOWN.findall(page)) == sorted([*written, "s" * 40])


def test_what_another_site_sent_is_not_given_a_button(visitor, entry):
    checked = visitor.post("/join/", filled_in(message=MESSAGE), **OURS)
    with database_away():
        page = is_refused(visitor.post("/join/", hidden_in(checked) | {"step": "send"}, **ELSEWHERE))

    assert NOT_KEPT in page and "<form method" not in page and "How can we help?" not in page


def test_staff_get_back_what_they_wrote_with_a_token_of_their_own(staff, entry):
    address = reverse("admin:partnerships_partnership_change", args=[entry.pk])
    token = str(staff.get(address).context["csrf_token"])
    sent = {"summary": "A long text about dance, written in an hour.", "csrfmiddlewaretoken": token, "_save": "Save"}
    with database_away():
        response = staff.post(address, sent, **OURS)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    given = hidden_in(response)
    assert given.pop("csrfmiddlewaretoken") not in {"", token}
    assert given == {"summary": sent["summary"], "_save": "Save"}


def test_staff_get_nothing_back_that_another_site_sent(staff, entry):
    with database_away():
        response = staff.post("/back-office/", {"summary": "x" * 40}, **ELSEWHERE)

    assert response.status_code in {403, 503} and "x" * 40 not in response.content.decode()


def test_a_password_is_never_given_back(visitor):
    with database_away():
        sent = {"login": "a@b.example", "password": "three quiet teapots"}
        response = visitor.post(reverse("account_login"), sent, **OURS)

    assert response.status_code == 503 and "<h1>This cannot be done just now</h1>" in response.text
    assert "teapots" not in response.content.decode() and "a@b.example" not in response.content.decode()


def test_where_the_commit_failed_the_page_claims_neither(visitor, entry, monkeypatch):
    def broken(*args, **kwargs):
        error = OperationalError("server closed the connection unexpectedly")
        error.in_commit = True
        raise error

    checked = visitor.post("/join/", filled_in(message=MESSAGE), **OURS)
    monkeypatch.setattr("partnerships.enquiries.receive.submit", broken)
    page = is_refused(visitor.post("/join/", hidden_in(checked) | {"step": "send"}, **OURS))

    assert UNSURE in page and "the same is kept only once" in page and "How can we help?</textarea>" in page


def test_what_a_view_has_done_is_not_said_to_be_undone(staff, entry, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    address = reverse("admin:signed-in")
    token = str(staff.get(address).context["csrf_token"])
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", broken)
    response = staff.post(address, {"csrfmiddlewaretoken": token}, **OURS)

    page = response.content.decode()
    assert response.status_code == 503 and UNSURE in page and "First look, in another tab" in page


def test_what_can_be_drawn_without_it_is(visitor):
    with database_away():
        assert words_of(visitor.get("/accessibility/"))
        assert visitor.get("/no-such-page/").status_code == 404


def test_only_these_stand_in():
    from django.http import HttpResponse
    from django.test import RequestFactory

    assert answers.stands_in(answers.refusal(RequestFactory().get("/")))
    assert not answers.stands_in(answers.refusal(RequestFactory().get("/"), what=answers.STORE))
    assert not answers.stands_in(HttpResponse(status=503))
