"""Carrying out how long what is about people is kept: `apply_retention` applies every rule of every store daily."""

import datetime

from django.db import transaction
from django.utils import timezone

from partnerships import audit
from partnerships.privacy.stores import STORES, Rule
from partnerships.vocabulary import AuditAction


def rules() -> list[Rule]:
    """Return every rule, in the order of the privacy notice."""
    return [rule for store in STORES.values() for rule in store.rules]


def apply_all(now: datetime.datetime | None = None) -> dict[str, int]:
    """Carry out every rule; return how many rows each dealt with, by its name.

    Each rule is all or nothing: after a crash the next run does the rest. What was done is audited, in numbers.
    """
    now = now or timezone.now()
    done = {}
    for rule in rules():
        with transaction.atomic():
            done[rule.name] = rule.apply(rule.due(now))
    if counts := {name: count for name, count in done.items() if count}:
        audit.record(AuditAction.RETENTION_APPLIED, details=counts)
    return done


def count_all(now: datetime.datetime | None = None) -> dict[str, int]:
    """Return how many rows each rule would deal with now, by its name; changes nothing."""
    now = now or timezone.now()
    return {rule.name: rule.due(now).count() for rule in rules()}
