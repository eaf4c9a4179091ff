"""What staff see of the counts at a glance, and what of them is published: finished months, without small counts."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from partnerships.models import FinderCount
from partnerships.models.finder_counts import FinderCountQuerySet
from partnerships.vocabulary.finder_answers import FinderAnswer

# A smaller number of answers for one place in one month might tell of one person.
FEWEST = 5
HEADER = ("month", "answer", "answer_in_words", "gss_code", "local_authority", "place", "times")
TOGETHER = f"places with fewer than {FEWEST} each"


@dataclass(frozen=True)
class KindOfAnswer:
    """How often an answer of one kind was given this month so far, and last month."""

    label: str
    this_month: int
    last_month: int


def by_kind(counts: FinderCountQuerySet) -> list[KindOfAnswer]:
    """Return each kind of answer that was given this month or last, the commonest first. One query."""
    this_month = timezone.localdate().replace(day=1)
    last_month = (this_month - datetime.timedelta(days=1)).replace(day=1)
    rows = counts.filter(month__in=[this_month, last_month]).order_by().values_list("month", "answer")
    times = {(month, answer): number for month, answer, number in rows.annotate(Sum("number"))}
    kinds = [
        KindOfAnswer(label, times.get((this_month, answer), 0), times.get((last_month, answer), 0))
        for answer, label in FinderAnswer.choices
    ]
    given = [kind for kind in kinds if kind.this_month or kind.last_month]
    return sorted(given, key=lambda kind: -(kind.this_month + kind.last_month))


def published() -> Iterator[tuple[object, ...]]:
    """Yield what is published of the counts, as rows under HEADER: of months that are over. One query.

    Places with fewer than FEWEST answers of a kind are told of together; if even these are fewer, not at all.
    """
    this_month = timezone.localdate().replace(day=1)
    small: Counter[tuple[datetime.date, str]] = Counter()
    for row in FinderCount.objects.filter(month__lt=this_month).with_authority():
        if row.number < FEWEST:
            small[row.month, row.answer] += row.number
        else:
            yield _published(row.month, row.answer, row.gss_code, row.authority_name or "", row.place, row.number)
    for (month, answer), number in sorted(small.items()):
        if number >= FEWEST:
            yield _published(month, answer, "", "", TOGETHER, number)


def _published(month: datetime.date, answer: str, *others: object) -> tuple[object, ...]:
    return f"{month:%Y-%m}", answer, FinderAnswer(answer).label, *others
