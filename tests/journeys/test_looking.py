"""The checks of every page would notice what they are there for."""

import pytest

from tests.journeys.conftest import fresh_page
from tests.journeys.looking import PHONE, SCREEN, Listener, barriers, problems_of, sticks_out

SOUND = '<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1>{}</main></html>'


def put(page, content):
    """Show a page that is sound but for `content`."""
    page.set_content(SOUND.format(content))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", None),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
        ('<p style="color: #aaa">Faint</p>', "color-contrast"),
        ('<p>A</p><p>B</p><p style="color: #aaa">Faint among many</p><p>C</p><p>D</p>', "color-contrast"),
        ('<p>On white</p><div style="background: #222"><p>On black</p></div><p>On white</p>', "color-contrast"),
        ('<label>A<input></label><label>B<input style="color: #aaa" value="Faint"></label>', "color-contrast"),
        ('<button aria-label="Something else">Words</button>', "label-content-name-mismatch"),
        ('<button style="width: 9px; height: 30px; padding: 0">A</button>', None),
        ('<button style="width: 9px; padding: 0">A</button><a href="/">B</a>', "target-size"),
        ('<p>Text with <a href="/" style="color: #111; text-decoration: none">a link</a></p>', "link-in-text-block"),
    ],
)
def test_barriers_are_noticed(page, content, rule):
    put(page, content)

    assert {barrier.partition(":")[0] for barrier in barriers(page)} == ({rule} if rule else set())


def test_what_only_the_dark_shows_is_noticed(page):
    put(page, "<style>@media (prefers-color-scheme: dark) { p { color: #eee } }</style><p>Faint in the dark</p>")

    assert [problem.partition(": #")[0].partition(": p")[0] for problem in problems_of(page)] == [
        "dark: color-contrast"
    ]


@pytest.mark.parametrize(
    ("content", "is_noticed"),
    [
        ('<p style="width: 300px">Fits</p>', False),
        ('<p style="width: 500px">Too wide</p>', True),
        ('<div style="overflow-x: hidden"><p style="margin-left: -40px">Cut off</p></div>', False),
        ('<p style="margin-left: -40px">Out on the left</p>', True),
        ('<div style="overflow-x: auto"><p style="width: 500px">Scrolls by itself</p></div>', False),
    ],
)
def test_what_sticks_out_on_a_phone_is_noticed(page, content, is_noticed):
    put(page, content)

    assert bool(sticks_out(page)) is is_noticed


def test_what_a_page_says_is_noticed(page, site):
    page.goto("/about/")
    listener = Listener(page, site)

    page.evaluate("console.error('Broken'); fetch('http://127.0.0.1:1/').catch(() => {})")
    page.wait_for_function("true")

    assert listener.messages[0] == "Broken"
    assert "Content Security Policy" in listener.messages[1]


def test_whom_a_page_asks_is_noticed(page, site):
    listener = Listener(page, site)

    put(page, '<img alt="" src="http://127.0.0.1:1/a.png">')

    assert listener.requests_elsewhere == ["http://127.0.0.1:1/a.png"]


def test_nothing_of_the_visitor_before_is_left(contexts):
    page = fresh_page(contexts[True])
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.context.add_cookies([{"name": "a", "value": "b", "url": "http://127.0.0.1"}])

    page = fresh_page(contexts[True])

    width, is_dark = page.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]")
    assert (width, is_dark, page.context.cookies(), page.title()) == (SCREEN["width"], False, [], "Nothing")
