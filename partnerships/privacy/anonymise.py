"""Taking the person out of what is kept, when its time is over (retention) or when somebody asks (subject_requests).

Rows stay so that counts stay true; who it was and what they wrote goes.
"""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from partnerships.mail import file_backend
from partnerships.models import Enquiry, EnquiryEvent, OutgoingMail
from partnerships.vocabulary import OPEN_STATES, EnquiryEventKind, EnquiryOutcome, EnquiryState, MailState

SUBJECT_REMOVED = "Removed with the personal details"
# The user name of an account whose person was taken out of it.
FORMER = r"^former-\d+$"
NEVER_LEFT = "Its personal details were removed before it left."
_BATCH = 500


def anonymise_enquiries(enquiries: QuerySet[Enquiry], *, outcome: EnquiryOutcome = EnquiryOutcome.UNANSWERED) -> int:
    """Remove person, words and mails of `enquiries`; return how many that were.

    Topic, place, reference and dates stay. Nobody can answer any more, so what is still open is closed with `outcome`,
    which says why, and what was answered is closed as that.
    """
    keys = list(enquiries.filter(anonymised_at__isnull=True).values_list("pk", flat=True))
    return sum(_anonymise(keys[start : start + _BATCH], outcome) for start in range(0, len(keys), _BATCH))


def erase_enquiries(enquiries: QuerySet[Enquiry]) -> int:
    """Do so because the person asked for it, which is no answer and no failure to help."""
    return anonymise_enquiries(enquiries, outcome=EnquiryOutcome.ERASED)


@transaction.atomic
def _anonymise(keys: list[int], outcome: EnquiryOutcome) -> int:
    now = timezone.now()
    enquiries = Enquiry.objects.filter(pk__in=keys)
    closed = {"state": EnquiryState.CLOSED, "closed_at": now}
    enquiries.filter(state__in=OPEN_STATES).update(**closed, outcome=outcome)
    enquiries.filter(state=EnquiryState.ANSWERED).update(**closed, outcome=EnquiryOutcome.ANSWERED)
    count = enquiries.update(message="", name="", email="", organisation="", anonymised_at=now)
    EnquiryEvent.objects.filter(enquiry__in=keys).exclude(text="").update(text="")
    EnquiryEvent.objects.bulk_create(
        EnquiryEvent(enquiry_id=key, kind=EnquiryEventKind.ANONYMISED, at=now) for key in keys
    )
    empty_mails(OutgoingMail.objects.filter(enquiry__in=keys))
    return count


@transaction.atomic
def empty_mails(mails: QuerySet[OutgoingMail]) -> int:
    """Remove addresses and words of `mails`; return how many that were.

    Key, state and dates stay. One that has not left never will: an empty mail to nobody would be worse. What was kept
    as a file, where there is no mail server, is deleted once that is certain.
    """
    # The same key again must still find its row, so rows are emptied and not deleted.
    found = dict(mails.exclude(subject=SUBJECT_REMOVED).values_list("pk", "key"))
    transaction.on_commit(lambda: file_backend.delete_files_of(found.values()))
    rows = OutgoingMail.objects.filter(pk__in=found)
    count = rows.update(to="", reply_to="", subject=SUBJECT_REMOVED, text="", html="", headers={}, last_error="")
    rows.filter(state=MailState.QUEUED).update(state=MailState.FAILED, last_error=NEVER_LEFT)
    return count


@transaction.atomic
def anonymise_accounts(accounts: QuerySet[User]) -> int:
    """Make the staff `accounts` nobody's: no name, address, password or rights; return how many that were.

    What they did stays theirs by number, so that timelines keep their order of people.
    """
    still_somebodys = list(accounts.exclude(username__regex=FORMER))
    for account in still_somebodys:
        account.username = f"former-{account.pk}"
        account.first_name = account.last_name = account.email = ""
        account.is_active = account.is_staff = account.is_superuser = False
        account.set_unusable_password()
        account.groups.clear()
        account.user_permissions.clear()
        account.bridges.clear()
        # Where they signed in from, and what they signed in with.
        UserSession.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        account.save()
    return len(still_somebodys)


def disable_accounts(accounts: QuerySet[User]) -> int:
    """Let nobody sign in to `accounts` until somebody enables them again; return how many that were."""
    return User.objects.filter(pk__in=accounts.values("pk")).update(is_active=False)
