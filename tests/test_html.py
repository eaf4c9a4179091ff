"""Every page is valid HTML by the Nu HTML checker, and has a heading, a language and a title of its own."""

import re

import pytest

from tests.html_checker import mistakes_in
from tests.pages import PAGES, PUBLIC

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def mistakes(answers, tmp_path_factory):
    """What the Nu HTML checker finds wrong: the name of a page → its messages. It runs once, for all pages."""
    return mistakes_in({name: answers[name].content for name in PAGES}, tmp_path_factory.mktemp("pages"))


@pytest.mark.parametrize("name", PAGES)
def test_the_html_is_sound(mistakes, name):
    assert mistakes.get(name, []) == []


def test_the_checker_understood_every_page_it_was_given(mistakes):
    assert set(mistakes) <= set(PAGES)


def test_every_page_has_one_main_heading_and_says_its_language(answers):
    contents = {name: answers[name].content.decode() for name in PUBLIC}

    assert {name for name, text in contents.items() if len(re.findall(r"<h1\b", text)) != 1} == set()
    assert {name for name, text in contents.items() if '<html lang="en-GB"' not in text} == set()


def test_no_two_pages_that_search_engines_keep_have_the_same_title(answers):
    addresses = {}
    for name, path in PAGES.items():
        head = answers[name].content.decode().partition("</head>")[0]
        if 'content="noindex' in head:
            continue
        [title] = re.findall(r"<title>(.*?)</title>", head, re.DOTALL) or [""]
        # One list asked in two ways is one page.
        addresses.setdefault(title, set()).add(path.partition("?")[0])

    assert {title: paths for title, paths in addresses.items() if len(paths) > 1 or not title} == {}
