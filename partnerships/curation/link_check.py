"""Whether the links of entries still lead anywhere: looked up daily by `check_links`, read by the forms.

No page waits for another's server: what is known stands in LinkCheck.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from partnerships.curation import safe_fetch
from partnerships.models import (
    BridgeOrganisation,
    CaseStudy,
    LinkCheck,
    NewsItem,
    Partnership,
    PartnershipLink,
    PartnershipSource,
    Programme,
    Resource,
    SupportOffer,
)

# How long a good answer is believed, and how many links are looked at in one run.
CHECK_LIVE_EVERY = datetime.timedelta(days=7)
CHECK_DEAD_EVERY = datetime.timedelta(hours=20)
BATCH = 200
# Refused to whoever is not a person with a browser: the page is there.
THERE_ALL_THE_SAME = (401, 402, 403, 405, 406, 407, 409, 418, 429, 451, 999)

# The field in which what is published names a page elsewhere.
LINK_OF = {
    CaseStudy: "source",
    NewsItem: "link",
    Programme: "website",
    Resource: "url",
    SupportOffer: "website",
}

# Each gives the addresses of one kind of row. An app above this one registers its own in its AppConfig.ready().
SOURCES: list[QuerySet] = [
    Partnership.objects.exclude(website="").values_list("website", flat=True),
    PartnershipLink.objects.values_list("url", flat=True),
    PartnershipSource.objects.exclude(url="").values_list("url", flat=True),
    BridgeOrganisation.objects.exclude(website="").values_list("website", flat=True),
    *(model.objects.exclude(**{name: ""}).values_list(name, flat=True) for model, name in LINK_OF.items()),
]


def register(source: QuerySet) -> None:
    """Have the addresses that `source` gives checked as well."""
    SOURCES.append(source)


def check(url: str, *, resolve: safe_fetch.Resolve = safe_fetch.public_address, now=None) -> LinkCheck:
    """Look whether `url` leads anywhere, and return what is known of it now."""
    now = now or timezone.now()
    try:
        sender = f"{settings.SITE_NAME} link check (+{settings.SITE_URL})"
        status = safe_fetch.ask(url, sender=sender, resolve=resolve)
    except (safe_fetch.NoAnswer, safe_fetch.NotPublic):
        status = None
    before = LinkCheck.objects.filter(url=url).first()
    is_bad = status is None or status >= 400 and status not in THERE_ALL_THE_SAME
    since = (before and before.first_failed_at) or now
    known, _ = LinkCheck.objects.update_or_create(
        url=url, defaults={"status": status, "checked_at": now, "first_failed_at": since if is_bad else None}
    )
    return known


def due(now=None) -> list[str]:
    """Return the addresses to look at, those never looked at first, then those looked at longest ago."""
    now = now or timezone.now()
    known = {one.url: one for one in LinkCheck.objects.all()}
    wanted = {
        url: known[url].checked_at if url in known else None
        for url in _all_urls()
        if url not in known
        or known[url].checked_at < now - (CHECK_DEAD_EVERY if known[url].first_failed_at else CHECK_LIVE_EVERY)
    }
    return sorted(wanted, key=lambda url: (wanted[url] is not None, wanted[url] or now, url))


def check_due(*, most: int = BATCH, resolve: safe_fetch.Resolve = safe_fetch.public_address) -> int:
    """Look at up to `most` addresses that are due, forget those in use no more, and return how many were looked at."""
    LinkCheck.objects.exclude(url__in=_all_urls()).delete()
    urls = due()[:most]
    for url in urls:
        check(url, resolve=resolve)
    return len(urls)


def dead_among(urls: Iterable[str]) -> set[str]:
    """Return those of `urls` that are known to lead nowhere."""
    return set(LinkCheck.objects.dead().filter(url__in=list(urls)).values_list("url", flat=True))


def _all_urls() -> set[str]:
    return {url for source in SOURCES for url in source.all() if url}
