"""What is done to a site while it is measured, in a process of its own: python -m bench.acts NAME prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import django

django.setup()

from django.urls import reverse  # noqa: E402 - the applications must be there first

from lcep_site.accounts.links import SIGN_IN, url_for  # noqa: E402
from lcep_site.management.commands.print_sign_in_links import accounts  # noqa: E402
from partnerships.enquiries.consent import CURRENT  # noqa: E402
from partnerships.models import Enquiry, OutgoingMail, Partnership  # noqa: E402
from partnerships.search import text_index  # noqa: E402
from partnerships.search.text_index.partnership_documents import WHAT_IT_IS  # noqa: E402
from partnerships.search.text_index.tokens import tokenise  # noqa: E402


def facts() -> dict[str, str]:
    """Return what requests are made of: one partnership of many members, its form, and two words of the last name."""
    shown = Partnership.objects.published().formed().order_by("pk")
    first, last = shown.get(slug="worcestershire-cultural-education-partnership"), shown.last()
    words = {token.text for token in text_index.query_tokens(last.name)} - set(tokenise(WHAT_IT_IS))
    return {
        "slug": first.slug,
        "form": reverse("admin:partnerships_partnership_change", args=[first.pk]),
        "consent": CURRENT.version,
        "rare": "+".join(sorted(words, key=lambda word: (-len(word), word))[:2]),
    }


def edit() -> float:
    """Save a changed partnership. Return when that was done, in seconds since 1970."""
    partnership = Partnership.objects.get(slug="leeds33")
    partnership.coverage_note = f"Changed at {time.time()}"
    partnership.save()
    text_index.refresh(partnership)
    return time.time()


def sign_in_link() -> str:
    """Return the path of a link that signs somebody in who may edit everything, once."""
    return urlsplit(url_for(accounts()[0], SIGN_IN)).path


def enquiries() -> list[int]:
    """Return how many enquiries there are, how many of them nobody was told of, and how many mails wait to be sent."""
    held_back = Enquiry.objects.exclude(suspicions="").count()
    return [Enquiry.objects.count(), held_back, OutgoingMail.objects.count()]


ACTS: dict[str, Callable[[], object]] = {act.__name__: act for act in (facts, edit, sign_in_link, enquiries)}

if __name__ == "__main__":
    print(json.dumps(ACTS[sys.argv[1]]()))
