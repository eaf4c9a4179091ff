"""What the page “Where the facts come from” tells: how much there is of what, how sure it is, and of which edition."""

import datetime
from typing import Any

from django.db.models import Count, QuerySet

from members.models import Membership
from partnerships.curation import sureness
from partnerships.geography.postcode_data.sources import PACKAGE
from partnerships.models import (
    DeprivationFigures,
    Development,
    LocalAuthority,
    Partnership,
    PartnershipPriority,
    PostcodeEdition,
    PresentSupport,
    PublishedElsewhere,
    SchoolEdition,
    StoryFact,
)
from partnerships.publishing import lately
from partnerships.search import figures
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.sets import Snapshot
from partnerships.vocabulary import STAGE_WORDS, PublicationState


def contents(today: datetime.date) -> dict[str, Any]:
    """Return what the page shows, by the names of its template. The number of queries does not depend on the rows."""
    snapshot = keeping.current()
    return {
        "origins": _origins(snapshot),
        "sureness": sureness.by_confidence(_told_by_sources()),
        "ages": sureness.by_age(today),
        "stages": STAGE_WORDS,
        "counted": _counted(snapshot, today),
    }


def _counted(snapshot: Snapshot, today: datetime.date) -> dict[str, Any]:
    """Return the figures that are defined there, with the day they are of, so that they can be quoted."""
    return {
        "on": today,
        "partnership_count": snapshot.formed.bit_count(),
        "proposed": figures.proposed(snapshot),
        "without": figures.without_partnership(snapshot),
    }


def _origins(snapshot: Snapshot) -> dict[str, Any]:
    """Return which editions are loaded, None where none is, and how much there is."""
    postcodes = PostcodeEdition.objects.first()
    deprivation = DeprivationFigures.objects.newest().values("year", "source").annotate(rows=Count("pk"))
    return {
        "compiled_until": lately.compiled_last(snapshot),
        "elsewhere_count": PublishedElsewhere.objects.published().count(),
        "authority_count": LocalAuthority.objects.count(),
        "postcodes": postcodes,
        # The package has the list without that column; what the Office for National Statistics publishes has it.
        "lacks_ended_postcodes": postcodes is not None and postcodes.source.startswith(PACKAGE),
        "schools": SchoolEdition.objects.first(),
        "deprivation": deprivation.order_by("source").first(),
    }


def _told_by_sources() -> dict[str, QuerySet[Any]]:
    """Return the public rows of each kind of fact that has a source and says how sure it is, by what it is called."""
    public = {"partnership__publication": PublicationState.PUBLISHED}
    return {
        "Partnerships": Partnership.objects.published().formed(),
        "Members, partners in projects, funders and supporters": Membership.objects.public(),
        "Stated aims": PartnershipPriority.objects.filter(**public),
        "Facts of their stories": StoryFact.objects.filter(**public),
        "Who supports partnerships today": PresentSupport.objects.published(),
        "What has changed since 2023": Development.objects.published(),
    }
