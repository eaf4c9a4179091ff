"""Which of many pages a browser has to see: those that hold anything of a kind that none of the others shows."""

from dataclasses import dataclass

# Of each page, as it is sent: its status, the address of the first row of its list, and what it is made of. That is of
# each element all by which a rule could tell it from another: what it is and lies in, what is said about it, whether it
# has a name and an id of its own, and whether its words or rows might be too long for a phone. Of a heading also the
# one before, of what can be pressed what stands before it. Classes that name a model or its field make no kind, but
# the rules of style sheets that do.
DRAWN = r"""(paths) => Promise.all(paths.map(async (path) => {
  const answer = await fetch(path);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const ids = [...page.querySelectorAll("[id]")].map((element) => element.id);
  const repeated = new Set(ids.filter((id, place) => ids.indexOf(id) !== place));
  const labelled = new Set([...page.querySelectorAll("label[for]")].map((label) => label.htmlFor));
  const is_named = (element) => element.textContent.trim() !== "" || labelled.has(element.id) ||
    ["aria-label", "aria-labelledby", "alt", "title"].some((name) => element.getAttribute(name)) ||
    element.closest("label") !== null;
  const is_long = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE &&
    node.data.split(element.tagName === "OPTION" ? "\n" : /\s+/).some((word) => word.trim().length > 30));
  const own = (element) => [
    element.tagName,
    ...[...element.classList].filter((name) => !/^(app|model|field|column)-/.test(name)),
    ...element.getAttributeNames().filter((name) => /^(href|for|lang|aria-.*)$/.test(name)),
    ...["role", "type", "scope", "tabindex", "autocomplete", "aria-hidden", "aria-expanded", "aria-live"].map((name) =>
      element.getAttribute(name)),
    is_named(element), is_long(element), repeated.has(element.id), element.rows?.[0]?.cells.length > 5,
  ].filter(Boolean).join(" ");
  let heading = "";
  const before = (element) => {
    if (/^(A|BUTTON|INPUT|SELECT|TEXTAREA)$/.test(element.tagName)) return element.previousElementSibling?.tagName;
    return /^H\d$/.test(element.tagName) ? [heading, heading = element.tagName][0] : "";
  };
  const made_of = [...page.body.querySelectorAll("*")].map((element) =>
    `${own(element.parentElement)} > ${before(element)} + ${own(element)}`);
  const rules = (list) => [...list].flatMap((rule) => [rule.selectorText || [], rules(rule.cssRules || [])].flat());
  const special = rules([...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])).filter((selector) =>
    /\.(app|model|field|column)-/.test(selector) && page.querySelector(selector.replace(/::[\w-]+/g, "")));
  const row = page.querySelector("#result_list tbody tr a")?.getAttribute("href").split("?")[0];
  return {path, status: answer.status, row: row || "", made_of: [...new Set([...made_of, ...special])]};
}))"""


@dataclass(frozen=True)
class Drawn:
    """A page as it is sent: see DRAWN."""

    path: str
    status: int
    row: str
    made_of: frozenset[str]


def drawn(page, paths) -> list[Drawn]:
    """Return the pages at `paths` as whoever is signed in on `page` would be sent them."""
    return [Drawn(**{**answer, "made_of": frozenset(answer["made_of"])}) for answer in page.evaluate(DRAWN, paths)]


def that_show_all(pages: list[Drawn]) -> list[str]:
    """Return the paths of a few of `pages` that together show whatever any of them is made of."""
    missing = set().union(*(page.made_of for page in pages))
    chosen = []
    while missing:
        most = max(pages, key=lambda page: len(page.made_of & missing))
        chosen.append(most.path)
        missing -= most.made_of
    return chosen
