"""Reports over time, month by month: enquiries answered in time, entries checked, how complete entries are.

Of a Bridge Organisation to its staff, of all side by side to national staff. What stands in rows is counted when
somebody asks. How complete and how fresh entries were is not: `keep_figures` keeps it, daily, from the first time on.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from partnerships.curation import completeness
from partnerships.curation.worklist import Freshness, with_freshness
from partnerships.dates.months import MONTHS_A_YEAR, months_before
from partnerships.models import BridgeOrganisation, Enquiry, MonthlyFigures, Partnership, Revision
from partnerships.models.rights import sees_every_bridge
from partnerships.versions.kinds import version_rows

MONTHS_SHOWN = 12
ENGLAND, NATIONAL_DESK = "England", "National desk"
# The drawing: a bar a month.
BAR_WIDTH, BAR_GAP, HEIGHT = 20, 6, 80
# A month of 0 is a line at the foot, so that it differs from one of which nothing is known.
LINE_OF_ZERO = 3
NOT_KNOWN, NOTHING_DUE = "not known", "nothing was due"
# What is read of each entry; the last two are annotated.
_KEPT: tuple[str, ...] = ("bridge", "freshness", "completeness")
_OF_ANSWERED = (
    "Of the enquiries that arrived in a month and are answered, closed or past their date, how many of a hundred were "
    "answered or closed by their date. What is open and not due yet is counted in no month."
)
_NOBODY: Mapping[int | None, int] = {}
SEE_ENTRIES, SEE_ENQUIRIES = "partnerships.view_partnership", "partnerships.view_enquiry"


@dataclass(frozen=True)
class MonthValue:
    """What is reported of a month: a `value`, None when there is none, of `part` in `whole` where it is a share."""

    month: datetime.date
    value: int | None
    part: int = 0
    whole: int = 0


@dataclass(frozen=True)
class PlottedBar:
    """A bar of the drawing, `height` high from its foot, and how far down its top is; a line where it `is_zero`."""

    x: int
    y: int
    height: int
    is_zero: bool = False


@dataclass(frozen=True)
class ReportLine:
    """The months of one Bridge Organisation, of the national desk, or of England."""

    label: str
    months: list[MonthValue]
    # How many are open and not due yet, and so in no month's figure.
    waiting: int = 0

    @property
    def part(self) -> int:
        return sum(each.part for each in self.months)

    @property
    def whole(self) -> int:
        """Of how many the shares of all months are."""
        return sum(each.whole for each in self.months)

    def bars(self, most: int) -> list[PlottedBar]:
        """Return a bar for each month that has a value; one of `most` is as high as the drawing."""
        bars = []
        for at, month in enumerate(self.months):
            if month.value is not None:
                height = max(round(HEIGHT * month.value / (most or 1)), LINE_OF_ZERO)
                bars.append(PlottedBar(at * (BAR_WIDTH + BAR_GAP), HEIGHT - height, height, is_zero=not month.value))
        return bars


@dataclass(frozen=True)
class Report:
    """A report: its name in addresses, its title, what it counts, and a line for each who is reported of.

    `since` is the first month of which figures were kept, where they are kept; `is_share`: values are per cent.
    `nothing` says what it means that a month has no value, `without` what is so of who has a figure in no month.
    """

    name: str
    title: str
    meaning: str
    lines: list[ReportLine]
    is_share: bool = False
    since: datetime.date | None = None
    is_kept: bool = False
    nothing: str = NOT_KNOWN
    without: str = "No figure is kept"

    def has_figure(self, line: ReportLine) -> bool:
        """Whether there is something to draw: a share of anything, or a number above 0; who waits is told of too."""
        values = [each.value for each in line.months if each.value is not None]
        return bool(line.waiting or (values if self.is_share else any(values)))

    @property
    def told(self) -> list[ReportLine]:
        return [line for line in self.lines if self.has_figure(line)]

    @property
    def untold(self) -> list[str]:
        """Who has a figure in no month."""
        return [line.label for line in self.lines if not self.has_figure(line)]

    @property
    def most(self) -> int:
        """The value of the highest bar: of all lines, so that they can be compared."""
        return (
            100 if self.is_share else max((each.value or 0 for line in self.lines for each in line.months), default=0)
        )

    @property
    def drawn(self) -> list[tuple[ReportLine, list[PlottedBar]]]:
        return [(line, line.bars(self.most)) for line in self.told]

    @property
    def has_bars(self) -> bool:
        return any(bars for _, bars in self.drawn)

    @property
    def months(self) -> list[datetime.date]:
        return [each.month for each in self.lines[0].months] if self.lines else []

    @property
    def rows(self) -> Iterator[list[object]]:
        """The rows of its sheet, the heading first."""
        shares = ["of these", "of"] if self.is_share and not self.is_kept else []
        yield ["month", "whose", "per cent" if self.is_share and shares else "value", *shares, "note"]
        for line in self.lines:
            for each in line.months:
                is_known = each.value is not None
                numbers = ([each.part, each.whole] if is_known else ["", ""]) if shares else []
                note = "" if is_known else self.nothing
                yield [f"{each.month:%Y-%m}", line.label, each.value if is_known else "", *numbers, note]


def reports_for(user: User, today: datetime.date) -> list[Report]:
    """Return the reports that `user` may see, of the MONTHS_SHOWN months up to that of `today`."""
    groups = dict(BridgeOrganisation.objects.editable_by(user).order_by("name").values_list("pk", "name"))
    months = _months_to(today)
    reports = []
    if user.has_perm(SEE_ENQUIRIES):
        reports.append(_answered(_Groups(groups, sees_every_bridge(user), NATIONAL_DESK), months, today))
    if user.has_perm(SEE_ENTRIES):
        national = _Groups(groups, sees_every_bridge(user))
        reports += [_checked(national, months), *_of_kept_figures(national, months)]
    return [report for report in reports if report.lines]


@dataclass(frozen=True)
class _Groups:
    """Whose figures are told apart: Bridge Organisations by their keys, all of them together if it `is_national`."""

    names: dict[int, str]
    is_national: bool
    nobodys: str = ""

    def lines(
        self, values: dict[Any, MonthValue], months: list[datetime.date], waiting: Mapping[int | None, int] = _NOBODY
    ) -> list[ReportLine]:
        """Return a line for each, of `values` by key and month, and how many are `waiting` by key."""
        keys: list[tuple[int | None, str]] = [(0, ENGLAND)] if self.is_national else []
        keys += self.names.items()
        if self.is_national and self.nobodys:
            keys.append((None, self.nobodys))
        return [
            ReportLine(
                name, [values.get((key, month)) or MonthValue(month, None) for month in months], waiting.get(key, 0)
            )
            for key, name in keys
        ]


def _months_to(today: datetime.date) -> list[datetime.date]:
    return [months_before(today.replace(day=1), back) for back in range(MONTHS_SHOWN - 1, -1, -1)]


def _shares(parts: Counter, wholes: Counter) -> dict:
    return {
        key: MonthValue(key[1], round(100 * parts[key] / whole), parts[key], whole) for key, whole in wholes.items()
    }


def _answered(groups: _Groups, months: list[datetime.date], today: datetime.date) -> Report:
    """Report which share of the enquiries of a month was answered by its date, beside how many are not due yet."""
    asked = Enquiry.objects.genuine().filter(received_at__date__gte=months[0])
    rows = asked.order_by().values_list("desk", "received_at", "due_on", "answered_at", "closed_at")
    in_time: Counter = Counter()
    due: Counter = Counter()
    waiting: Counter = Counter()
    for desk, received, due_on, answered, closed in rows.iterator():
        done = answered or closed
        if done is None and due_on >= today:
            waiting.update([0, desk])
            continue
        month = timezone.localdate(received).replace(day=1)
        for key in (0, desk):
            due[key, month] += 1
            in_time[key, month] += done is not None and timezone.localdate(done) <= due_on
    lines = groups.lines(_shares(in_time, due), months, waiting)
    said = partial(Report, nothing=NOTHING_DUE, without="No enquiry was due or answered")
    return said("answered", "Answered in time", _OF_ANSWERED, lines, is_share=True)


def _checked(groups: _Groups, months: list[datetime.date]) -> Report:
    """Report how many entries were checked in a month, and stood as checked then at its end.

    Nothing is known of the months before the first version of anything.
    """
    last: dict[tuple[int, datetime.date], tuple[int, datetime.date | None]] = {}
    versions = version_rows(Partnership).filter(revision__at__date__gte=months[0]).order_by("history_id")
    for entry, bridge, checked, at in versions.values_list("id", "bridge_id", "checked_on", "revision__at").iterator():
        last[entry, timezone.localdate(at).replace(day=1)] = (bridge, checked)
    counts: Counter = Counter()
    for (_, month), (bridge, checked) in last.items():
        if checked and checked.replace(day=1) == month:
            counts.update({(0, month): 1, (bridge, month): 1})
    first = Revision.objects.aggregate(at=Min("at"))["at"]
    since = timezone.localdate(first).replace(day=1) if first else months[-1]
    every = [(key, month) for key in (0, *groups.names) for month in months if month >= since]
    values = {key: MonthValue(key[1], counts[key]) for key in every}
    meaning = "How many entries were checked in a month, by staff or by the partnership itself."
    lines = groups.lines(values, months)
    return Report("checked", "Entries checked", meaning, lines, without="As far as is known, no entry was checked")


def _of_kept_figures(groups: _Groups, months: list[datetime.date]) -> list[Report]:
    """Report how complete entries were, and which share had been checked in time, as it was kept each month."""
    sums: defaultdict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = MonthlyFigures.objects.filter(month__gte=months[0])
    for bridge, month, *figures in rows.values_list("bridge", "month", "measured", "score_sum", "in_time"):
        for key in (0, bridge):
            sums[key, month] = [before + more for before, more in zip(sums[key, month], figures, strict=True)]
    measured = {key: figures for key, figures in sums.items() if figures[0]}
    scores = {key: MonthValue(key[1], round(total / number)) for key, (number, total, _) in measured.items()}
    fresh = {key: MonthValue(key[1], round(100 * good / number)) for key, (number, _, good) in measured.items()}
    since = MonthlyFigures.objects.order_by("month").values_list("month", flat=True).first()
    kept = partial(Report, is_share=True, since=since, is_kept=True)
    complete = "The average score of the entries, out of 100, as it was at the end of each month."
    in_time = "How many of a hundred entries had been checked in time, as it was at the end of each month."
    return [
        kept("complete", "How complete entries are", complete, groups.lines(scores, months)),
        kept("fresh", "Entries checked in time", in_time, groups.lines(fresh, months)),
    ]


@transaction.atomic
def keep_figures(today: datetime.date) -> int:
    """Keep how the entries of each Bridge Organisation stand on `today` as the figures of its month; return how many.

    What was kept earlier in the month is replaced: the last look counts.
    """
    rows = completeness.measured(completeness.with_completeness(with_freshness(Partnership.objects.all()))).order_by()
    sums = _sums(rows.values_list(*_KEPT).iterator())
    month = today.replace(day=1)
    figures = [
        MonthlyFigures(month=month, bridge_id=bridge, measured=number, score_sum=total, in_time=good)
        for bridge, (number, total, good) in sums.items()
    ]
    MonthlyFigures.objects.filter(month=month).delete()
    MonthlyFigures.objects.bulk_create(figures)
    return len(figures)


def _sums(entries: Iterable[tuple[int, str, int]]) -> dict[int, list[int]]:
    """Return by Bridge Organisation how many entries it has, the sum of their scores, and how many are in time."""
    sums: dict[int, list[int]] = {}
    for bridge, freshness, score in entries:
        of_bridge = sums.setdefault(bridge, [0, 0, 0])
        more = (1, score, freshness == Freshness.IN_TIME)
        sums[bridge] = [before + each for before, each in zip(of_bridge, more, strict=True)]
    return sums


assert MONTHS_SHOWN == MONTHS_A_YEAR, "The page says “a year”."
