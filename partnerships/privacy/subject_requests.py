"""Everything held about an e-mail address: to show it to whom it belongs, and to erase it.

subject_requests.find("jo@school.example")              what is held, by the store it is held in
subject_requests.export("jo@school.example", by=user)   the same as JSON, audited
subject_requests.erase("jo@school.example", by=user)    all of it gone, audited
"""

import json

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from partnerships import audit
from partnerships.privacy.stores import HeldItem, accounts_of, holding_addresses, keyed_hash
from partnerships.vocabulary import AuditAction


class MayNotErase(Exception):
    """The address is that of a staff account which this person may not take away; the message says why."""


def find(address: str) -> dict[str, list[HeldItem]]:
    """Return what is held about `address`, whatever its capitals, by the name of the store; stores with nothing too."""
    return {store.name: store.find(address) for store in holding_addresses()}


@transaction.atomic
def export(address: str, *, by: User) -> str:
    """Return what is held about `address` as JSON, and audit that `by` exported it."""
    held = find(address)
    _audit(AuditAction.PERSONAL_DATA_EXPORTED, address, by, {name: len(items) for name, items in held.items()})
    content = {"address": address, "exported_at": timezone.now(), "held": held}
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


@transaction.atomic
def erase(address: str, *, by: User) -> dict[str, int]:
    """Erase what is held about `address`, and audit that `by` did; return how many things, by the name of the store.

    Raises MayNotErase for an account of staff that `by` may not take away.
    """
    for account in accounts_of(address):
        if account == by:
            raise MayNotErase("This is the address of your own account. Ask a colleague to erase it.")
        if account.is_superuser and not by.is_superuser:
            raise MayNotErase("This is the address of an account that may do everything. Only such an account may.")
    erased = {store.name: store.erase(address) for store in holding_addresses()}
    _audit(AuditAction.PERSONAL_DATA_ERASED, address, by, erased)
    return erased


def _audit(action: AuditAction, address: str, by: User, counts: dict[str, int]) -> None:
    # Never the address itself: what was erased would be back.
    details = {name: count for name, count in counts.items() if count}
    audit.record(action, by=by, about=f"Address {keyed_hash(address)}", details=details)
