"""Lists of names in sentences, what people are called, and regions."""

import pytest
from django.contrib.auth.models import User
from django.template import Context, Template

from partnerships.text.sentences import listed, name_of, opening, region_in_words


@pytest.mark.parametrize(
    ("names", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (iter(["a", "b", "c"]), "a, b and c"), ([1, 2], "1 and 2")],
)
def test_names_are_listed_as_in_a_sentence(names, sentence):
    assert listed(names) == sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("Short.", "Short."),
        ("Begun in 2016; brings schools and artists together.", "Begun in 2016; brings schools and artists together."),
        ("One two three four five six seven eight nine; ten.", "One two three four five six seven eight nine."),
        ("One two three four five six seven eight of them. Ten.", "One two three four five six seven eight of them."),
        (
            "Schools, artists and youth clubs of all kinds in St. Helens; more.",
            "Schools, artists and youth clubs of all kinds in St. Helens.",
        ),
    ],
)
def test_the_beginning_of_a_text_is_a_sentence_of_some_words(text, said):
    assert opening(text) == said


@pytest.mark.parametrize(
    ("user", "name"),
    [
        (User(username="jo@school.example", first_name="Jo", last_name="Day"), "Jo Day"),
        (User(username="jo@school.example"), "jo@school.example"),
        (None, "The site"),
    ],
)
def test_a_colleague_is_called_by_name_or_address_here_and_in_templates(user, name):
    page = Template("{% load words %}{{ user|name_of:'The site' }}").render(Context({"user": user}))

    assert (name_of(user, "The site"), page) == (name, name)


def test_whose_account_is_gone_is_somebody():
    assert name_of(None) == "somebody"


@pytest.mark.parametrize(
    ("name", "in_words"),
    [
        ("North East", "the North East"),
        ("East of England", "the East of England"),
        ("West Midlands", "the West Midlands"),
        ("South West", "the South West"),
        ("London", "London"),
        ("Yorkshire and The Humber", "Yorkshire and The Humber"),
    ],
)
def test_a_region_is_named_as_people_name_it(name, in_words):
    assert region_in_words(name) == in_words
