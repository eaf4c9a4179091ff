"""Every public page can be read by somebody of twelve, and none has a sentence without an end."""

import pytest

from tests.pages import PAGES
from tests.words.own_words import own_words
from tests.words.reading_age import age_of, measured, plain, sentences_of

# Years: pages are written for somebody of twelve, and a page that grows harder is noticed a little before that.
OLDEST = 11.5
# Their lists of values are one sentence each, for programs and who writes them.
FOR_PROGRAMS = {"open data", "open data for programs"}
# A page with fewer words of ours is a heading and a link: its longest sentence says more than their mean.
FEWEST_WORDS = 30
MOST_WORDS_IN_A_SENTENCE = 32


@pytest.fixture
def pages(answers):
    """Every page as it is measured."""
    return [measured(name, own_words(answers[name].content.decode())) for name in PAGES]


def test_somebody_of_twelve_can_read_every_page(pages):
    measurable = {page.name: page.age for page in pages if page.word_count >= FEWEST_WORDS}

    assert {name: age for name, age in measurable.items() if age > OLDEST} == {}


def test_no_sentence_of_ours_is_so_long_that_its_beginning_is_forgotten(pages):
    sentences = {sentence: page.name for page in pages for _, sentence in page.sentences}
    sentences = {sentence: name for sentence, name in sentences.items() if name not in FOR_PROGRAMS}

    assert {each: name for each, name in sentences.items() if len(each.split()) > MOST_WORDS_IN_A_SENTENCE} == {}


def test_most_pages_have_words_to_measure(pages):
    assert sum(page.word_count >= FEWEST_WORDS for page in pages) > 70


HARD = "The responsibility for implementation of strategic collaboration lies with participating organisations."
PAGE = """<body><header><p>The menu of every page is not measured here.</p></header><main>
<h1>A heading that is left out of it all</h1>
<p>We say <a href="/">what this is</a> in a sentence. {hard}</p>
<table><tr><td><p>Words inside of a table are left out.</p></td></tr></table>
<nav><ul><li>Words inside of a menu are left out.</li></ul></nav>
<ul><li>One thing to do is this one <ul><li>and a thing inside of that one</li></ul></li><li>Too short</li></ul>
<ul><li class="row"><p class="hint">What is known of it, not said by us</p>
<p>What we say of that row ourselves.</p></li></ul>
<p>Leeds, Bradford, Calderdale, Barnsley, Kirklees and York</p>
<p>You agree: “I am 18 or over, and I agree that the directory keeps my e-mail address.” We keep it for a year.</p>
<p>{fact}</p></main><footer><p>The foot of every page is not measured here.</p></footer></body>"""


def test_only_our_own_sentences_are_measured():
    fact = "What it says: Creative quality standard for schools and settings, awarded at Silver, Gold or Platinum."

    assert own_words(PAGE.format(hard=HARD, fact=fact)) == [
        f"We say what this is in a sentence. {HARD}",
        "One thing to do is this one",
        "and a thing inside of that one",
        "What we say of that row ourselves.",
        "You agree: We keep it for a year.",
    ]


def test_long_words_and_long_sentences_take_an_older_reader():
    short = ["We meet at ten. You can come too."]
    long = ["We meet at ten in the hall by the church, where you can come too if you want to and have the time."]

    assert age_of(sentences_of(short)) < age_of(sentences_of(long)) < age_of(sentences_of([HARD]))
    assert age_of(sentences_of([HARD])) > 2 * OLDEST


def test_fixed_terms_and_names_count_as_one_easy_word_each():
    assert plain("The Bridge Organisation wrote to 1,200 local authorities.") == "The bridge wrote to Name town."
    assert plain("Local Cultural Education Partnerships (LCEPs) began.") == "group  began."
    assert plain("It asked Arts Council England at www.made.example.org.") == "It asked Name at Name."
    assert "responsibility" in plain(HARD) and "organisations" in plain(HARD)


def test_a_list_without_stops_is_as_many_sentences_as_it_has_points():
    assert sentences_of(["one thing to do", "another thing. And more"]) == [
        *("one thing to do", "another thing."),
        "And more",
    ]
