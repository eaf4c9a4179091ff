"""What a browser finds wrong with the page it shows."""

from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

# A page that is looked at twice is given the script once.
AXE_ONCE = f"if (!window.axe) {{ {AXE_SCRIPT} }}"
# What another colour scheme can break.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
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


def barriers(page, rules: list[str] | None = None) -> list[str]:
    """Return the violations that axe finds on `page` as it looks now: rule, elements and reason.

    Without `rules` it looks for all that it knows.
    """
    # A page that is still arriving lacks what comes later.
    page.wait_for_load_state()
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    violations = Axe(AXE_ONCE).run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {', '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in violations
        for node in rule["nodes"]
    ]


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
    for scheme, rules in (("light", None), ("dark", OF_COLOURS)):
        page.emulate_media(color_scheme=scheme)
        problems[scheme] = barriers(page, rules)
    return problems | {"on a phone": sticks_out(page)}


def problems_of(page) -> list[str]:
    """Return all that is wrong with how `page` looks, each with where it is seen."""
    return [f"{where}: {problem}" for where, problems in seen_in_every_way(page).items() for problem in problems]
