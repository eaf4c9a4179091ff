"""The questions asked of every page would notice what they are there for."""

import pytest

from tests.journeys.seen_otherwise import problems_of

SOUND = (
    '<!doctype html><html lang="en"><title>Page</title>'
    "<header></header><main><h1>Page</h1>{}</main><footer></footer></html>"
)
MARKED = "<style>:focus { outline: 3px solid }</style>"
BUTTONS = '<button style="width: 12px; height: 12px; padding: 0; margin: 0 {}px">A</button>' * 2
BAR = '<div style="position: fixed; inset: 0 0 auto; height: {}px; background: #fff"></div>'
FAR = '<p style="height: 3000px"></p><a href="/">Far below</a>'


@pytest.mark.parametrize(
    ("content", "ways"),
    [
        ("<p>Words</p>", []),
        # Reflow, and what lies over it.
        (
            '<p style="min-width: 30rem">Wide</p>',
            ["at 400 percent", "with spaced letters on a phone"],
        ),
        (BAR.format(120), ["at 400 percent"]),
        (BAR.format(30), []),
        # Words cut off, or on others.
        (
            '<p style="width: 15rem; height: 18px; overflow: hidden">A line that has room</p>',
            ["with letters twice as large", "with spaced letters", "with spaced letters on a phone"],
        ),
        ('<p style="width: 15rem; height: 18px; overflow: auto">A line that has room</p>', []),
        (
            '<p style="margin: 0">Below</p><p style="margin-top: -1.1rem">Above</p>',
            ["at 400 percent", "with letters twice as large"],
        ),
        # What is pressed.
        (BUTTONS.format(0, 0), ["by thumb"]),
        (BUTTONS.format(12, 12), []),
        ('<p>Words with <a href="/">a</a> <a href="/b/">link</a> among them</p>', []),
        ('<p><a href="/">A</a> · <a href="/b/">B</a></p>', ["by thumb"]),
        # Where the keyboard is.
        ('<a href="/" style="outline: none">Unmarked</a>', ["by keyboard", "by keyboard at 400 percent"]),
        (
            f"<style>html {{ scroll-padding-block-start: 0 }}</style>{BAR.format(80)}"
            '<p style="position: fixed; inset: 0 auto auto 0; z-index: -1"><a href="/">Covered</a></p>',
            ["by keyboard", "by keyboard at 400 percent"],
        ),
        (FAR, []),
        # Colours of one's own.
        ('<button style="border: 0">Words</button>', ["in own colours"]),
        ('<button style="border: 1px solid transparent">Words</button>', []),
        ('<svg aria-hidden="true"><path d="M0 0h9v9z" fill="red"/></svg>', ["in own colours"]),
        ('<svg aria-hidden="true"><path d="M0 0h9v9z" fill="CanvasText" stroke="Highlight"/></svg>', []),
        # Motion.
        ('<p style="transition: opacity 1s">Fades</p>', ["without motion"]),
        ("<style>@media (prefers-reduced-motion: no-preference) { p { transition: all 1s } }</style><p>Stays</p>", []),
        ("<style>@view-transition { navigation: auto }</style>", ["without motion"]),
        # What is said.
        ("<h1>Another</h1>", ["by a screen reader"]),
        ("<h3>Too low</h3>", ["by a screen reader"]),
        ("<h2>Below</h2><h3>Below that</h3><h2>Back</h2>", []),
        ('<a href="/"><svg width="30" height="30"></svg></a>', ["by a screen reader"]),
        ('<nav aria-label="One"></nav><nav aria-label="One"></nav>', ["by a screen reader"]),
        ('<nav aria-label="One"></nav><nav aria-label="Two"></nav>', []),
        ('<p><a href="/a/">More</a></p><p><a href="/b/">More</a></p>', ["by the names of links"]),
        ('<p><a href="/a/">More</a></p><p><a href="/b/" aria-label="More about B">More</a></p>', []),
    ],
)
def test_what_is_wrong_is_noticed_in_the_way_it_matters(page, content, ways):
    page.set_content(SOUND.format(MARKED + content))

    assert sorted(way for way, problems in problems_of(page).items() if problems) == sorted(ways)
