"""What a browser finds wrong with the page it shows."""

from urllib.parse import urlsplit

# What another colour scheme can break.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# What sticks to an edge of the window covers something wherever the page stands, so it is laid in its place meanwhile.
# What axe looks at only when it is told to: how large what is pressed is (criterion 2.5.8), whether a control is called
# by what is read on it (2.5.3), and what looks like a caption or the head of a column and is none.
MORE = ["target-size", "label-content-name-mismatch", "table-fake-caption", "td-has-header"]
# All that axe finds, or what it does by some rules. Style sheets it would fetch anew, for a rule that is not on.
# Marked is one element of each look that is not known yet: measuring takes axe its longest, and a list of a thousand
# rows has a few looks, most of which other pages have too.
# The look is all that a rule on colours could tell apart: style sheets, the tag, class, letters and colours of the
# element and its parent, what is painted behind it, and whether it lies among words or floats over something.
ASK = """async ([rules, known, more]) => {
  const hash = (text) => {
    let [one, other] = [3, 5];
    for (let place = 0; place < text.length; place++) {
      one = Math.imul(one ^ text.charCodeAt(place), 0x9e3779b1);
      other = Math.imul(other ^ text.charCodeAt(place), 0x5f356495) + (one >>> 15);
    }
    return (one >>> 0).toString(36) + (other >>> 0).toString(36);
  };
  const has_words = (element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const grounds = new Map([[null, [...document.styleSheets].map((sheet) => sheet.href).join()]]);
  const ground = (element) => {
    if (!grounds.has(element)) {
      const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(element);
      const own = `${backgroundColor} ${backgroundImage} ${opacity} ${position}`;
      const behind = ground(element.parentElement);
      grounds.set(element, own === "rgba(0, 0, 0, 0) none 1 static" ? behind : hash(`${behind} ${own}`));
    }
    return grounds.get(element);
  };
  const letters = (element) => {
    const {color, fontSize, fontWeight, textDecorationLine, fill} = getComputedStyle(element);
    return [element.tagName, element.getAttribute("class"), color, fontSize, fontWeight, textDecorationLine, fill,
      has_words(element)].join();
  };
  const look = (element) => hash([ground(element), letters(element), letters(element.parentElement)].join(" "));
  const says = (element) => element.value || element.placeholder || has_words(element);
  const one_of_each = new Map([...document.body.querySelectorAll("*")].filter((element) => says(element) &&
    element.checkVisibility()).map((element) => [look(element), element]));
  known.split(" ").forEach((look) => one_of_each.delete(look));
  const looks = [...one_of_each.keys()];
  if (rules && !looks.length) return {violations: [], looks};
  document.querySelectorAll("[data-look]").forEach((element) => element.removeAttribute("data-look"));
  one_of_each.forEach((element) => element.setAttribute("data-look", ""));
  const stuck = [...document.body.querySelectorAll("*")].filter((element) =>
    getComputedStyle(element).position === "sticky");
  stuck.forEach((element) => element.style.setProperty("position", "static", "important"));
  const MORE = Object.fromEntries(more.map((id) => [id, {enabled: true}]));
  const {violations} = await axe.run({
    preload: {assets: ["media"]}, resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {rules: MORE}),
  });
  stuck.forEach((element) => element.style.removeProperty("position"));
  return {violations, looks};
}"""
# The looks on which nothing was wrong with the colours so far.
_sound_looks: set[str] = set()
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
    """Collects from now on, or while a context lasts, what a page writes on the console, and its requests elsewhere."""

    def __init__(self, page, site):
        self.messages, self.requests_elsewhere = [], []
        self._page, self._host = page, urlsplit(site).netloc
        self._ears = {"console": self._hear, "pageerror": self._fail, "request": self._see}
        for event, ear in self._ears.items():
            page.on(event, ear)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for event, ear in self._ears.items():
            self._page.remove_listener(event, ear)

    def _fail(self, error):
        self.messages.append(str(error))

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


def barriers(page, rules=None) -> list[str]:
    """Return what axe finds wrong with `page` as it looks now, all or by some rules: rule, elements and reason."""
    # A page that is still arriving lacks what comes later.
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(url="/on-purpose/axe.js")
    answer = page.evaluate(ASK, [rules, " ".join(_sound_looks), MORE])
    if not answer["violations"]:
        _sound_looks.update(answer["looks"])
    return [
        f"{rule['id']}: {', '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in answer["violations"]
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
