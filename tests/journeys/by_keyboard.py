"""Going through a page with the keyboard alone: as far as a link, field or button, and no further."""

import re

MAX_STOPS = 120
# What the keyboard has reached is called: by its label or its words.
CALLED = """() => {
  const element = document.activeElement, labels = [...element.labels || []].map((label) => label.innerText);
  const group = element.closest("fieldset")?.querySelector("legend")?.innerText || "";
  const name = element.getAttribute("aria-label") || labels.join(" ") || element.innerText || element.value || "";
  return [name.trim().replace(/\\s+/g, " "), element.type === "radio" ? group : ""];
}"""


def go_to(page, name, *, back=False) -> int:
    """Press Tab until what is called `name`, a pattern, has the focus, and return how often that took."""
    for stop in range(1, MAX_STOPS + 1):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if re.search(name, page.evaluate(CALLED)[0]):
            return stop
    raise AssertionError(f"{name} is not reached by keyboard")


def follow(page, name) -> None:
    """Go to the link or button called `name`, press Enter, and wait for the page it leads to."""
    go_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page, name, text) -> None:
    """Go to the field called `name` and type `text`."""
    go_to(page, name)
    page.keyboard.type(text)


def choose(page, group, name) -> None:
    """Go to the choices called `group`, and with the arrows to the one called `name`."""
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        if group in page.evaluate(CALLED)[1]:
            break
    else:
        raise AssertionError(f"{group} is not reached by keyboard")
    page.keyboard.press("Space")
    for _ in range(MAX_STOPS):
        if re.search(name, page.evaluate(CALLED)[0]):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} is none of the choices")
