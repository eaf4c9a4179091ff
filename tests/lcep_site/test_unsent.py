"""What is written while a session ends is given back and sent again, and no other site can make use of that."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership
from tests.factories import make_partnership, make_superuser
from tests.filling import left_as_it_is
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
OURS = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
ELSEWHERE = [
    {"HTTP_ORIGIN": "https://elsewhere.example"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "http://testserver.elsewhere.example"},
    {"HTTP_ORIGIN": "http://testserver:8001"},
    {"HTTP_ORIGIN": "https://testserver"},
    {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
    {"HTTP_REFERER": "http://testserver/back-office/"},
    {},
]
TEXT = "A long text about dance, which took an hour to write."
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


class StrictClient(StaffClient):
    """A client for which tokens of forms are checked, as they are in a browser."""

    def __init__(self, **defaults):
        super().__init__(enforce_csrf_checks=True, **defaults)


@pytest.fixture
def owner():
    """Somebody who may change everything."""
    return make_superuser(first_name="Amina", last_name="Example")


@pytest.fixture
def entry():
    return make_partnership(summary="Old.")


@pytest.fixture
def strict(owner):
    """A client in which they are signed in."""
    (client := StrictClient()).force_login(owner)
    return client


def page_of(entry):
    return reverse("admin:partnerships_partnership_change", args=[entry.pk])


def written(client, entry):
    """Return what the form of the entry sends, with a text in it and the token it was opened with."""
    page = client.get(page_of(entry))
    token = page.context["csrf_token"]
    return left_as_it_is(page) | {"summary": TEXT, "_save": "Save", "csrfmiddlewaretoken": str(token)}


def given_back(response):
    """Return what the page in `response` sends again."""
    form = response.content.decode().partition("data-unsent>")[2].partition("</form>")[0]
    sent: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(form):
        sent.setdefault(unescape(name), []).append(unescape(value))
    return sent


def summary_of(entry):
    return Partnership.objects.get(pk=entry.pk).summary


def test_what_was_written_when_the_session_ended_is_sent_again_after_signing_in(strict, owner, entry):
    sent = written(strict, entry)
    Session.objects.all().delete()

    signed_out = strict.post(page_of(entry), sent, **OURS)
    strict.force_login(owner)
    signed_in = strict.post(page_of(entry), given_back(signed_out), **OURS)
    if signed_in.status_code == 403:
        signed_in = strict.post(page_of(entry), given_back(signed_in), **OURS)

    assert (signed_out.status_code, TEXT in signed_out.content.decode()) == (403, True)
    assert "no-store" in signed_out["Cache-Control"]
    assert (signed_in.status_code, summary_of(entry)) == (302, TEXT)


def test_what_was_opened_before_signing_in_again_in_another_tab_is_given_back_with_whose_it_will_be(strict, entry):
    sent = written(strict, entry) | {"csrfmiddlewaretoken": "a" * 64}

    refused = strict.post(page_of(entry), sent, **OURS)
    before = summary_of(entry)
    again = strict.post(page_of(entry), given_back(refused), **OURS)

    assert (refused.status_code, before) == (403, "Old.")
    assert "You are signed in as <strong>Amina Example</strong>" in refused.content.decode()
    assert (again.status_code, summary_of(entry)) == (302, TEXT)


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_form_of_another_site_is_refused_without_a_button_a_token_or_a_word_of_it(strict, entry, origin):
    sent = written(strict, entry) | {"csrfmiddlewaretoken": "a" * 64}

    refused = strict.post(page_of(entry), sent, **origin)

    page = refused.content.decode()
    assert (refused.status_code, summary_of(entry)) == (403, "Old.")
    assert ("<h1>That was not sent</h1>" in page, TEXT in page, "csrfmiddlewaretoken" in page) == (True, False, False)


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_nor_does_it_come_back_to_who_is_signed_out(entry, origin):
    refused = Client().post(page_of(entry), {"summary": TEXT}, **origin)

    assert (refused.status_code, TEXT in refused.content.decode()) == (302, False)


def test_sending_again_needs_the_token_of_the_page_that_gave_it_back(strict, entry):
    refused = strict.post(page_of(entry), written(strict, entry) | {"csrfmiddlewaretoken": "a" * 64}, **OURS)
    without = {name: value for name, value in given_back(refused).items() if name != "csrfmiddlewaretoken"}

    again = strict.post(page_of(entry), without, **OURS)

    assert (again.status_code, summary_of(entry)) == (403, "Old.")


@pytest.mark.parametrize(
    "name", ["password", "password1", "oldpassword", "new-password", "code", "credential", "secret"]
)
def test_nothing_secret_is_given_back(strict, entry, name):
    sent = written(strict, entry) | {"csrfmiddlewaretoken": "a" * 64, name: "three quiet teapots, and a kettle besides"}

    refused = strict.post(page_of(entry), sent, **OURS)

    assert ("quiet teapots" in refused.content.decode(), "summary" in given_back(refused)) == (False, True)


@pytest.mark.parametrize("page", ["account_login", "account_change_password", "mfa_activate_totp"])
def test_account_pages_give_nothing_back(strict, page):
    sent = {"password": TEXT, "login": TEXT, "code": TEXT}

    refused = strict.post(reverse(page), sent, **OURS)

    assert (refused.status_code, TEXT in refused.content.decode()) == (403, False)


def test_what_is_given_back_is_text_and_nothing_else(strict, entry):
    markup = "</textarea><script>alert('a long text that is no script')</script>"

    refused = strict.post(page_of(entry), {"summary": markup, '"><b>': "x"}, **OURS)

    page = refused.content.decode()
    assert ("<script>alert" in page, '"><b>' in page) == (False, False)
    assert given_back(refused)["summary"] == [markup]


def test_a_file_that_was_chosen_is_named_since_it_has_to_be_chosen_again(strict, entry, tmp_path):
    (tmp_path / "our-logo.png").write_bytes(b"PNG")
    with (tmp_path / "our-logo.png").open("rb") as file:
        refused = strict.post(page_of(entry), {"summary": TEXT, "logo": file}, **OURS)

    assert "have to be chosen again afterwards: our-logo.png." in refused.content.decode()


def test_the_page_for_it_says_how_long_one_stays_signed_in_and_lets_it_last_again(strict, owner):
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    address = reverse("admin:signed-in")

    page = strict.get(address)
    strict.post(address, {"csrfmiddlewaretoken": str(page.context["csrf_token"])}, **OURS)
    after = strict.get(address)

    assert 290 <= page.context["ends_in"] <= 300
    assert 12 * 60 * 60 - 10 <= after.context["ends_in"] <= 12 * 60 * 60


def test_looking_how_long_it_lasts_does_not_make_it_last_longer(strict):
    before = Session.objects.get().expire_date

    strict.get(reverse("admin:signed-in"))

    assert Session.objects.get().expire_date == before


def test_nobody_can_be_kept_signed_in_by_another_site(strict):
    Session.objects.update(expire_date=(before := timezone.now() + timedelta(minutes=5)))

    refused = strict.post(reverse("admin:signed-in"), HTTP_ORIGIN="https://elsewhere.example")

    assert (refused.status_code, Session.objects.get().expire_date) == (403, before)


@pytest.mark.parametrize(
    ("text", "rows"),
    [("x" * 30, 2), ("x" * 59, 2), ("x" * 60, 3), ("x" * 20 + "\n" + "x" * 60, 4), ("x" * 329, 11), ("x" * 5000, 12)],
)
def test_what_was_written_stands_in_a_box_it_fits_into(client, text, rows):
    page = client.post(reverse("admin:index"), {"summary": text}, **OURS)

    assert page.context["texts"] == [(text, rows)]
    assert f'<textarea rows="{rows}"' in page.text


@pytest.mark.parametrize("name", ["held", "image-held", "token", "seal", "route"])
def test_a_token_that_is_carried_along_is_nothing_that_was_written(client, name):
    page = client.post(reverse("admin:index"), {name: "x" * 99}, **OURS)

    assert page.context["texts"] == []
    assert page.context["fields"] == [(name, "x" * 99)]
