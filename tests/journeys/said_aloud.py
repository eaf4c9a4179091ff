"""What is wrong with a page as a screen reader is given it: its parts, its headings, and the names of controls."""

import re
from collections.abc import Iterable

# A line of the accessibility tree: the role, the name if there is one, and what else is told of it.
LINE = re.compile(r"\s*- '?(\w+)(?: \"((?:[^\"\\]|\\.)*)\"| /((?:[^/\\]|\\.)+)/)?(.*)")
PARTS = ("banner", "main", "contentinfo")
CONTROLS = {"link", "button", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "slider", "switch"}
LEVEL = re.compile(r"\[level=(\d)]")


def problems_said(page, parts: Iterable[str]) -> list[str]:
    """Return what is wrong with the accessibility tree of `page`, which has each of `parts` once."""
    lines = [match.groups() for match in map(LINE.match, page.locator("body").aria_snapshot().splitlines()) if match]
    roles = [role for role, *_ in lines]
    problems = [f"{roles.count(part)} times {part}" for part in parts if roles.count(part) != 1]
    problems += [
        f"a {role} without a name" for role, name, other, _ in lines if role in CONTROLS and not (name or other)
    ]
    menus = [name for role, name, *_ in lines if role == "navigation"]
    problems += [
        f"a menu called {name}, as another or as nothing" for name in menus if not name or menus.count(name) > 1
    ]
    return problems + wrong_headings(
        [int(level[1]) for role, *_, more in lines if role == "heading" and (level := LEVEL.search(more))]
    )


def wrong_headings(levels: list[int]) -> list[str]:
    """Return what is wrong with headings of these `levels`, in this order."""
    problems = [] if levels.count(1) == 1 else [f"{levels.count(1)} main headings"]
    steps = zip(levels, levels[1:], strict=False)
    return problems + [
        f"a heading of level {next_one} after one of {one}" for one, next_one in steps if next_one > one + 1
    ]
