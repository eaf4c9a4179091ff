"""The places where something about an address may be held, and what is asked of all of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partnerships import audit
from partnerships.vocabulary import AuditAction

EXPORTED = AuditAction.PERSONAL_DATA_EXPORTED
ERASED = AuditAction.PERSONAL_DATA_ERASED


class MayNotErase(Exception):
    """The address is that of a staff account which this person may not take away; the words say why."""


@dataclass(frozen=True)
class DataStore:
    """A place where something about an address may be held.

    `find` returns each thing held as what JSON can say; `erase` removes them and returns how many that were. `order`:
    smaller ones are erased earlier; a sweep over all text comes last.
    """

    name: str
    find: Callable[[str], list[dict]]
    erase: Callable[[str], int]
    order: int = 50


_STORES: dict[str, DataStore] = {}


def register(*holdings: DataStore) -> None:
    """Add places where something may be held. Called once by each app, when it starts."""
    _STORES.update({holding.name: holding for holding in holdings})


def stores() -> list[DataStore]:
    """Return the registered places in the order in which they are erased."""
    return sorted(_STORES.values(), key=lambda holding: (holding.order, holding.name))


def find(address: str) -> dict[str, list[dict]]:
    """Return what is held about `address`, whatever its capitals, by the name of the place; places with nothing too."""
    return {holding.name: holding.find(address) for holding in stores()}


def export(address: str, *, by) -> str:
    """Return what is held about `address` as JSON, and audit that `by` exported it."""
    with transaction.atomic():
        found = find(address)
        _audit(EXPORTED, address, by, {name: len(things) for name, things in found.items()})
    content = {"address": address, "exported_at": timezone.now(), "held": found}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


@transaction.atomic
def erase(address: str, *, by) -> dict[str, int]:
    """Erase what is held about `address`, and audit that `by` did; return how many things, by the name of the place.

    Raises MayNotErase for an account of staff that `by` may not take away.
    """
    _refuse_to_lock_out(address, by)
    erased = {holding.name: holding.erase(address) for holding in stores()}
    _audit(ERASED, address, by, erased)
    return erased


def keyed_hash(address: str) -> str:
    """Return what stands for `address` in the audit: the same for the same address, and not to be turned back."""
    return salted_hmac("partnerships.personal_data", address.casefold(), algorithm="sha256").hexdigest()[:32]


def accounts_of(address: str):
    """Return the staff accounts whose e-mail address or user name `address` is."""
    return get_user_model().objects.filter(Q(email__iexact=address) | Q(username__iexact=address))


def _refuse_to_lock_out(address: str, by) -> None:
    for account in accounts_of(address):
        if account == by:
            raise MayNotErase("This is the address of your own account. Ask a colleague to erase it.")
        if account.is_superuser and not by.is_superuser:
            raise MayNotErase("This is the address of an account that may do everything. Only such an account may.")


def _audit(action: str, address: str, by, counts: dict[str, int]) -> None:
    # Never the address itself: what was erased would be back.
    counts = {name: count for name, count in counts.items() if count}
    audit.record(action, by=by, about=f"Address {keyed_hash(address)}", details=counts)
