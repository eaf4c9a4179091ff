"""Whether the links of entries still lead anywhere: looked up daily by `check_links`, read by the forms.

No page waits for another's server: what is known stands in LinkCheck.
"""

import datetime
from collections.abc import Iterable
from contextlib import suppress

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from partnerships.curation import safe_fetch
from partnerships.models import BridgeOrganisation, LinkCheck, Partnership, PartnershipLink, PartnershipSource
from partnerships.published_kinds import table

# How long an answer is believed, and how many links are looked at in one run.
CHECK_LIVE_EVERY = datetime.timedelta(days=7)
CHECK_DEAD_EVERY = datetime.timedelta(hours=20)
BATCH = 200
# Answers that refuse whoever is not a person with a browser: the page is there.
REFUSALS = (401, 402, 403, 405, 406, 407, 409, 418, 429, 451, 999)

_Columns = list[tuple[type[Model], str]]
# What else has links than what is published.
_OTHERS: _Columns = [
    *((PartnershipLink, "url"), (PartnershipSource, "url"), (Partnership, "joining_page")),
    (BridgeOrganisation, "website"),
]


def check(url: str, *, now: datetime.datetime | None = None) -> LinkCheck:
    """Request the page at `url`, and return what is known of it now. Servers that do not answer are no error."""
    now = now or timezone.now()
    user_agent = f"{settings.SITE_NAME} link check (+{settings.SITE_URL})"
    status: int | None = None
    with suppress(safe_fetch.NoAnswer, safe_fetch.NotPublic):
        status = safe_fetch.request_status(url, user_agent=user_agent)
    previous = LinkCheck.objects.filter(url=url).first()
    has_failed = status is None or status >= 400 and status not in REFUSALS
    first_failed_at = (previous and previous.first_failed_at) or now
    known = {"status": status, "checked_at": now, "first_failed_at": first_failed_at if has_failed else None}
    return LinkCheck.objects.update_or_create(url=url, defaults=known)[0]


def due() -> list[str]:
    """Return the addresses to look at, those never looked at first, then those looked at longest ago."""
    now = timezone.now()
    known, believed = {}, set()
    for link in LinkCheck.objects.all():
        known[link.url] = link.checked_at
        if link.checked_at >= now - (CHECK_DEAD_EVERY if link.first_failed_at else CHECK_LIVE_EVERY):
            believed.add(link.url)
    return sorted(_all_urls() - believed, key=lambda url: (url in known, known.get(url, now), url))


def check_due(*, limit: int = BATCH) -> int:
    """Look at up to `limit` addresses that are due, and return how many were. What is in use no more is forgotten."""
    LinkCheck.objects.exclude(url__in=_all_urls()).delete()
    urls = due()[:limit]
    for url in urls:
        check(url)
    return len(urls)


def dead_among(urls: Iterable[str], links: QuerySet[PartnershipLink] | None = None) -> set[str]:
    """Return those of `urls`, and of what the rows `links` lead to, that are known to lead nowhere."""
    named = Q(url__in=list(urls))
    if links is not None:
        named |= Q(url__in=links.order_by().values("url"))
    return set(LinkCheck.objects.dead().filter(named).values_list("url", flat=True))


def _all_urls() -> set[str]:
    published: _Columns = [(kind.model, kind.link) for kind in table.kinds() if kind.link]
    columns = [model._default_manager.values_list(name, flat=True) for model, name in [*published, *_OTHERS]]
    return {url for column in columns for url in column if url}
