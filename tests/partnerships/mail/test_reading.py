"""What is read of an e-mail that was saved as a file, and that nothing in one breaks the reader."""

import datetime

import pytest

from partnerships.mail import reading
from partnerships.uploads.refusals import Refused

DATE = "Date: Thu, 26 Nov 2026 09:30:00 +0000"


def mail(body, *headers, sender="Amina Example <amina@studio.example>"):
    """Return a mail with these further headers and this body, as bytes."""
    head = [f"From: {sender}", "To: desk@lcep.example", "Subject: Re: Your enquiry", *headers]
    return "\r\n".join([*head, "", body]).encode("latin-1")


def parts(*bodies):
    """Return a mail of several parts, each with its own headers."""
    body = "\r\n".join(["--XX\r\n" + each for each in bodies] + ["--XX--", ""])
    return mail(body, DATE, 'Content-Type: multipart/mixed; boundary="XX"')


def test_sender_date_and_words_are_read():
    read = reading.read(mail("Thank you.\r\n\r\nWe will come.\r\n", DATE))

    assert read.sender == "Amina Example <amina@studio.example>"
    assert read.sent == datetime.datetime(2026, 11, 26, 9, 30, tzinfo=datetime.UTC)
    assert (read.words, read.quoted_lines, read.attached) == ("Thank you.\n\nWe will come.", 0, [])


def test_attached_files_are_named_and_not_read():
    plain = "Content-Type: text/plain; charset=utf-8\r\n\r\nHere it is."
    pdf = 'Content-Type: application/pdf; name="plan.pdf"\r\n\r\n%PDF'
    text = 'Content-Disposition: attachment; filename="=?utf-8?q?caf=C3=A9?=.txt"\r\n\r\nsecret'
    inner = "Content-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\nSubject: z\r\n\r\nsecret too"

    read = reading.read(parts(plain, pdf, text, inner))

    assert (read.words, read.attached) == ("Here it is.", ["plan.pdf", "café.txt", "an e-mail"])


def test_html_becomes_text_with_its_links_and_without_its_scripts():
    page = (
        "<html><head><title>T</title><style>p{}</style></head><body><script>alert(1)</script><p>Dear desk,</p>"
        "<p>See <a href='https://a.example/b'>our&nbsp;page</a> &amp; <a href='javascript:x()'>this</a></p>"
        "<ul><li>One</li><li>Two</li></ul>&lt;b&gt;</body></html>"
    )

    read = reading.read(mail(page, DATE, "Content-Type: text/html; charset=utf-8"))

    assert read.words == "Dear desk,\n\nSee our page (https://a.example/b) & this\n\n- One\n- Two\n<b>"


def test_the_plain_words_are_taken_where_a_mail_has_both():
    both = parts("Content-Type: text/html\r\n\r\n<p>Page</p>", "Content-Type: text/plain\r\n\r\nPlain")

    assert reading.read(both).words == "Plain"


@pytest.mark.parametrize("charset", ["utf-8", "klingon", "", "us-ascii", "utf-7-imap", '"', "idna", "hex", "undefined"])
def test_a_charset_that_is_wrong_or_unknown_is_guessed(charset):
    content = mail("", DATE, f"Content-Type: text/plain; charset={charset}") + "Zoë’s café".encode()

    assert reading.read(content).words == "Zoë’s café"


def test_words_of_windows_without_a_charset_are_read():
    assert reading.read(mail("Zo\xeb \x93ok\x94", DATE)).words == "Zoë “ok”"


@pytest.mark.parametrize(
    ("text", "words", "quoted_lines"),
    [
        ("Yes.\n\nOn Thu, 26 Nov 2026 at 09:30, The Desk <desk@lcep.example> wrote:\n> Hello\n> you\n", "Yes.", 3),
        ("Yes.\n\nOn Thu, 26 Nov 2026 at 09:30, The Desk\n<desk@lcep.example> wrote:\n\n> Hello\n", "Yes.", 4),
        ("Yes.\n\n-----Original Message-----\nFrom: Desk\nHello", "Yes.", 3),
        ("Yes.\n\nFrom: Desk <desk@lcep.example>\nSent: 26 November 2026\nTo: Amina\n\nHello", "Yes.", 5),
        ("Yes.\n________________________________\nFrom: Desk\nHello", "Yes.", 3),
        ("Yes.\n\n> Hello\n> you", "Yes.", 3),
        # Who answers between the lines.
        ("On 26 Nov 2026, The Desk wrote:\n> Can you come?\nYes\n> When?\nIn May", None, 0),
        ("> Can you come?\nYes", None, 0),
        # Nothing of their own, so nothing is cut.
        ("-----Original Message-----\nFrom: Desk\nHello", None, 0),
        ("> Hello", None, 0),
        ("We wrote: nothing. From: here to there", None, 0),
    ],
)
def test_the_mail_that_is_answered_is_left_out_and_counted(text, words, quoted_lines):
    assert reading.without_history(text) == (words or text, quoted_lines)


def test_very_long_words_are_cut_and_it_says_so():
    read = reading.read(mail("a" * 20_000, DATE))

    assert read.words == "a" * reading.MOST_CHARACTERS + "\n" + reading.CUT


@pytest.mark.parametrize("date", ["", "Date: yesterday", "Date: Thu, 99 Nov 2026 99:99:99 +9999", "Date: \xe9"])
def test_a_date_that_is_none_is_not_known(date):
    assert reading.read(mail("Yes.", *filter(None, [date]))).sent is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", reading.NO_MAIL),
        (b"%PDF-1.4\n\x00\xff", reading.NO_MAIL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, reading.NO_MAIL),
        (b"Just some words", reading.NO_MAIL),
        (mail("  \r\n "), reading.NO_WORDS),
        (b"x" * (reading.MOST_BYTES + 1), reading.TOO_LARGE),
    ],
)
def test_what_is_no_mail_is_refused_in_words(content, message):
    with pytest.raises(Refused, match=message[:20]):
        reading.read(content)


def test_mails_made_to_break_readers_are_read_or_refused():
    deep = b""
    for number in range(2000):
        deep += f'Content-Type: multipart/mixed; boundary="b{number}"\r\n\r\n--b{number}\r\n'.encode()
    odd = [
        b"From: a@b.example\r\nSubject: x\r\n" + deep,
        mail("<!--" * 5000 + "<![CDATA[" + "<!X" * 99 + "hello", "Content-Type: text/html"),
        mail("=" * 9999 + "\r\nx", "Content-Transfer-Encoding: base64"),
        mail("begin 666 x\r\n" * 50 + "x", "Content-Transfer-Encoding: x-uuencode"),
        mail("x", sender="=?utf-8?b?####?= <" + "a" * 9999),
        mail("x\x00y\u202e".encode("utf-8").decode("latin-1"), "Content-Type: text/plain; charset=utf-8"),
        parts(*["Content-Type: image/png\r\n\r\nx"] * 3000),
    ]
    for content in odd:
        try:
            read = reading.read(content)
        except Refused:
            continue
        assert "\x00" not in read.words + read.sender
        assert len(read.sender) <= 200
        assert len(read.attached) <= reading.MOST_NAMED
