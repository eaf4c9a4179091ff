"""What reads like an advert, and what only looks a little like one.

`messages/` holds 60 enquiries as people write them and 40 adverts; nobody who wrote those of the files called `blind_`
had seen the signs.
"""

import json
from pathlib import Path

import pytest

from partnerships.abuse import adverts
from partnerships.abuse.adverts import Words

MESSAGES = Path(__file__).parent / "messages"
LEAST_HELD = 36
SELLS = "We can get you on the first page of Google. "


def messages(*names):
    """Return the messages of these files."""
    return [message for name in names for message in json.loads((MESSAGES / f"{name}.json").read_text("utf-8"))]


def why_held(message):
    """Return what is told staff of a message, in a list; [] if it is not held."""
    return adverts.suspicions(Words(message["message"], message["name"], message["organisation"]))


ENQUIRIES, ADVERTS = messages("enquiries", "blind_enquiries"), messages("adverts", "blind_adverts")


def test_no_enquiry_is_held():
    assert len(ENQUIRIES) == 60
    assert [message["message"] for message in ENQUIRIES if why_held(message)] == []


def test_adverts_are_held():
    assert len(ADVERTS) == 40
    assert sum(bool(why_held(message)) for message in ADVERTS) >= LEAST_HELD


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (SELLS, "sells places in search engines"),
        (f"{SELLS}Reply STOP to opt out", "sells places in search engines and says how to be left alone"),
        ("<a href='https://a.example'>x</a>", "has links written as code, says little but a link and has a link"),
        ("qKdhWfZpLx", "is random letters"),
        ("Casino https://a.example https://b.example https://c.example http://www.d.example",
         "links to 4 websites and says little but a link"),
    ],
)  # fmt: skip
def test_staff_are_told_what_gave_it_away(text, why):
    assert adverts.suspicions(Words(text)) == [f"It reads like an advert: it {why}."]


def test_a_link_in_place_of_a_name_gives_it_away():
    assert adverts.suspicions(Words("Hello", organisation="www.shop.example")) == [
        "It reads like an advert: it has a link for a name."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Please look at #OurBigArtsDay",
        "www.theatre.example, www.museum.example and a@b.example",
        "Our pupils made a play about a man who sells places on the first page of Google.",
    ],
)
def test_one_sign_that_honest_people_give_too_is_not_enough(text):
    assert adverts.suspicions(Words(text)) == []
