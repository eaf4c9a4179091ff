"""What reads like an advert, and what only looks a little like one.

Each file of examples called `blind_` was written by somebody who had seen neither the kinds of words nor the other
examples. It is judged by what is learnt from all the others, as a message is that comes tomorrow.
"""

import time

import pytest

from partnerships.abuse import adverts, learnt
from partnerships.abuse.learnt import Examples, Words

BLIND = [name for name in learnt.names() if name.startswith("blind_")]
LEAST_HELD = 0.9
SELLS = "We can get you on the first page of Google for £99 a month. Interested? "


def held(messages, weights=None):
    """Return the texts of those that are held."""
    return [message.text for message in messages if adverts.suspicions(message, weights)]


@pytest.fixture(scope="module", params=BLIND)
def blind(request):
    """Messages of somebody who had not seen the others, and what is learnt without them."""
    return learnt.examples(request.param), learnt.learn(
        learnt.examples(name) for name in learnt.names() if name != request.param
    )


def test_there_are_tables_of_60_enquiries_and_40_adverts_most_of_them_by_others():
    sizes = [
        (len(each.enquiries), len(each.adverts))
        for name in BLIND
        if (each := learnt.examples(name)) and name != "blind_1"
    ]

    assert sizes
    assert set(sizes) == {(60, 40)}


def test_no_enquiry_is_held_that_it_has_not_learnt_from(blind):
    messages, weights = blind

    assert held(messages.enquiries, weights) == []


def test_adverts_are_held_that_it_has_not_learnt_from(blind):
    messages, weights = blind

    assert len(held(messages.adverts, weights)) >= LEAST_HELD * len(messages.adverts)


@pytest.mark.parametrize("name", learnt.names())
def test_what_it_has_learnt_from_is_judged_as_what_it_is(name):
    messages = learnt.examples(name)

    assert held(messages.enquiries) == []
    assert held(messages.adverts) == [message.text for message in messages.adverts]


def test_no_message_stands_in_two_places():
    texts = [
        message.text for name in learnt.names() for kind in vars(learnt.examples(name)).values() for message in kind
    ]

    assert len(texts) == len(set(texts))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            SELLS,
            "sells places in search engines",
        ),
        (f"{SELLS}<a href='https://a.example'>x</a>", "has links written as code"),
        ("qKdhWfZpLx", "is random letters"),
        ("Casino https://bit.ly/xyz", "says little but a link"),
    ],
)
def test_staff_are_told_what_gave_it_away(text, why):
    [told] = adverts.suspicions(Words(text))

    assert told.startswith("It reads like an advert: it ")
    assert why in told


def test_staff_are_told_something_also_where_only_words_gave_it_away():
    weights = learnt.learn([Examples([Words("hello")] * 100, [Words("zig zag")] * 100)])

    assert adverts.suspicions(Words("zig zag"), weights) == ["It reads like an advert: it is written as adverts are."]


def test_a_link_in_place_of_a_name_gives_it_away():
    [told] = adverts.suspicions(Words("Hello", organisation="www.shop.example"))

    assert "it has a link for a name" in told


def test_what_comes_from_a_school_or_a_council_is_believed_more():
    text = "Free quote for your website, reply today."

    assert adverts.suspicions(Words(text, email="a@shop.example"))
    assert not adverts.suspicions(Words("Interested? Reply today.", email="a@leeds.gov.uk"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        "Please look at #OurBigArtsDay",
        "www.theatre.example, www.museum.example and a@b.example",
        "Our pupils made a play about a man who sells places on the first page of Google.",
        "Добрий день! Де моя донька може танцювати?",
        "您好,请问孩子们可以参加吗?",
    ],
)
def test_little_and_what_nobody_has_learnt_is_not_held(text):
    assert adverts.suspicions(Words(text)) == []


@pytest.mark.parametrize("piece", ["we your ", "rank google ", "a", "free ", "£9 ", "www.a.com ", "…", "our "])
def test_a_long_text_is_judged_in_little_time(piece):
    learnt.weights()
    began = time.process_time()

    adverts.suspicions(Words(piece * (5000 // len(piece))))

    assert time.process_time() - began < 1
