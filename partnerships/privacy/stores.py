"""What is kept about people: one declaration for each place where it is, which all rules about it are read from.

Retention (retention.py) and the privacy notice read for how long, subject requests what of it is an address's and how
that is erased. The directory's own are in directory_stores.py; an app above registers its own in AppConfig.ready().
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from partnerships.dates.months import months_before
from partnerships.text.sentences import listed

# One thing held about an address: names and values that JSON can say. It is handed out as it is.
HeldItem = Mapping[str, Any]


@dataclass(frozen=True)
class Period:
    """A length of time in calendar months or days. str() gives it in words: "6 months from the day it was closed"."""

    months: int = 0
    days: int = 0
    beginning: str = field(default="", compare=False)

    def since(self, beginning: str) -> "Period":
        """Return it with when it begins, in words."""
        return replace(self, beginning=beginning)

    def before(self, moment: datetime.datetime) -> datetime.datetime:
        """Return the moment this long before `moment`; the last day of a month that has no such day."""
        return months_before(moment, self.months) - datetime.timedelta(days=self.days)

    def __str__(self) -> str:
        parts = [(self.months, "month"), (self.days, "day")]
        length = listed(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)
        return f"{length} {self.beginning}".strip()


def delete(rows: QuerySet[Any, Any]) -> int:
    """Delete `rows`; return how many, without counting what went with them."""
    _, counts = rows.delete()
    return counts.get(rows.model._meta.label, 0)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What is kept, for how long from when, why, and what happens then, in words for the people it is about.

    `expired` takes a moment and returns the rows that count from before it, each only until the rule has been applied.
    `apply` takes these rows, carries the rule out and returns how many rows it dealt with.
    """

    name: str
    what: str
    keep: Period
    why: str
    then: str = "We delete it."
    expired: Callable[[datetime.datetime], QuerySet[Any]]
    apply: Callable[[Any], int] = delete

    def due(self, now: datetime.datetime) -> QuerySet[Any]:
        """Return the rows whose time is over `now`."""
        return self.expired(self.keep.before(now))


@dataclass(frozen=True)
class DataStore:
    """A place where something about people is kept.

    `rows` takes an address and returns the rows about it, of one model or several; None where no address leads to any.
    `describe` returns what such a row holds, for whom it is about. `erase_rows` takes what `rows` returned, removes the
    person and returns how many rows that were; by default they stay. `order`: smaller ones are erased earlier; a sweep
    over all text comes last.
    """

    name: str
    rules: Sequence[Rule] = ()
    rows: Callable[[str], Sequence[Iterable[Any]]] | None = None
    describe: Callable[[Any], HeldItem] = vars
    erase_rows: Callable[..., int] = lambda *rows: 0
    order: int = 50

    def find(self, address: str) -> list[HeldItem]:
        """Return what is held about `address`."""
        return [self.describe(row) for rows in self._rows(address) for row in rows]

    def erase(self, address: str) -> int:
        """Erase what is held about `address`; return how many things that were."""
        return self.erase_rows(*self._rows(address))

    def _rows(self, address: str) -> Sequence[Iterable[Any]]:
        return self.rows(address) if self.rows else ()


STORES: dict[str, DataStore] = {}


def register(*stores: DataStore) -> None:
    """Add places where something is kept, in the order of the privacy notice. Called once by each app at its start."""
    STORES.update({store.name: store for store in stores})


def holding_addresses() -> list[DataStore]:
    """Return the stores that can be asked for an address, in the order in which they are erased."""
    return sorted((store for store in STORES.values() if store.rows), key=lambda store: (store.order, store.name))


def fields(*names: str) -> Callable[[Any], HeldItem]:
    """Return what describes a row by the values of these fields."""
    return lambda row: {name: getattr(row, name) for name in names}


def accounts_of(address: str) -> QuerySet[User]:
    """Return the staff accounts whose e-mail address or user name `address` is."""
    return User.objects.filter(Q(email__iexact=address) | Q(username__iexact=address))


def keyed_hash(address: str) -> str:
    """Return what stands for `address` in the audit: the same for the same address, and not to be turned back."""
    return salted_hmac("partnerships.personal_data", address.casefold(), algorithm="sha256").hexdigest()[:32]
