"""What people type and paste, made harmless."""

import pytest

from partnerships.text import pasted


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Amina   Example ", "Amina Example"),
        ("Amina\r\nBcc: everybody@example.com", "Amina Bcc: everybody@example.com"),
        ("Amina\0Example", "Amina Example"),
        ("Amina\u2028Example", "Amina Example"),
        ("Amina\u202eelpmaxE", "AminaelpmaxE"),
        ("أمينة 🎨 O’Brien-Šimić", "أمينة 🎨 O’Brien-Šimić"),
        ("Amina\ud800", "Amina"),
    ],
)
def test_a_line_is_one_line_whatever_was_pasted(typed, line):
    assert pasted.one_line(typed) == line


def test_lines_keep_their_tabs_and_lose_what_nobody_typed():
    assert pasted.lines("One\r\ntwo\rthree\n\tfour\0\x1b 🎭 שלום") == "One\ntwo\nthree\n\tfour 🎭 שלום"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" www.example.org/a\u2028", "https://www.example.org/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", "https://javascript:alert(1)"),
        (" \n", ""),
    ],
)
def test_a_web_address_has_a_scheme(typed, address):
    assert pasted.web_address(typed) == address
