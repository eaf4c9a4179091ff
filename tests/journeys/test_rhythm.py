"""The rhythm of the main pages: what a heading belongs to, how long lines are, and that both halves are used."""

import pytest

from tests.journeys.conftest import SCREEN

PHONE = {"width": 375, "height": 812}
PAGES = [
    *("/", "/partnerships/leeds33/", "/regions/yorkshire-and-the-humber/", "/authorities/leeds/", "/partnerships/"),
    *("/map/", "/about/", "/join/", "/accessibility/", "/authorities/", "/support/", "/open-data/programs/"),
]
# As much more above as below, but for what is lost as fractions of pixels become whole.
TWICE = 1.9
# Of the height of a screen: room to end a section and begin the next.
AT_MOST_EMPTY = 1 / 3
COMMON = """
  const says = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
  const isSeen = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 2 &&
    !element.closest(".visually-hidden, .map-skip");
  const block = (element) => getComputedStyle(element).display === "inline" ? block(element.parentElement) : element;
  const edge = (style, side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0;
  const hasFill = (style) => style.backgroundColor !== "rgba(0, 0, 0, 0)";
  const shown = [...document.querySelectorAll("main *")].filter(isSeen);
  const isPicture = (element) => element.matches("svg, img, input, select, textarea, button, iframe");
  const lengths = (values) => {
    const probe = document.querySelector("main").appendChild(document.createElement("div"));
    const found = values.map((value) => { probe.style.width = value; return probe.getBoundingClientRect().width; });
    probe.remove();
    return found;
  };
"""
# Headings with the space above them, and below; and whether what is above is the edge of a box or a line of its own.
# What stands above the title in a card, its place, belongs to it; so does a heading to that right before it.
HEADINGS = f"""() => {{ {COMMON}
  const drawn = shown.filter((element) => [...element.childNodes].some(says) || isPicture(element) ||
    hasFill(getComputedStyle(element)) || ["Top", "Bottom"].some((side) => edge(getComputedStyle(element), side)));
  const ink = [...new Set(drawn.map(block))].filter((element) => !element.matches(".card-place, .row-date"));
  return shown.filter((element) => element.matches("h2, h3") && !element.closest("summary") &&
    !(element.previousElementSibling?.matches("h2") && element.matches("h3"))).map((heading) => {{
    const box = heading.getBoundingClientRect(), range = document.createRange();
    range.selectNodeContents(heading);
    const text = range.getBoundingClientRect();
    let above = Infinity, below = Infinity, isEdge = false;
    for (const element of ink.filter((element) => !heading.contains(element))) {{
      const rect = element.getBoundingClientRect(), style = getComputedStyle(element);
      const around = element.contains(heading);
      if (rect.right <= text.left + 1 || rect.left >= text.right - 1) continue;
      if (around && !hasFill(style) && !edge(style, "Top")) continue;
      const gap = box.top - (around ? rect.top : rect.bottom);
      if ((around || gap >= -1) && gap < above) [above, isEdge] = [gap, around || edge(style, "Bottom")];
      if (!around && rect.top >= box.bottom - 1) below = Math.min(below, rect.top - box.bottom);
    }}
    return [heading.textContent.trim(), above, below, isEdge];
  }});
}}"""
# Margins of headings that no token has: 0 is none, and what only a screen reader has is pulled out of sight.
ODD_MARGINS = f"""() => {{ {COMMON}
  const tokens = [0, ...lengths([1, 2, 3, 4, 5, 6, 7].map((number) => `var(--space-${{number}})`))];
  return shown.filter((element) => element.matches("h2, h3")).flatMap((heading) => {{
    const {{ marginTop, marginBottom }} = getComputedStyle(heading);
    const isToken = (margin) => tokens.some((token) => Math.abs(token - parseFloat(margin)) < 0.1);
    return [marginTop, marginBottom].every(isToken) ? [] : [[heading.textContent, marginTop, marginBottom]];
  }});
}}"""
# Text of several lines that is wider than the measure; larger letters may have as many of them in a line.
TOO_WIDE = f"""() => {{ {COMMON}
  const [measure, body] = lengths(["var(--measure)", "var(--size-body)"]);
  const texts = shown.filter((element) => element.matches("p, li, dd") && [...element.childNodes].some(says));
  return texts.filter((element) => {{
    const size = parseFloat(getComputedStyle(element).fontSize), range = document.createRange();
    range.selectNodeContents(element);
    const {{ width, height }} = range.getBoundingClientRect();
    return height > 2.2 * size && width > measure * Math.max(1, size / body) + 1;
  }}).map((element) => element.textContent.trim());
}}"""
# The highest stretch in which no text, picture, line or fill reaches into the right half, in screens. What stays in
# sight does so in all of what it stands in.
EMPTY_RIGHT = f"""() => {{ {COMMON}
  const main = document.querySelector("main").getBoundingClientRect();
  const rects = shown.flatMap((element) => {{
    const style = getComputedStyle(element), range = document.createRange();
    const box = element.getBoundingClientRect(), around = element.parentElement.getBoundingClientRect();
    if (style.position === "sticky") return [new DOMRect(box.x, around.y, box.width, around.height)];
    if (isPicture(element) || hasFill(style) || edge(style, "Bottom")) return [box];
    return [...element.childNodes].filter(says).flatMap((node) => {{
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    }});
  }}).filter((rect) => rect.right > innerWidth / 2).sort((one, other) => one.top - other.top);
  let at = main.top, most = 0;
  for (const {{ top, bottom }} of [...rects, new DOMRect(0, main.bottom, 0, 0)]) {{
    [most, at] = [Math.max(most, top - at), Math.max(at, bottom)];
  }}
  return most / innerHeight;
}}"""


@pytest.mark.parametrize("path", PAGES)
def test_a_heading_stands_nearer_to_what_it_heads_than_to_what_came_before(plain_page, path):
    for size in (SCREEN, PHONE):
        plain_page.set_viewport_size(size)
        plain_page.goto(path)

        headings = plain_page.evaluate(HEADINGS)
        assert headings
        near = [
            (text, above, below)
            for text, above, below, is_edge in headings
            if above < below * (1 if is_edge else TWICE)
        ]
        assert (near, plain_page.evaluate(ODD_MARGINS)) == ([], [])


@pytest.mark.parametrize("path", PAGES)
def test_a_wide_screen_has_lines_of_a_length_to_read_and_both_its_halves_are_used(plain_page, path):
    plain_page.set_viewport_size(SCREEN)
    plain_page.goto(path)

    assert plain_page.evaluate(TOO_WIDE) == []
    assert plain_page.evaluate(EMPTY_RIGHT) < AT_MOST_EMPTY
