"""What is done with a database that was brought back, before anybody sees it: some of it must not come alive again."""

import datetime
from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.db.models import EmailField

from lcep_site import roles
from lcep_site.backups import rows
from partnerships.models import AuditEntry, Enquiry, OutgoingMail, Partnership
from partnerships.privacy import retention
from partnerships.privacy.stores import holding_addresses, keyed_hash
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, MailState

ABOUT_ADDRESS = "Address "
HELD = (
    "It was waiting when the backup was made that the site was restored from, and may have left since. Look whether it "
    "did; if not, try it again."
)


def erased_since(moment: datetime.datetime) -> set[str]:
    """Return what stands for the addresses that were erased from the database since `moment`."""
    entries = AuditEntry.objects.filter(action=AuditAction.PERSONAL_DATA_ERASED, at__gte=moment)
    return {about.removeprefix(ABOUT_ADDRESS) for about in entries.values_list("about", flat=True)}


def is_in_use() -> bool:
    """Whether the database holds what somebody would miss."""
    return any(model._base_manager.exists() for model in (Partnership, Enquiry, User))


def settle(erased: set[str], say: Callable[[str], None]) -> None:
    """Make a database that was brought back fit to be the site's: tell `say`, in sentences, what was done."""
    roles.sync()
    if count := hold_mails():
        say(f"{count} mails were waiting when the backup was made. They are held back: see “Outgoing mails”.")
    if count := erase_again(erased):
        say(f"{count} addresses that were erased since were erased again.")
    for name, count in retention.apply_all().items():
        if count:
            say(f"Retention, {name}: {count}.")
    text_index.rebuild()
    call_command("import_postcodes", verbosity=0)


def hold_mails() -> int:
    """Give up the mails that wait to leave, in words for staff, who may try them again; return how many.

    They may have left after the backup was made: nobody is to get them twice unless a person says so.
    """
    return OutgoingMail.objects.waiting().update(state=MailState.FAILED, last_error=HELD)


@transaction.atomic
def erase_again(erased: set[str]) -> int:
    """Erase the addresses that `erased` stands for, wherever they are kept; return how many there were."""
    addresses = {address for address in _addresses() if keyed_hash(address) in erased} if erased else set()
    for address in addresses:
        for store in holding_addresses():
            store.erase(address)
    return len({address.casefold() for address in addresses})


def _addresses() -> set[str]:
    """Return every address that a row holds."""
    found = set(User.objects.values_list("username", flat=True))
    for model in rows.models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EmailField):
                found.update(model._base_manager.values_list(field.attname, flat=True).distinct())
    return found - {"", None}
