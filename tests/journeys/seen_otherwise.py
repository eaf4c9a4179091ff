"""What is wrong with a page for who enlarges it, spaces its letters, presses with a thumb, tabs, or chooses colours.

Each question is asked of the page as it stands in a browser; none leaves it otherwise than it was.
"""

from tests.journeys.looking import STICKS_OUT
from tests.journeys.said_aloud import PARTS, problems_said

# 1280 by 1024 pixels at 400 percent.
ENLARGED = {"width": 320, "height": 256}
PHONE = {"width": 375, "height": 740}
SCREEN = {"width": 1280, "height": 900}
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '32px'"
AS_LARGE_AS_USUAL = "document.documentElement.style.fontSize = ''"
# The distances of criterion 1.4.12.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em " +
    "!important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
AS_CLOSE_AS_USUAL = "document.adoptedStyleSheets = []"
# Words that are cut off by a part that does not scroll, unless it ends in dots after so many lines, and words that
# stand on others. What is for screen readers alone, or floats over the page, is left out. Lines of one text may lie
# close.
CROWDED = """() => {
  const seen = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    !element.closest(".visually-hidden, svg, select, textarea, [hidden]");
  const said = (element) => element.outerHTML.slice(0, 110).replace(/\\s+/g, " ");
  const cuts = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const problems = new Set(), lines = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (!seen(element) || !element.innerText?.trim()) continue;
    const style = getComputedStyle(element);
    if (element.clientWidth < 3 || style.clipPath !== "none" || style.webkitLineClamp !== "none") continue;
    const [more_x, more_y] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
    if (cuts(style) && (more_x > 2 && style.overflowX !== "auto" || more_y > 4 && style.overflowY !== "auto"))
      problems.add(`cut off: ${said(element)}`);
  }
  const floats = (element) => {
    for (let part = element; part; part = part.parentElement) {
      const {position, clipPath} = getComputedStyle(part);
      if (/fixed|sticky/.test(position) || clipPath !== "none") return true;
    }
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(parent) || floats(parent)) continue;
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) if (box.width > 2) lines.push({box, parent});
  }
  lines.sort((one, other) => one.box.top - other.box.top);
  lines.forEach(({box, parent}, place) => {
    for (let next = place + 1; next < lines.length && lines[next].box.top < box.bottom; next++) {
      const {box: other, parent: others} = lines[next];
      if (others === parent) continue;
      const high = Math.min(box.bottom, other.bottom) - other.top, low = Math.min(box.height, other.height);
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      if (wide > 3 && high > 0.45 * low) problems.add(`stands on other words: ${said(parent)} / ${said(others)}`);
    }
  });
  return [...problems].slice(0, 5);
}"""
# How much of the window is covered by what stays where it is while the page moves, if it is more than a third.
COVERED = """() => {
  const stays = [...document.body.querySelectorAll("*")].filter((element) =>
    /fixed|sticky/.test(getComputedStyle(element).position) && element.checkVisibility());
  const high = (element) => Math.min(element.getBoundingClientRect().height, innerHeight);
  return stays.filter((element) => high(element) > innerHeight / 3 &&
    element.getBoundingClientRect().width > innerWidth / 2).map((element) => element.outerHTML.slice(0, 110));
}"""
# Criterion 2.5.8: what is pressed has 24 by 24 pixels, or a circle of that size around its middle that meets no other.
# Left out: links within a sentence, what the browser draws, shapes on a map (each has a link in the table below it).
SMALL = """() => {
  const LEAST = 24, near = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
  const in_sentence = (element) => {
    if (element.tagName !== "A" || getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, dd, dt, td, th, figcaption, caption, label, h1, h2, h3, summary, div");
    const walker = document.createTreeWalker(block || element.parentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const {data, parentElement} = walker.currentNode;
      if (/\\p{L}{2}/u.test(data) && !parentElement.closest("a, button, .visually-hidden")) return true;
    }
    return false;
  };
  const whole = (element) => {
    const label = element.matches("input[type=checkbox], input[type=radio]") && element.labels[0];
    const boxes = [element, ...(label ? [label] : [])].map((part) => part.getBoundingClientRect());
    const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
    const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
    const after = getComputedStyle(element, "::after");
    const spread = after.position === "absolute" && after.inset === "0px" && after.content !== "none";
    return {element, lines: [...element.getClientRects()], width: right - left, height: bottom - top, spread,
      x: (left + right) / 2, y: (top + bottom) / 2};
  };
  const pressed = [...document.body.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((element) => element.checkVisibility({visibilityProperty: true}) && element.type !== "hidden" &&
      !element.closest("svg, .visually-hidden, .skip-link") && getComputedStyle(element).clipPath === "none")
    .map(whole).filter((box) => box.width > 1 && box.height > 1 && !box.spread);
  const small = pressed.filter((box) => Math.min(box.width, box.height) < LEAST - 0.5 && !in_sentence(box.element));
  const gap = (one, other) => Math.min(...other.lines.map((line) => Math.hypot(
    Math.max(line.left - one.x, 0, one.x - line.right), Math.max(line.top - one.y, 0, one.y - line.bottom))));
  return small.filter((one) => pressed.some((other) => other !== one && !one.element.contains(other.element) &&
      !other.element.contains(one.element) && (gap(one, other) < LEAST / 2 - 0.5 ||
        small.includes(other) && near(one, other) < LEAST - 0.5)))
    .map(({element, width, height}) => `${Math.round(width)}x${Math.round(height)}: ${element.outerHTML.slice(0, 110)}`)
    .slice(0, 6);
}"""
# Each thing that can be reached by keyboard, gone to: whether it is marked, and in sight with nothing over all of it.
# A shape on a map is marked by its own line.
UNMARKED_OR_COVERED = """() => {
  const reached = [...document.body.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((element) => element.checkVisibility({visibilityProperty: true}) && !element.disabled &&
      element.type !== "hidden" && element.tabIndex >= 0);
  const marked = (element) => {
    if (element.matches("svg a")) {
      const shape = element.querySelector("path, use, circle");
      return parseFloat(getComputedStyle(shape).strokeWidth) >= 3;
    }
    const {outlineStyle, outlineWidth} = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const seen = (element) => {
    // A link of several lines is one box in each.
    const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
    return boxes.some((box) => {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      if (left >= right || top >= bottom) return false;
      return [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([across, down]) => {
        const over = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
        return over && (element.contains(over) || over.contains(element) || [...element.labels || []].some((label) =>
          label.contains(over)));
      });
    });
  };
  const problems = [];
  for (const element of reached) {
    element.focus();
    if (document.activeElement !== element) continue;
    const said = element.outerHTML.slice(0, 110);
    if (!marked(element)) problems.push(`not marked: ${said}`);
    if (!element.matches("svg a") && !seen(element)) problems.push(`covered or out of sight: ${said}`);
    if (problems.length > 5) break;
  }
  document.activeElement.blur();
  scrollTo(0, 0);
  return problems;
}"""
# With colours of the visitor's own choice: a control without a line around it and without words, focus without one, and
# what is drawn in others: the browser of the tests has black on white, and blue for what is chosen.
LOST_IN_OWN_COLOURS = """() => {
  const clear = (colour) => /^rgba\\(.*, 0\\)$/.test(colour);
  const line = (style) => style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1 &&
    !clear(style.borderTopColor);
  const unlined = [...document.body.querySelectorAll("button, input, select, textarea, .button")].filter((element) =>
    element.checkVisibility({visibilityProperty: true}) && element.type !== "hidden" && !element.closest("svg") &&
    !/checkbox|radio|file|range/.test(element.type) && !line(getComputedStyle(element)))
    .map((element) => `no line around it: ${element.outerHTML.slice(0, 110)}`).slice(0, 5);
  const probe = document.body.appendChild(document.createElement("p"));
  probe.style.color = "Highlight";
  const chosen = getComputedStyle(probe).color;
  probe.remove();
  const is_own = (colour) => {
    if (/none|url/.test(colour) || colour === chosen || clear(colour)) return true;
    const [red, green, blue] = colour.match(/[\\d.]+/g).map(Number);
    return Math.max(red, green, blue) - Math.min(red, green, blue) < 0.001;
  };
  const drawn = [...document.body.querySelectorAll("svg :is(path, circle, rect, use, text)")].filter((shape) => {
    const {fill, stroke} = getComputedStyle(shape);
    return shape.checkVisibility() && !(is_own(fill) && is_own(stroke));
  });
  return [...unlined, ...drawn.map((shape) => `in colours of ours: ${shape.outerHTML.slice(0, 110)}`).slice(0, 5)];
}"""
# What moves although the visitor wants nothing to.
MOVES = """() => {
  const lasts = (list) => list.split(",").some((time) => parseFloat(time) > 0.01);
  const moving = [...document.querySelectorAll("*")].filter((element) => ["", "::before", "::after"].some((part) => {
    const style = getComputedStyle(element, part || null);
    return lasts(style.transitionDuration) || style.animationName !== "none" && lasts(style.animationDuration) ||
      style.scrollBehavior === "smooth";
  }));
  const holds = (rule) => !(rule instanceof CSSMediaRule) || matchMedia(rule.media.mediaText).matches;
  const rules = (list) => [...list].filter(holds).flatMap((rule) => [rule, ...rules(rule.cssRules || [])]);
  const between = [...document.styleSheets].flatMap((sheet) => rules(sheet.cssRules)).filter((rule) =>
    rule.constructor.name === "CSSViewTransitionRule" && rule.navigation === "auto");
  return [...moving.map((element) => element.outerHTML), ...between.map((rule) => rule.cssText)]
    .map((text) => text.slice(0, 110)).slice(0, 5);
}"""
# Links of one name, as a screen reader says it, that stand among the same words and lead to different places.
# What leads to a part of this page is left out: it is named after that part. A menu is called something itself.
AMBIGUOUS = """() => {
  const places = new Map(), text = (element) => element?.textContent.replace(/\\s+/g, " ").trim() || "";
  for (const link of document.body.querySelectorAll("a[href]:not([href^='#'])")) {
    if (!link.checkVisibility() || link.closest("[aria-hidden=true]")) continue;
    const pictures = [...link.querySelectorAll("img")].map((picture) => picture.alt).join(" ");
    const by = (link.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean)
      .map((id) => text(document.getElementById(id))).join(" ");
    const name = by || link.getAttribute("aria-label") || `${text(link)} ${pictures}`.trim();
    const part = link.closest("nav, footer, header, main");
    const key = [name, text(link.closest("li, tr, p, dd, figcaption")), part?.tagName, part?.ariaLabel].join(", in: ");
    places.set(key, (places.get(key) || new Set()).add(link.getAttribute("href")));
  }
  return [...places].filter(([, addresses]) => addresses.size > 1).map(([name, addresses]) =>
    `${name}: ${[...addresses].slice(0, 3).join(" ")}`).slice(0, 6);
}"""


