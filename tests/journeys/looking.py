"""What a browser finds wrong with the page it shows."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

# A page that is looked at twice is given the script once.
AXE_ONCE = f"if (!window.axe) {{ {AXE_SCRIPT} }}"
# What another colour scheme can break.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# All that axe knows but the colours, over the whole page.
BUT_COLOURS = """(rules) => axe.run({
  resultTypes: ["violations"], rules: Object.fromEntries(rules.map((rule) => [rule, {enabled: false}])),
})"""
# The colours, of one element of each look: a list of a thousand rows has a few, and measuring takes axe its longest.
# The look is all that a rule on colours could tell apart: tags, classes, colours and letters, of it and all around it.
COLOURS = """(rules) => {
  const looks = new Map();
  const look = (element) => {
    if (!element) return "";
    if (!looks.has(element)) {
      const style = getComputedStyle(element);
      const own = [element.tagName, element.getAttribute("class"), style.color, style.backgroundColor,
        style.backgroundImage, style.opacity, style.fontSize, style.fontWeight, style.textDecorationLine, style.fill];
      looks.set(element, `${look(element.parentElement)}\n${own.join()}`);
    }
    return looks.get(element);
  };
  const says = (element) => element.value || element.placeholder ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const one_of_each = new Map([...document.body.querySelectorAll("*")].filter((element) => says(element) &&
    element.checkVisibility()).map((element) => [look(element), element]));
  return axe.run({include: [...one_of_each.values()]}, {resultTypes: ["violations"], runOnly: rules});
}"""
PHONE = {"width": 375, "height": 740}
SCREEN = {"width": 1280, "height": 900}
# What reaches over the edge of the window, unless it lies in something that scrolls by itself or is hidden on purpose.
STICKS_OUT = """() => {
  const scrolls = (element) => {
    for (let part = element.parentElement; part && part !== document.body; part = part.parentElement) {
      if (getComputedStyle(part).overflowX !== "visible") return true;
    }
    return false;
  };
  const wide = document.documentElement.scrollWidth > window.innerWidth ? ["the page itself"] : [];
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    const seen = box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden";
    return seen && (box.right > window.innerWidth + 1 || box.left < -1) && !scrolls(element);
  });
  return wide.concat(out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)));
}"""


class Listener:
    """Collects from now on what a page writes on the console, and its requests to other sites."""

    def __init__(self, page, site):
        self.messages, self.requests_elsewhere = [], []
        self._host = urlsplit(site).netloc
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("request", self._see)

    def _hear(self, message):
        # A browser says so itself when a page is answered with 403, 404 or 500, as some of ours should be.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.messages.append(message.text)

    def _see(self, request):
        address = urlsplit(request.url)
        if address.scheme != "data" and address.netloc != self._host:
            self.requests_elsewhere.append(request.url)


def follow(page, link):
    """Click `link` and wait until the page it leads to is there whole, so that what is on it can be counted."""
    with page.expect_navigation():
        link.click()


def _asked_of_axe(page, question: str) -> list[str]:
    """Return the violations that axe finds on `page` as it looks now: rule, elements and reason."""
    # A page that is still arriving lacks what comes later.
    page.wait_for_load_state()
    page.evaluate(AXE_ONCE)
    return [
        f"{rule['id']}: {', '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in page.evaluate(question, OF_COLOURS)["violations"]
        for node in rule["nodes"]
    ]


def barriers_of_colours(page) -> list[str]:
    """Return what is wrong with the colours of `page` as it looks now."""
    return _asked_of_axe(page, COLOURS)


def barriers(page) -> list[str]:
    """Return all that axe finds wrong with `page` as it looks now."""
    return _asked_of_axe(page, BUT_COLOURS) + barriers_of_colours(page)


def sticks_out(page) -> list[str]:
    """Return what reaches over the edge of the window on a phone 375 pixels wide."""
    page.wait_for_load_state()
    page.set_viewport_size(PHONE)
    elements = page.evaluate(STICKS_OUT)
    page.set_viewport_size(SCREEN)
    return elements


def seen_in_every_way(page) -> dict[str, list[str]]:
    """Return the barriers on `page` in light and in dark, where only colours differ, and what sticks out on a phone."""
    problems = {}
    for scheme, look in (("light", barriers), ("dark", barriers_of_colours)):
        page.emulate_media(color_scheme=scheme)
        problems[scheme] = look(page)
    return problems | {"on a phone": sticks_out(page)}


def problems_of(page) -> list[str]:
    """Return all that is wrong with how `page` looks, each with where it is seen."""
    return [f"{where}: {problem}" for where, problems in seen_in_every_way(page).items() for problem in problems]
