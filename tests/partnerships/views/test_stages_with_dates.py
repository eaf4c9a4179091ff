"""A stage of a partnership is never shown without its date: on every page."""

import csv
import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

from tests.pages import PAGES

# What stands around the link to a partnership: one row, item, cell or title, which a reader takes in at once.
AROUND = {"li", "td", "p", "dd", "title", "h1", "h2", "h3"}
# These name several, one after the other.
SEVERAL = {"td", "title"}
VOID = {"br", "img", "input", "link", "meta", "hr", "source", "wbr"}
STAGES = re.compile(r"\b(emerging|established|dormant|ended|proposed)\b", re.IGNORECASE)
# The summary of an entry tells in its own words what was, so the word may be one of these.
SUMMARY = "card-summary"
DATED = re.compile(r"\b(19|20)\d\d\b|undated|Stage not known", re.IGNORECASE)
COMMITTED = settings.BASE_DIR / "fixtures/directory"


class Surroundings(HTMLParser):
    """The text of the nearest element of AROUND about each link or title; `found` are those that name a partnership."""

    def __init__(self, names):
        super().__init__()
        self.names, self.open, self.found, self.is_in_summary = names, [], [], False

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append((tag, []))
            self.is_in_summary = ("class", SUMMARY) in attrs

    def handle_data(self, data):
        for _, texts in [] if self.is_in_summary else self.open:
            texts.append(data)

    def handle_endtag(self, tag):
        self.is_in_summary = False
        if not any(opened == tag for opened, _ in self.open):
            return
        while self.open:
            closed, texts = self.open.pop()
            if closed in AROUND:
                self._look_at(closed, "".join(texts))
            if closed == tag:
                return

    def _look_at(self, tag, text):
        words = " ".join(text.split())
        for said in words.split("; ") if tag in SEVERAL else [words]:
            rest = said
            for name in self.names:
                rest = rest.replace(name, " ")
            if rest != said and STAGES.search(rest):
                self.found.append(said)


@pytest.fixture(scope="module")
def looked_at(answers):
    """What is said beside the names of partnerships with a stage's word, by page."""
    lines = (COMMITTED / "partnerships.tsv").read_text().splitlines()
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    names = sorted((row["name"] for row in rows), key=len, reverse=True)
    found = {}
    for page in PAGES:
        surroundings = Surroundings(names)
        if "html" in answers[page]["Content-Type"]:
            surroundings.feed(answers[page].content.decode())
        found[page] = surroundings.found
    return found


@pytest.mark.parametrize("page", PAGES)
def test_no_page_tells_a_stage_without_its_date(looked_at, page):
    assert [said for said in looked_at[page] if not DATED.search(said)] == []


def test_pages_tell_stages_at_all(looked_at):
    assert {"map", "cold spots", "a local authority with a proposal", "proposed partnerships"} <= {
        page for page, said in looked_at.items() if said
    }


@pytest.mark.parametrize("name", ["a region", "map"])
def test_a_stage_and_its_date_stay_in_one_line_of_a_table(answers, name):
    html = answers[name].content.decode()

    stages = re.findall(r"</a>, (<[^>]*>)?(?:established|emerging|dormant|proposed|stage not known)", html)
    assert {*stages} == {'<span class="unbroken">'}
