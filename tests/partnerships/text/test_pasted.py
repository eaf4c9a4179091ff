"""What people type and paste, understood."""

import pytest

from partnerships.text import pasted

TEACHER, RAINBOW, ENGLAND = (
    "👩\u200d🏫",
    "🏳\ufe0f\u200d🌈",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
)
WISH = "می\u200cخواهم"


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
        ("\ufeffAmi\u200bna\u00a0\tExam\u00adple\u2060", "Amina Example"),
        ("A\u200dmina", "Amina"),
        (f"{TEACHER} {RAINBOW} {ENGLAND} {WISH}", f"{TEACHER} {RAINBOW} {ENGLAND} {WISH}"),
        ("Cafe\u0301", "Café"),
        ("\x93Amina\x94 \x96 it\x92s", "“Amina” – it’s"),
        *(
            (nothing, "")
            for nothing in ("\u200b\u200d\ufeff", "\u3164", "\u2800 \u00a0", "\u0301", "\ufe0f", "\U000e0067")
        ),
    ],
)
def test_a_line_is_one_line_of_what_can_be_seen(typed, line):
    assert pasted.one_line(typed) == line


def test_lines_keep_their_tabs_and_lose_what_nobody_typed():
    assert pasted.lines("One\r\ntwo\rthree\n\tfour\0\x1b 🎭 שלום") == "One\ntwo\nthree\n\tfour 🎭 שלום"
    assert pasted.lines("One\x0btwo\u2028th\u200bree\u00a0four") == "One\ntwo\nthree four"
    assert pasted.lines("\u200b\n\ufeff \n") == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("We offer:\n•\tDance\n•\u00a0Film\nAsk us.", "We offer:\n\n- Dance\n- Film\nAsk us."),
        ("\uf0b7 Dance\r\no\tTap", "- Dance\n- Tap"),
        ("• Dance • Film •Print", "- Dance\n- Film\n- Print"),
        ("– Dance\n– Film", "- Dance\n- Film"),
        ("- Dance\n• Film", "- Dance\n- Film"),
        ("2016 – 2017\no my\n·no", "2016 – 2017\no my\n·no"),
    ],
)
def test_bullets_of_programs_are_lists(typed, text):
    assert pasted.markdown(typed) == text


@pytest.mark.parametrize(
    "typed",
    [
        "o'brien@studio.example",
        "\ufeff\u00a0 o’brien@studio.example\u200b ",
        "mailto:o%27brien@studio.example?subject=Hello",
        "O’Brien, Amina <o'brien@studio.example>",
        '"Amina (Studio)" <mailto:o\'brien@studio.example>;',
        "Amina [mailto:o'brien@studio.example]",
        "Amina (o'brien@studio.example)",
        "[o'brien@studio.example](mailto:o'brien@studio.example)",
        "“o'brien@studio.example”.",
        "E-mail: o'brien @ studio.example",
        "ｏ'brien＠studio．example",
        "o'brien@studio.example (work)",
        "o'brien (Amina) @studio.example (work) [not on Mondays]",
        "o'brien@studio.example（工作）",
        "Work e-mail: o'brien@studio.example (mornings",
    ],
)
def test_an_e_mail_address_is_found_in_what_stands_around_it(typed):
    assert pasted.mail_address(typed) == "o'brien@studio.example"


def test_dashes_of_word_are_those_of_addresses():
    assert pasted.mail_address("anna‑lena@dance–hall.example") == "anna-lena@dance-hall.example"


@pytest.mark.parametrize(
    "typed",
    ["jane smith@studio.example", "a@b.example, c@d.example", "A <a@b.example>, C <c@d.example>", '"a b"@c.example']
    + ["a@b.example (c@d.example)", "jane smith@studio.example (work)"],
)
def test_of_what_is_no_single_address_none_is_made(typed):
    assert " " in pasted.mail_address(typed)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" www.example.org/a\u2028", "https://www.example.org/a"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", "https://javascript:alert(1)"),
        (" \n", ""),
        ("\u200b", ""),
        ("<https://example.org/a>.", "https://example.org/a"),
        ("“example.org”,", "https://example.org"),
        ("Our plan <https://example.org/plan>", "https://example.org/plan"),
        ("[Our plan](https://example.org/plan)", "https://example.org/plan"),
        ("URL: https://exam\u200bple.org/%E2%80%8B", "https://example.org/"),
        ("(https://en.example.org/Leeds_(city))", "https://en.example.org/Leeds_(city))"),
        ("https://en.example.org/Leeds_(city)", "https://en.example.org/Leeds_(city)"),
        ("example.org/@leeds", "https://example.org/@leeds"),
        ("https://example.org/plan (our plan)", "https://example.org/plan"),
        ("Our plan (example.org)", "https://Our plan (example.org)"),
        ("amina@studio.example", "amina@studio.example"),
    ],
)
def test_a_web_address_is_found_and_has_a_scheme(typed, address):
    assert pasted.web_address(typed) == address


@pytest.mark.parametrize("understand", [pasted.one_line, pasted.markdown, pasted.mail_address, pasted.web_address])
@pytest.mark.parametrize("piece", [" ", "\t", "@", "(a@", "<", "[](", "• ", "\u200d", "😀\u200d", "%20", "\u00a0"])
def test_a_long_text_is_read_in_time_that_grows_with_it(understand, piece):
    """What takes the square of its length would take hours here."""
    understand(piece * 300_000)
