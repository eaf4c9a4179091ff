"""Taking the person out of what is kept: used when its time is over (retention) and when somebody asks (personal_data).

Rows stay so that counts stay true; who it was and what they wrote goes.
"""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from partnerships.models import Enquiry, EnquiryEvent, OutgoingMail
from partnerships.vocabulary import OPEN_STATES, EnquiryEventKind, EnquiryOutcome, EnquiryState, MailState

SUBJECT_REMOVED = "Removed with the personal details"
# How an account is called whose person was taken out of it.
FORMER = r"^former-\d+$"
NEVER_LEFT = "Its personal details were removed before it left."
_ROWS_AT_ONCE = 500


def anonymise_enquiries(enquiries) -> int:
    """Remove person, words and mails of `enquiries` (a queryset); return how many that were.

    Topic, place, reference and dates stay. Nobody can answer any more, so what is still open or answered is closed.
    """
    keys = list(enquiries.filter(anonymised_at__isnull=True).values_list("pk", flat=True))
    return sum(_anonymise(keys[start : start + _ROWS_AT_ONCE]) for start in range(0, len(keys), _ROWS_AT_ONCE))


@transaction.atomic
def _anonymise(keys: list[int]) -> int:
    now = timezone.now()
    found = Enquiry.objects.filter(pk__in=keys)
    closed = {"state": EnquiryState.CLOSED, "closed_at": now}
    found.filter(state__in=OPEN_STATES).update(**closed, outcome=EnquiryOutcome.CANNOT_HELP)
    found.filter(state=EnquiryState.ANSWERED).update(**closed, outcome=EnquiryOutcome.ANSWERED)
    forgotten = found.update(message="", name="", email="", organisation="", anonymised_at=now)
    EnquiryEvent.objects.filter(enquiry__in=keys).exclude(text="").update(text="")
    EnquiryEvent.objects.bulk_create(
        EnquiryEvent(enquiry_id=key, kind=EnquiryEventKind.ANONYMISED, at=now) for key in keys
    )
    empty_mails(OutgoingMail.objects.filter(enquiry__in=keys))
    return forgotten


@transaction.atomic
def empty_mails(mails) -> int:
    """Remove addresses and words of `mails` (a queryset); return how many that were.

    Key, state and dates stay. One that has not left never will: an empty mail to nobody would be worse.
    """
    # The same key again must still find its row, so rows are emptied and not deleted.
    keys = list(mails.exclude(subject=SUBJECT_REMOVED).values_list("pk", flat=True))
    found = OutgoingMail.objects.filter(pk__in=keys)
    emptied = found.update(to="", reply_to="", subject=SUBJECT_REMOVED, text="", html="", headers={}, last_error="")
    found.filter(state=MailState.QUEUED).update(state=MailState.FAILED, last_error=NEVER_LEFT)
    return emptied


@transaction.atomic
def anonymise_accounts(accounts) -> int:
    """Make the staff `accounts` (a queryset) nobody's: no name, address, password or rights; return how many.

    What they did stays theirs by number, so that timelines keep their order of people.
    """
    found = list(accounts.exclude(username__regex=FORMER))
    for account in found:
        account.username = f"former-{account.pk}"
        account.first_name = account.last_name = account.email = ""
        account.is_active = account.is_staff = account.is_superuser = False
        account.set_unusable_password()
        account.groups.clear()
        account.user_permissions.clear()
        account.bridges.clear()
        # Where they signed in from, and what they signed in with.
        account.usersession_set.all().delete()
        account.authenticator_set.all().delete()
        account.save()
    return len(found)


def disable_accounts(accounts) -> int:
    """Let nobody sign in to `accounts` (a queryset) until somebody enables them again; return how many that were."""
    return get_user_model().objects.filter(pk__in=accounts.values("pk")).update(is_active=False)
