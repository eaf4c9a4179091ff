"""What the bench reads of a server: answers in pieces, its processes, and forms on pages."""

import pytest

from bench.answers import read_answer
from bench.html_forms import filled_in, form_with
from bench.servers import CLOCK_TICKS, processor_seconds, proportional_bytes

pytestmark = pytest.mark.no_database
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
WHOLE = HEAD + b"Content-Length: 5\r\n\r\nHello"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n7;x=y\r\n, World\r\n0\r\n\r\n"


@pytest.mark.parametrize(("sent", "content"), [(WHOLE, b"Hello"), (CHUNKED, b"Hello, World")])
def test_an_answer_is_read_once_it_is_whole(sent, content):
    assert [end for end in range(len(sent)) if read_answer(sent[:end])] == []

    answer = read_answer(sent)

    assert (answer.status, answer.content, answer.headers["content-type"]) == (200, content, "text/html")
    assert not answer.ends_connection


def test_an_answer_without_a_length_ends_with_the_connection():
    sent = HEAD + b"Connection: Close\r\n\r\nHello"

    assert read_answer(sent) is None
    answer = read_answer(sent, is_over=True)
    assert answer.content == b"Hello"
    assert answer.ends_connection


def test_what_has_no_content_needs_no_length():
    answer = read_answer(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n')

    assert (answer.status, answer.headers["etag"], answer.content) == (304, '"a"', b"")


def test_several_cookies_are_all_kept():
    sent = b"HTTP/1.1 302 Found\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n"

    assert read_answer(sent).headers["set-cookie"] == "a=1; Path=/\nb=2"


def test_processor_time_is_that_of_a_process_and_of_the_system_for_it():
    stat = "42 (a name) with) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 7 7 20 0 5 0 100"

    assert processor_seconds(stat) == 300 / CLOCK_TICKS


def test_memory_shared_by_several_counts_in_parts():
    assert (
        proportional_bytes("00400000-7ffd ---p 0 [rollup]\nRss:  9000 kB\nPss:  1234 kB\nPss_Dirty: 1 kB\n") == 1263616
    )


def test_a_form_is_sent_as_it_stands_with_what_was_changed():
    page = """
      <form><input name="q"></form>
      <form method="post">
        <input type="hidden" name="token" value="t"> <input type="checkbox" name="a" value="1">
        <input type="checkbox" name="b" checked> <input type="radio" name="r" value="x" checked>
        <select name="one"><option value="">-</option><option value="2">Two</option></select>
        <select name="chosen"><option value="1">One</option><option value="2" selected>Two</option></select>
        <select name="many" multiple><option value="1">One</option></select>
        <textarea name="text">
      More &amp; more</textarea><input type="submit" name="save" value="Save"><input type="file" name="f">
      </form>
    """

    form = form_with(page, "token")

    assert form == [
        ("token", "t"),
        ("b", "on"),
        ("r", "x"),
        ("one", ""),
        ("chosen", "2"),
        ("text", "      More & more"),
    ]
    assert dict(filled_in(form, text="Less", step="send")) == dict(form) | {"text": "Less", "step": "send"}
    with pytest.raises(LookupError, match="no_such"):
        form_with(page, "no_such")
