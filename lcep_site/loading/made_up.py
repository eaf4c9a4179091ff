"""A directory that is made up, as large as wanted: for measuring, and for trying out what many entries are like.

Its entries stand in real places, say of themselves that they are made up, and are spread as the real ones are: two in
five say how far they have come, most have a few members and some have hundreds, and a few members are everywhere. The
same number, added to the same directory on the same day, makes the same entries.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from random import Random
from typing import Any, TypeVar

from django.db.models import Model

from lcep_site.loading import made_up_rows as rows
from lcep_site.loading.made_up_rows import Ground
from lcep_site.loading.made_up_words import SOURCE
from lcep_site.loading.merging import refresh_statistics
from members.models import MemberOrganisation, Membership
from partnerships import versions
from partnerships.models import (
    CaseStudy,
    LocalAuthority,
    NewsItem,
    Partnership,
    PartnershipName,
    PartnershipPriority,
    PartnershipSource,
    SearchDocument,
)
from partnerships.models.versions import revising
from partnerships.published_kinds.table import kind_of
from partnerships.search import text_index
from partnerships.vocabulary import NewsKind, RevisionKind

MAX_PARTNERSHIPS = 700_000
ORGANISATIONS_EACH = 1.5
EVERYWHERE = 5
NEWS_EVERY, CASE_STUDY_EVERY = 20, 100
FOUND_BY_WORDS = {Partnership, MemberOrganisation, NewsItem, CaseStudy}
_MODELS = [*FOUND_BY_WORDS, PartnershipName, PartnershipPriority, PartnershipSource, Membership, SearchDocument]
_BATCH = 1_000
_Row = TypeVar("_Row", bound=Model)


def make(number: int, report: Callable[[str], None]) -> None:
    """Add `number` made-up partnerships, at most MAX_PARTNERSHIPS, and what is around them: all or nothing.

    `report` is told how far it is. Raises NothingToBuildOnError when the real directory is not loaded.
    """
    ground = Ground(Random(number))
    with revising(kind=RevisionKind.LOAD, reason=SOURCE):
        everywhere = _organisations(ground, [ground.chance.choice(ground.places) for _ in range(EVERYWHERE)])
        for done in range(0, number, _BATCH):
            size = min(_BATCH, number - done)
            _make_batch(ground, size, everywhere)
            report(f"{done + size:,} of {number:,} partnerships")
        _finish(everywhere)
    refresh_statistics([*_MODELS, Partnership.authorities.through])


def _make_batch(ground: Ground, size: int, everywhere: list[MemberOrganisation]) -> None:
    """Add `size` partnerships, organisations around them, and what belongs to both."""
    around = [ground.some_places() for _ in range(size)]
    partnerships = _add(rows.partnership(ground, places) for places in around)
    pairs = list(zip(partnerships, around, strict=True))
    through = Partnership.authorities.through
    _add(through(partnership=row, localauthority=place) for row, places in pairs for place in places)
    parts: list[list[Any]] = [
        _add(rows.former_name(row, places[0]) for row, places in pairs if ground.chance.random() < 0.3),
        _add(priority for row in partnerships for priority in rows.stated_priorities(ground, row)),
        _add(PartnershipSource(partnership=row, title=SOURCE, seen_on=ground.now.date()) for row in partnerships),
        _add(_news(ground, pairs[::NEWS_EVERY])),
        _add(rows.case_study(ground, row, places[0]) for row, places in pairs[::CASE_STUDY_EVERY]),
    ]
    places = [ground.chance.choice(ground.chance.choice(around)) for _ in range(int(size * ORGANISATIONS_EACH))]
    organisations, near = _organisations(ground, places), defaultdict(list)
    for organisation, place in zip(organisations, places, strict=True):
        near[place.region_id].append(organisation)
    memberships = _add(
        membership
        for row, places in pairs
        for membership in rows.memberships(ground, row, near[places[0].region_id], everywhere)
    )
    _finish(partnerships, *parts, organisations, memberships)


def _news(ground: Ground, pairs: Iterable[tuple[Partnership, list[LocalAuthority]]]) -> Iterator[NewsItem]:
    for kind, (row, places) in zip(cycle(NewsKind), pairs):  # noqa: B905 - there is no end of kinds
        yield rows.news_item(ground, kind, row, places[0])


def _organisations(ground: Ground, places: Iterable[LocalAuthority]) -> list[MemberOrganisation]:
    return _add(rows.organisation(ground, place) for place in places)


def _add(made: Iterable[_Row]) -> list[_Row]:
    made = list(made)
    return type(made[0])._default_manager.bulk_create(made, batch_size=_BATCH) if made else []


def _finish(*lists: list[Any]) -> None:
    """Keep the first versions of new rows, which are complete now, and let them be found by words."""
    for made in filter(None, lists):
        model, keys = type(made[0]), [row.pk for row in made]
        versions.keep_new(model, keys)
        if model in FOUND_BY_WORDS:
            text_index.refresh_entries((kind_of(model).name, key) for key in keys)
