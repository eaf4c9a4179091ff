"""Every mail, as text and as HTML: the same links in both, nothing fetched, why it comes, to be read in the dark."""

import re
from html import unescape

import pytest
from django.conf import settings

from tests.every_mail import drawn_mails
from tests.html_checker import mistakes_in

FOLDER = settings.BASE_DIR / "templates" / "emails"
TEMPLATES = {path.name.removesuffix("_subject.txt") for path in FOLDER.glob("*_subject.txt")}
HREF = re.compile(r'href="([^"]+)"')
LINK = re.compile(r"https?://[^\s<>]+")
# What makes a mail program fetch anything, by which the sender learns that it was read.
FETCHES = re.compile(r"<(?:img|link|script|iframe|video|audio|source|object|embed|form)\b|url\(|@import|\ssrc=", re.I)
KEPT_TOGETHER = re.compile(r'<span style="white-space: nowrap;">(.*?)</span>')
LEAST_CONTRAST = 4.5
MOST_OF_LINE = 998  # of a mail on its way, by RFC 5322


@pytest.fixture(scope="module")
def mails(prepared_data):
    with prepared_data():
        yield drawn_mails()


@pytest.fixture(scope="module", autouse=True)
def _all(mails):
    """Every template has a mail here, and every mail is of one."""
    assert {name.partition(" ")[0] for name in mails} == TEMPLATES


def words_in(html):
    """Return what is read of `html`, without what only lists of mails show."""
    body = KEPT_TOGETHER.sub(r"\1", html.partition("<body")[2])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def preheader_of(html):
    return " ".join(unescape(re.search(r'<div style="display: none[^>]*>(.*?)</div>', html, re.DOTALL)[1]).split())


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_both_parts_lead_to_the_same(mails):
    for name, mail in mails.items():
        in_html = {unescape(link) for link in HREF.findall(mail.html)}
        assert in_html == set(LINK.findall(mail.text)), name
        assert f"{settings.SITE_URL}/" in in_html


def test_no_mail_program_fetches_anything(mails):
    assert {name: found for name, mail in mails.items() if (found := FETCHES.findall(mail.html))} == {}
    assert FETCHES.search('<p style="background: url(a)">') and FETCHES.search("<img alt='' src=x>")


def test_each_says_why_it_comes_in_both_parts(mails):
    for name, mail in mails.items():
        reason = re.search(r"^Why you get this: (.{15,})$", mail.text, re.MULTILINE)
        assert reason, name
        assert reason[1] in words_in(mail.html), name


def test_the_reason_is_about_who_reads_it_and_no_bare_note_of_staff(mails):
    reasons = {name: re.search(r"^Why you get this: (.*)$", mail.text, re.MULTILINE)[1] for name, mail in mails.items()}

    assert reasons["enquiry_received"].startswith("enquiries for the national desk of this directory come to this")
    # A sentence goes on after the colon: with a small letter, unless it begins with a name.
    assert [name for name, reason in reasons.items() if reason[0].isupper() and not reason.startswith("Arts &")] == []


def test_no_line_ends_within_the_word_e_mail(mails):
    """Below the heading: what is not kept together could be torn apart."""
    torn = {}
    for name, mail in mails.items():
        words = re.sub(r"<[^>]+>", " ", KEPT_TOGETHER.sub("", mail.html.partition("</h1>")[2]))
        torn[name] = re.findall(r"(?<![\w/-])e-mail", words, re.IGNORECASE)

    assert {name: found for name, found in torn.items() if found} == {}
    assert '<span style="white-space: nowrap;">e-mail</span>' in mails["check_request"].html
    assert "e-mail" in mails["check_request"].text


def test_lists_of_mails_show_more_than_the_subject(mails):
    for name, mail in mails.items():
        shown = preheader_of(mail.html)
        assert 20 <= len(shown) <= 200, (name, shown)
        assert shown != mail.subject or name.startswith("about_draft")


def test_a_button_stands_there_as_an_address_too(mails):
    buttons = {name: re.findall(r'class="button" href="([^"]+)"', mail.html) for name, mail in mails.items()}

    assert {name: found for name, found in buttons.items() if len(found) > 1} == {}
    for name, found in buttons.items():
        for link in found:
            assert words_in(mails[name].html).count(unescape(link)) == 1, name
    # Lists of several, and letters to which one replies.
    without = ("checks_unanswered", "contact_change", "digest", "enquiry_receipt", "enquiry_reply")
    assert {name for name, found in buttons.items() if not found} == {one for one in mails if one.startswith(without)}


def test_the_news_can_be_stopped_in_both_parts(mails):
    for name in ("digest", "subscription_known"):
        assert "/news-by-mail/stop/" in mails[name].text and "/news-by-mail/stop/" in mails[name].html


def test_text_alone_reads_well(mails):
    for name, mail in mails.items():
        assert not re.search(r"\n\s*\n\s*\n|[ \t]\n|\s\Z(?<!\n)", mail.text), name
        assert "&amp;" not in mail.text and "<" not in mail.text.replace("<another>", ""), name
        assert max(map(len, mail.text.splitlines())) < MOST_OF_LINE
        assert mail.text.rstrip().endswith("/")


def test_a_subject_says_what_happened_in_one_line(mails):
    for name, mail in mails.items():
        assert 15 <= len(mail.subject) <= 110, (name, mail.subject)


def test_html_is_sound_says_its_language_and_has_one_heading(mails, tmp_path):
    assert mistakes_in({name: mail.html.encode() for name, mail in mails.items()}, tmp_path) == {}
    for name, mail in mails.items():
        assert mail.html.startswith('<!DOCTYPE html>\n<html lang="en-GB">'), name
        assert len(re.findall(r"<h1>[^<]+</h1>", mail.html)) == 1, name


def test_what_is_written_in_a_mail_is_no_markup(mails):
    assert "&lt;another&gt;" in mails["proposal_decided in part"].html
    assert "Story &amp; more 0" in mails["digest"].html


def test_every_colour_can_be_read_in_light_and_dark(mails):
    html = mails["enquiry_received"].html
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    dark = dict(re.findall(r"\.(around|sheet) \{ background-color: (#\w{6})", style))
    light = {
        name: re.search(rf'class="{name}"[^>]*background-color: (#\w{{6}})', html)[1] for name in ("around", "sheet")
    }
    buttons = [
        re.search(r"a\.button \{ background-color: (#\w{6}) !important; color: (#\w{6})", style).groups(),
        re.search(r'class="button"[^>]*background-color: (#\w{6}); color: (#\w{6})', html).groups(),
    ]

    inks_in_dark = set(re.findall(r"(?<![\w-])color: (#\w{6}) !important", style)) - {buttons[0][1]}
    inks_in_light = set(re.findall(r'style="[^"]*(?<![\w-])color: (#\w{6})', html)) - {buttons[1][1]}
    assert len(inks_in_dark) >= 3 and len(inks_in_light) >= 3
    pairs = [(ground, ink) for ground in dark.values() for ink in inks_in_dark]
    pairs += [(ground, ink) for ground in light.values() for ink in inks_in_light]
    assert {pair for pair in [*pairs, *buttons] if contrast(*pair) < LEAST_CONTRAST} == set()


def test_text_is_large_enough_to_read(mails):
    for name, mail in mails.items():
        sizes = {int(size) for size in re.findall(r"font-size: (\d+)px", mail.html)}
        assert 16 in sizes and min(sizes) >= 14, name
