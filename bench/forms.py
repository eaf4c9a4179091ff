"""What people send: enquiries, by visitors from many addresses, and an edit in the back office."""

import re
import time
from collections.abc import Iterator

from bench.asking import FROM, Wanted, ask_once, ask_over_and_over, each_once, seconds_of, the_same
from bench.figures import Row, Speed, not_measured, ratio_row
from bench.files import MANY_TIMES, Times, beside_the_real, where
from bench.html_forms import filled_in, form_with
from bench.pages import Effort
from bench.servers import Server
from bench.sites import Site

ENQUIRY_GOAL = 0.05
ENQUIRIES = 60
# A form that comes back faster than anybody types is held back, and nobody is told of it.
TYPING_SECONDS = 6


def enquiries(unit: Server, server: Server, site: Site, consent: str, effort: Effort) -> Iterator[Row]:
    """Measure the sending of enquiries whose answers were checked before."""
    before = site.act("enquiries")
    rates, unit_rates, spent, unit_spent, sent, bare = [], [], 0.0, 0.0, 0, 0
    for _ in range(effort.rounds):
        opened = [_opened(server, number, consent) for number in range(sent, sent + ENQUIRIES)]
        time.sleep(TYPING_SECONDS)
        checked = [_checked(server, *form) for form in opened]
        start = unit.processor_seconds
        answers, seconds = ask_over_and_over(unit.address, the_same(Wanted("/"), effort.seconds))
        unit_rates.append(answers / seconds)
        unit_spent, bare = unit_spent + unit.processor_seconds - start, bare + answers
        start = server.processor_seconds
        answers, seconds = ask_over_and_over(server.address, each_once(iter(checked)))
        rates.append(answers / seconds)
        spent, sent = spent + server.processor_seconds - start, sent + answers
    speed = Speed(tuple(rates), tuple(unit_rates), spent / sent, unit_spent / bare)
    kept, held_back, mails = (now - then for now, then in zip(site.act("enquiries"), before, strict=True))
    what = f"enquiry sent, kept on disk, {mails / sent:.0f} mails each queued"
    if kept != sent or held_back or mails < sent:
        yield not_measured(what, where(site), f"≥ {ENQUIRY_GOAL}", f"of {sent} sent {kept} kept, {held_back} held back")
        return
    yield ratio_row(what, where(site), speed, ENQUIRY_GOAL)


def _opened(
    server: Server, number: int, consent: str
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Open the form as visitor `number` and fill it in; return the visitor's headers and the form."""
    mark = int(time.time() * 1000) % 10**9 + number
    headers = ((FROM, f"10.{number // 62500 % 250}.{number // 250 % 250}.{number % 250 + 1}"),)
    form = form_with(ask_once(server.address, Wanted("/join/", headers)).content.decode(), "token")
    answers = {"topic": "other", "place": "", "about": "", "enquirer": "arts", "message": f"Enquiry {mark}"}
    answers |= {
        "name": f"Visitor {mark}",
        "email": f"visitor-{mark}@enquirer.example",
        "organisation": "",
        "consent": consent,
    }
    return headers, filled_in(form, **answers, step="check")


def _checked(server: Server, headers: tuple[tuple[str, str], ...], form: tuple[tuple[str, str], ...]) -> Wanted:
    """Return the request that sends the answers, once the page has shown them."""
    page = ask_once(server.address, Wanted("/join/", headers, form=form)).content.decode()
    return Wanted("/join/", headers, 302, filled_in(form_with(page, "seal"), step="send"))


def saved_edits(server: Server, site: Site, path: str, real: Times, effort: Effort) -> Iterator[Row]:
    """Sign in to the back office, and measure the saving of a changed partnership."""
    cookies = _signed_in(server, site.act("sign_in_link"))
    seconds = []
    for number in range(effort.changes):
        headers = (("Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items())),)
        form = form_with(ask_once(server.address, Wanted(path, headers)).content.decode(), "coverage_note")
        changed = filled_in(form, coverage_note=f"Measured {number} at {time.time()}", _continue="Save")
        seconds.append(seconds_of(server.address, Wanted(path, headers, 302, changed)))
    yield beside_the_real("edit saved in the back office", site, seconds, real, MANY_TIMES)


def _signed_in(server: Server, path: str) -> dict[str, str]:
    """Open a sign-in link, press its button, and return the cookies that come of it."""
    shown = ask_once(server.address, Wanted(path, ()))
    cookies = _cookies(shown.headers)
    token = dict(form_with(shown.content.decode(), "csrfmiddlewaretoken"))["csrfmiddlewaretoken"]
    headers = (("Cookie", f"csrftoken={cookies.get('csrftoken', '')}"),)
    done = ask_once(server.address, Wanted(path, headers, 302, (("csrfmiddlewaretoken", token),)))
    return cookies | _cookies(done.headers)


def _cookies(headers: dict[str, str]) -> dict[str, str]:
    return dict(re.findall(r"(?:^|\n)([\w-]+)=([^;\n]*)", headers.get("set-cookie", "")))
