"""Excerpts: the words somebody looked for, marked where they stand, and nothing that is not safe."""

import pytest

from partnerships.search.text_index.excerpts import EXCERPT_RADIUS, excerpt


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("culture", "A cultural plan.", "A <mark>cultural</mark> plan."),
        ("mus", "The music hub", "The <mark>music</mark> hub"),
        ("kings lynn", "In King's Lynn", "In <mark>King&#x27;s</mark> <mark>Lynn</mark>"),
        ("plan", "**Our** [plan](https://a.example/plan)", "Our <mark>plan</mark>"),
        ("script", "<script>alert(1)</script>", "&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;"),
        ("dance", "Nothing of the kind", "Nothing of the kind"),
        ("dance", "", ""),
    ],
)
def test_the_words_are_marked_and_the_rest_is_plain_text(query, text, shown):
    assert excerpt(query, text) == shown


def test_the_first_text_that_holds_a_word_is_shown():
    assert excerpt("dance", "All about music", "", "They dance") == "They <mark>dance</mark>"


def test_a_long_text_is_cut_between_words_round_the_first_hit():
    text = f"{'before ' * 40}dance {'after ' * 40}".strip()

    shown = excerpt("dance", text)

    assert shown.startswith("… before ") and shown.endswith(" after …")
    assert "<mark>dance</mark>" in shown
    assert len(shown) < 2 * EXCERPT_RADIUS + 30


def test_a_long_text_without_a_space_is_cut_too():
    assert len(excerpt("dance", "x" * 1000)) < 2 * EXCERPT_RADIUS
