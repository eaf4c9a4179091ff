"""The page that says what the field's words mean."""

import re
from urllib.parse import urlsplit

import pytest

from partnerships.vocabulary import STAGE_WORDS
from partnerships.vocabulary.glossary import TERMS
from tests.pages import PUBLIC
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def test_each_word_has_its_meaning_an_anchor_of_its_own_and_a_page_to_read_on(answers):
    html = answers["words we use"].content.decode()
    text = words_of(answers["words we use"])

    anchors = re.findall(r'<dt id="([^"]+)">', html)
    assert anchors == [term.anchor for term in TERMS]
    assert len({*anchors}) == len(anchors)
    assert [term.word for term in TERMS if f"{term.word} {term.meaning}" not in text] == []
    assert [term.word for term in TERMS if f">{term.label}</a></p>" not in html] == []


def test_words_stand_by_the_alphabet_and_each_leads_to_a_page_that_is_there(client, answers):
    words = [re.sub(r"[^a-z ]", "", term.word.lower()) for term in TERMS]
    html = answers["words we use"].content.decode().partition("<dl")[2].partition("</dl>")[0]

    assert words == sorted(words)
    links = {*re.findall(r'href="([^"]+)"', html)}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_stage_means_there_what_it_means_everywhere(answers):
    for name in ("words we use", "about the data"):
        text = words_of(answers[name])
        assert [words for words, meaning in STAGE_WORDS if meaning not in text] == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("about", "a group of people and organisations in one place"),
        ("about", "plan together what arts and culture the children there can take part in."),
        ("about the data", "“Checked” is the day somebody last made sure that it is still true."),
        ("map of need", "whose families have a low income (IDACI)"),
    ],
)
def test_pages_that_explain_a_word_do_so_in_the_same_words(answers, name, said):
    assert said in words_of(answers[name])
    assert said.replace(" (IDACI)", "") in words_of(answers["words we use"])


def test_every_link_to_a_word_leads_to_its_meaning(answers):
    pages = {name: answers[name].content.decode() for name in PUBLIC}
    linked = {name: {*re.findall(r'href="(/words/#[^"]+)"', html)} for name, html in pages.items()}
    fragments = {urlsplit(link).fragment for links in linked.values() for link in links}

    assert fragments - {term.anchor for term in TERMS} == set()
    assert [name for name in ("cold spots", "members", "local authorities", "map of need") if not linked[name]] == []


@pytest.mark.parametrize("name", ["home", "a partnership", "join"])
def test_the_foot_of_a_page_leads_to_the_words(answers, name):
    assert '<a href="/words/">Words we use</a>' in answers[name].content.decode()
