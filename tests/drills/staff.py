"""Somebody of the staff at the front, or at one of the machines behind it."""

from bench.html_forms import filled_in, form_with
from tests.drills.front import Answer, Front


def edit(opened_at: Front, sent_to: Front, path: str, cookie: str, note: str) -> Answer:
    """Open the form at `path`, and send it with another coverage note. Raises LookupError where there is no form."""
    opened = opened_at.ask(path, Cookie=cookie)
    form = filled_in(form_with(opened.page, "coverage_note"), coverage_note=note, _continue="Save")
    return sent_to.ask(path, form, Cookie=f"{cookie}; {form_cookie(opened)}")


def form_cookie(opened: Answer) -> str:
    """Return the cookie that came with a form and must go back with it."""
    return opened.headers.get("Set-Cookie", "").partition(";")[0]
