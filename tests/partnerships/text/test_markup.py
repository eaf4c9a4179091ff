"""Markup that comes with a text from other programs."""

import pytest

from partnerships.text import markup


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p class="MsoNormal">We dance.</p>', '<p class="MsoNormal">'),
        ("We dance.<o:p></o:p>", "<o:p>"),
        ("<!--[if gte mso 9]><xml>", "<!--"),
        ("We&nbsp;dance", "&nbsp;"),
        ("mso-bidi-font-size: 12pt", "mso-bidi-font-size:"),
        (f'<span style="{"x" * 60}">', '<span style="xxxxxxxxxxxxxxxxx…'),
    ],
)
def test_the_first_of_it_is_named(text, found):
    assert f"“{found}”" in markup.problem_of(text)


@pytest.mark.parametrize(
    "text",
    ["", "1 < 2 > 0", "R&D & more; <https://example.org>", "A <amina@studio.example>", "I <3 dance", "**bold** - x"],
)
def test_other_signs_are_none(text):
    assert markup.problem_of(text) == ""
