"""What every page owes its visitors: no cookie, nobody else told, and headers that hold the browser to it."""

import re

import pytest

from tests.pages import FRAMES, PAGES, PUBLIC, status_of

pytestmark = pytest.mark.django_db

# Addresses a browser fetches by itself, before anybody clicks on anything.
FETCHED = r"""<(?:script|img|iframe|embed|object|source|video|audio|input|link|use)\b[^>]*?
              \s(?:src|srcset|href|data|poster)=["']([^"']+)["']"""
CANONICAL = "http://127.0.0.1:8000/"
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "manifest-src": ["'self'"],
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# In the transaction of a test, what is kept until everything may have changed is read anew each time it is needed.
MAX_QUERIES = 28


def policy_of(response):
    """Return the content security policy of `response` as a mapping: directive → sources."""
    directives = response["Content-Security-Policy"].split(";")
    return {parts[0]: parts[1:] for parts in (directive.split() for directive in directives) if parts}


def fetched_from_elsewhere(response):
    """Return the addresses of other sites the page in `response` makes a browser fetch."""
    fetched = re.findall(FETCHED, response.content.decode(), re.VERBOSE)
    return [url for url in fetched if re.match(r"(?:[a-z]+:)?//", url) and not url.startswith(CANONICAL)]


def test_every_page_answers_as_it_should(answers):
    assert {name: answers[name].status_code for name in PAGES} == {name: status_of(name) for name in PAGES}


def test_no_public_page_sets_a_cookie_or_depends_on_one(answers):
    assert {name: dict(answers[name].cookies) for name in PUBLIC if answers[name].cookies} == {}
    assert [name for name in PUBLIC if "Cookie" in answers[name].get("Vary", "")] == []


def test_no_page_fetches_anything_from_elsewhere(answers):
    assert {name: urls for name in PAGES if (urls := fetched_from_elsewhere(answers[name]))} == {}


def test_what_is_fetched_from_elsewhere_would_be_noticed(answers):
    answers["home"].content, content = b'<p><img\nalt="" src="//elsewhere.example/a.png"></p>', answers["home"].content

    urls = fetched_from_elsewhere(answers["home"])

    answers["home"].content = content
    assert urls == ["//elsewhere.example/a.png"]


def test_every_page_lets_only_our_own_files_run_and_style(answers):
    policies = {name: policy_of(answers[name]) for name in PAGES}

    assert {name for name in PAGES if not POLICY.items() <= policies[name].items()} == set()


def test_no_page_may_be_shown_in_a_frame_but_those_made_for_it(answers):
    """What every page answers, and what a browser goes by: the policy, and the header of those that know none."""
    by = {name: (policy_of(answers[name])["frame-ancestors"], answers[name].get("X-Frame-Options")) for name in PAGES}

    assert {name for name, told in by.items() if told == (["*"], None)} == FRAMES
    assert {name for name, told in by.items() if told == (["'none'"], "DENY")} == PAGES.keys() - FRAMES


def test_every_page_comes_with_the_headers_that_keep_browsers_careful(answers):
    for name, value in HEADERS.items():
        assert {page: answers[page].get(name) for page in PAGES} == dict.fromkeys(PAGES, value)
    assert [page for page in PAGES if "geolocation=()" not in answers[page]["Permissions-Policy"]] == []


def test_no_page_asks_the_database_without_end(answers):
    counts = {name: answers[name].query_count for name in PAGES}

    assert {name: count for name, count in counts.items() if count > MAX_QUERIES} == {}


def test_no_public_page_names_an_email_address(answers):
    addresses = {name: re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", answers[name].content.decode()) for name in PUBLIC}

    assert {name: found for name, found in addresses.items() if found} == {}