def _enlarged(page) -> list[str]:
    page.set_viewport_size(ENLARGED)
    return [*page.evaluate(STICKS_OUT), *page.evaluate(COVERED), *page.evaluate(CROWDED)]


def _tabbed(page) -> list[str]:
    # Once by key, so that the browser marks whatever has the focus from then on.
    page.keyboard.press("Tab")
    return page.evaluate(UNMARKED_OR_COVERED)


def _with_large_letters(page) -> list[str]:
    page.evaluate(TWICE_AS_LARGE)
    problems = [*page.evaluate(STICKS_OUT), *page.evaluate(CROWDED)]
    page.evaluate(AS_LARGE_AS_USUAL)
    return problems


def _with_spaced_letters(page) -> list[str]:
    page.evaluate(SPACED)
    problems = [*page.evaluate(STICKS_OUT), *page.evaluate(CROWDED)]
    page.evaluate(AS_CLOSE_AS_USUAL)
    return problems


def _in_own_colours(page) -> list[str]:
    page.emulate_media(forced_colors="active")
    problems = page.evaluate(LOST_IN_OWN_COLOURS)
    page.emulate_media(forced_colors="none")
    return problems


def problems_of(page, *, is_whole: bool = True) -> dict[str, list[str]]:
    """Return what is wrong with `page`, by the way in which it is seen or used. A frame has no header and no footer."""
    page.wait_for_load_state()
    problems = {"at 400 percent": _enlarged(page), "by keyboard at 400 percent": _tabbed(page)}
    page.set_viewport_size(PHONE)
    problems |= {"by thumb": page.evaluate(SMALL), "with spaced letters on a phone": _with_spaced_letters(page)}
    page.set_viewport_size(SCREEN)
    return problems | {
        "with letters twice as large": _with_large_letters(page),
        "with spaced letters": _with_spaced_letters(page),
        "by keyboard": _tabbed(page),
        "in own colours": _in_own_colours(page),
        "without motion": page.evaluate(MOVES),
        "by a screen reader": problems_said(page, PARTS if is_whole else ()),
        "by the names of links": page.evaluate(AMBIGUOUS),
    }
