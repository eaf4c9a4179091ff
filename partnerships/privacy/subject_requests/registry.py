"""The stores where something about an address may be held, and what is asked of all of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partnerships import audit
from partnerships.vocabulary import AuditAction

# One thing held about an address: names and values that JSON can say. It is handed out as it is.
HeldItem = Mapping[str, Any]


class MayNotErase(Exception):
    """The address is that of a staff account which this person may not take away; the message says why."""


@dataclass(frozen=True)
class DataStore:
    """A place where something about an address may be held.

    `find` returns what is held about an address; `erase` removes it and returns how many things that were. `order`:
    smaller ones are erased earlier; a sweep over all text comes last.
    """

    name: str
    find: Callable[[str], Sequence[HeldItem]]
    erase: Callable[[str], int]
    order: int = 50


_STORES: dict[str, DataStore] = {}


def register(*stores: DataStore) -> None:
    """Add places where something may be held. Called once by each app, when it starts."""
    _STORES.update({store.name: store for store in stores})


def registered_stores() -> list[DataStore]:
    """Return the registered stores in the order in which they are erased."""
    return sorted(_STORES.values(), key=lambda store: (store.order, store.name))


def find(address: str) -> dict[str, Sequence[HeldItem]]:
    """Return what is held about `address`, whatever its capitals, by the name of the store; stores with nothing too."""
    return {store.name: store.find(address) for store in registered_stores()}


def export(address: str, *, by: User) -> str:
    """Return what is held about `address` as JSON, and audit that `by` exported it."""
    with transaction.atomic():
        held = find(address)
        counts = {name: len(items) for name, items in held.items()}
        _audit(AuditAction.PERSONAL_DATA_EXPORTED, address, by, counts)
    content = {"address": address, "exported_at": timezone.now(), "held": held}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


@transaction.atomic
def erase(address: str, *, by: User) -> dict[str, int]:
    """Erase what is held about `address`, and audit that `by` did; return how many things, by the name of the store.

    Raises MayNotErase for an account of staff that `by` may not take away.
    """
    _refuse_to_lock_out(address, by)
    erased = {store.name: store.erase(address) for store in registered_stores()}
    _audit(AuditAction.PERSONAL_DATA_ERASED, address, by, erased)
    return erased


def keyed_hash(address: str) -> str:
    """Return what stands for `address` in the audit: the same for the same address, and not to be turned back."""
    return salted_hmac("partnerships.personal_data", address.casefold(), algorithm="sha256").hexdigest()[:32]


def accounts_of(address: str) -> QuerySet[User]:
    """Return the staff accounts whose e-mail address or user name `address` is."""
    return User.objects.filter(Q(email__iexact=address) | Q(username__iexact=address))


def _refuse_to_lock_out(address: str, by: User) -> None:
    for account in accounts_of(address):
        if account == by:
            raise MayNotErase("This is the address of your own account. Ask a colleague to erase it.")
        if account.is_superuser and not by.is_superuser:
            raise MayNotErase("This is the address of an account that may do everything. Only such an account may.")


def _audit(action: AuditAction, address: str, by: User, counts: dict[str, int]) -> None:
    # Never the address itself: what was erased would be back.
    details = {name: count for name, count in counts.items() if count}
    audit.record(action, by=by, about=f"Address {keyed_hash(address)}", details=details)
