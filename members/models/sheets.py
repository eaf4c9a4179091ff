"""Imports of sheets: what was uploaded, what each of its rows would change, and what became of it."""

from datetime import timedelta
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from partnerships.models.rights import editable_rows
from partnerships.models.versions import Revision

# How long reading, importing or undoing may go without a sign of life before it counts as interrupted. What is done in
# slices gives one with each.
LEASE, LEASE_OF_SLICE = timedelta(minutes=3), timedelta(minutes=1)
# So often what was interrupted is gone on with by itself, with nothing done meanwhile: it may be what ends the worker.
MAX_TRIES = 3


class SheetKind(models.TextChoices):
    """What the rows of a sheet are."""

    PARTNERSHIPS = "partnerships", "Partnerships"
    MEMBERS = "members", "Member organisations"
    MEMBERSHIPS = "memberships", "Memberships"


class SheetState(models.TextChoices):
    """How far an import has come."""

    READING = "reading", "Being read"
    PREVIEWED = "previewed", "Waiting for your decision"
    APPLYING = "applying", "Being imported"
    DONE = "done", "Imported"
    FAILED = "failed", "Not imported"
    STOPPED = "stopped", "Stopped half-way"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"


AT_WORK = [SheetState.READING, SheetState.APPLYING, SheetState.UNDOING]
# Its rows, or some of them, are in the directory, or were.
WITH_REVISION = [SheetState.APPLYING, SheetState.STOPPED, SheetState.DONE, SheetState.UNDOING, SheetState.UNDONE]


class RowOutcome(models.TextChoices):
    """What a row of a sheet would do, or why it was left out."""

    ERROR = "error", "Error"
    MOVED = "moved", "Changed meanwhile"
    DOUBTFUL = "doubtful", "Looks like one already here"
    NEW = "new", "New"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"


class SheetImportQuerySet(models.QuerySet["SheetImport"]):
    def editable_by(self, user: User) -> Self:
        """Return the imports of `user`; every one for national staff."""
        return editable_rows(self, user, lambda: Q(by=user))


class SheetImport(models.Model):
    """One uploaded sheet on its way into the directory.

    On PostgreSQL nothing of it is in the directory before its state is "done", and then all of it, as one revision. On
    SQLite it comes in slice by slice, each a revision, of which `revision` is the first.
    """

    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="sheet_imports")
    kind = models.CharField("sheet of", max_length=12, choices=SheetKind)
    file_name = models.CharField("file", max_length=120)
    content = models.BinaryField(null=True, help_text="The file, until it has been read.")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.READING)
    notes = models.JSONField(default=list, blank=True, help_text="What whoever imports should know of the file.")
    problem = models.TextField(blank=True, help_text="Why it could not be read, imported or undone.")
    counts = models.JSONField(default=dict, blank=True, help_text="How many rows of each outcome.")
    total = models.PositiveIntegerField("rows in all", default=0)
    done = models.PositiveIntegerField("rows dealt with", default=0)
    reached = models.PositiveIntegerField("last row imported", default=0, db_default=0)
    takes_doubtful = models.BooleanField("with those that look like others", default=False)
    publishes = models.BooleanField("new ones published", default=False)
    attempt = models.PositiveSmallIntegerField(default=0, help_text="Who began the same anew has the say.")
    lease_until = models.DateTimeField(null=True, blank=True)
    waits_for_worker_as = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who began it, until the worker takes it up.",
    )
    goes_on_as = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who began it, as long as the worker may go on with it by itself.",
    )
    tries = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="How often since anything was done.")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")
    undo_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("uploaded", default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                condition=Q(revision__isnull=True) | Q(state__in=WITH_REVISION),
                name="only_what_was_imported_has_a_revision",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_at_work(self) -> bool:
        """Whether it is being read, imported or undone now."""
        return self.state in AT_WORK and not self.is_interrupted

    @property
    def is_interrupted(self) -> bool:
        """Whether reading, importing or undoing it was ended in the middle."""
        return self.state in AT_WORK and self.lease_until is not None and self.lease_until < timezone.now()

    @property
    def can_go_on(self) -> bool:
        """Whether it has stopped, by itself or by a crash, before its end."""
        return self.is_interrupted or self.state == SheetState.STOPPED

    @property
    def can_be_thrown_away(self) -> bool:
        """Whether nothing of it is in the directory, and it is not being worked on."""
        is_at_rest = self.state in {SheetState.PREVIEWED, SheetState.FAILED}
        return is_at_rest or self.is_interrupted and self.revision_id is None

    @property
    def to_import(self) -> int:
        """How many rows are imported, as far as the preview says: doubtful ones only if that was chosen."""
        return self.count(*self.importable_outcomes)

    @property
    def importable_outcomes(self) -> list[str]:
        """The outcomes of the rows that are imported: doubtful ones only if that was chosen."""
        doubtful = [RowOutcome.DOUBTFUL] if self.takes_doubtful else []
        return [RowOutcome.NEW, RowOutcome.CHANGED, *doubtful]

    def count(self, *outcomes: str) -> int:
        """Return how many of its rows have one of `outcomes`."""
        return sum(self.counts.get(outcome, 0) for outcome in outcomes)


class SheetRowQuerySet(models.QuerySet["SheetRow"]):
    def worst_first(self) -> Self:
        """Return them in the order of RowOutcome: errors first, then what needs a look, then the others."""
        order = Case(*(When(outcome=outcome, then=Value(place)) for place, outcome in enumerate(RowOutcome)))
        return self.order_by(order, "number")

    def left_out(self) -> Self:
        """Return those that cannot be imported as they are."""
        return self.filter(outcome__in=[RowOutcome.ERROR, RowOutcome.MOVED, RowOutcome.DOUBTFUL])


class SheetRow(models.Model):
    """One row of an imported sheet: its cells, and in words what it would change or what is wrong with it."""

    sheet = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="As the sheet program shows it.")
    name = models.CharField(max_length=340, blank=True)
    outcome = models.CharField(max_length=10, choices=RowOutcome)
    cells = models.JSONField(default=dict)
    # Lists of {"column", "words"}, "words" saying what is wrong, and of {"column", "old", "new"}.
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    objects = SheetRowQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="one_row_a_number")]

    def __str__(self) -> str:
        return f"Row {self.number}"
