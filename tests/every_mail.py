"""Every mail the site writes, drawn with what real ones are about: by its template and what is special about it."""

import datetime
from types import SimpleNamespace
from typing import NamedTuple

from django.conf import settings

from partnerships.mail import late_mails
from tests.factories import make_authority, make_bridge, make_enquiry, make_partnership

SITE = settings.SITE_URL
DAY = datetime.date(2026, 3, 4)
LINK = f"{SITE}/check/1.1aaaaa.bbbbbbbbbbbbbbbbbbbbbbbb/"
END = f"{SITE}/news-by-mail/stop/1.1aaaaa.cccccccccccccccccccc/"
DESK = f"{SITE}/back-office/partnerships/enquiry/7/change/"
CHANGES = ["Website", "Summary"]


class DrawnMail(NamedTuple):
    """A mail as it leaves."""

    subject: str
    text: str
    html: str


def _about_accounts():
    yield "account_changed", "", {"change": "Your password was changed."}
    yield "account_guessed", "", {"reset": f"{SITE}/accounts/password/reset/"}
    yield "account_invitation", "", {"by": "Arts & Culture North", "link": f"{SITE}/accounts/invitation/x/", "days": 7}
    yield "account_reset", "", {"link": f"{SITE}/accounts/password/reset/key/x/", "hours": 2}
    trouble = {"title": "Backups", "words": "The newest is two days old.", "since": datetime.datetime(2026, 3, 4)}
    page = {"page": "/back-office/status/"}
    yield "trouble", "", {**trouble, **page, "event": "late", "is_over": False, "machine": "web-1"}
    yield "trouble", "over", {**trouble, **page, "event": "well again", "is_over": True, "machine": ""}


def _about_entries(partnership, bridge):
    about = {"partnership": partnership}
    act = {"subject": "Calder Valley LCEP is handed in", "what": "Calder Valley LCEP was handed in.", "link": DESK}
    yield "about_draft", "", act
    yield "about_draft", "with words", act | {"words": "Please look at the dates.\nThey differ."}
    for is_reminder in (False, True):
        until = {"link": LINK, "link_until": DAY, "is_reminder": is_reminder}
        yield "check_request", "a reminder" if is_reminder else "", about | until
    entries = [SimpleNamespace(name=f"{place} LCEP", link=f"{DESK}?of={place}") for place in ("Calder", "Ryburn")]
    yield "checks_unanswered", "", {"bridge": bridge, "weeks": 4, "entries": entries}
    for is_done in (False, True):
        for is_new in (False, True):
            yield "contact_change", f"{is_done} {is_new}", about | {"is_done": is_done, "is_new": is_new}
    yield "correction_confirm", "", about | {"link": LINK, "kept_for": "seven days"}
    nothing = {"is_declined": False, "taken": [], "left": [], "reason": ""}
    for name, more in {
        "taken": {"taken": CHANGES},
        "in part": {"taken": CHANGES[:1], "left": CHANGES[1:], "reason": "We found <another> date.\nSee the page."},
        "declined": {"is_declined": True, "reason": "The page says so."},
        "looked into": {},
    }.items():
        yield "proposal_decided", name, about | nothing | more


def _about_news():
    yield "subscription_confirm", "", {"link": LINK, "kept_for": "seven days", "choices": "everything"}
    yield "subscription_known", "", {"link": LINK, "end_link": END}
    stories = [
        SimpleNamespace(title=f"Story & more {number}", text=text, path=f"/news/story-{number}/")
        for number, text in enumerate(("What it says.", ""))
    ]
    sections = [
        {"heading": "News", "path": "/news/", "stories": stories, "more": 3},
        {"heading": "Events", "path": "/events/", "stories": stories[:1], "more": 0},
    ]
    days = {"since": DAY, "last_day": DAY + datetime.timedelta(days=13), "count": 6}
    yield "digest", "", {"sections": sections, **days, "choices": "everything", "choices_link": LINK, "end_link": END}


def _about_enquiries(enquiry):
    about = {"enquiry": enquiry}
    parts = [{"enquiry": enquiry, "who_else": "", "whom": None}] * 2
    yield "enquiry_receipt", "", {"parts": parts[:1]}
    yield "enquiry_receipt", "two", {"parts": parts}
    yield "enquiry_moved", "", about | {"before": "the national desk", "who_else": "", "whom": None}
    yield "enquiry_delay", "", about | {"told": "the national desk"}
    reply = {"text": "Come on Monday.\n\nBring a friend.", "writer": "A B", "desk": "National desk"}
    yield "enquiry_reply", "", about | reply
    for name in ("received", "passed_on", "due", "quiet"):
        for until in (DAY, None):
            more = {"link": LINK if until else DESK, "link_until": until, "reason": "It is about your town."}
            yield f"enquiry_{name}", "by link" if until else "", about | more


def drawn_mails() -> dict[str, DrawnMail]:
    """Return every mail, by its template and what is special about it."""
    bridge = make_bridge(name="Arts & Culture North")
    partnership = make_partnership([make_authority(name="Calderdale")], name="Calder Valley LCEP", bridge=bridge)
    enquiry = make_enquiry(partnership=partnership)
    contexts = [*_about_accounts(), *_about_entries(partnership, bridge), *_about_news(), *_about_enquiries(enquiry)]
    return {" ".join(filter(None, [name, special])): _drawn(name, context) for name, special, context in contexts}


def _drawn(name, context):
    names = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    subject = late_mails.plain_text(f"emails/{name}_subject.txt", names | context)
    return DrawnMail(" ".join(subject.split()), *late_mails.drawn(name, context))
