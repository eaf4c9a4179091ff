"""What the worker does after the response. A task is only a hint to look: what is to be done is known from the mails.

Enqueueing is one more row, written in the caller's transaction: it is there if and only if the caller's rows are.
"""

from django_tasks import task

from partnerships.mail.delivery import deliver
from partnerships.models import OutgoingMail

# Of the tasks that are ready, those of a higher priority go first; the usual one is 0.
MAILING_LIST_PRIORITY = -10


@task()
def deliver_mail(pk: int) -> None:
    """Send the mail `pk` if it is due."""
    deliver(pk)


def send_soon(mail: OutgoingMail) -> None:
    """Have the worker send `mail`: one to a mailing list after those that somebody waits for."""
    priority = MAILING_LIST_PRIORITY if "List-Unsubscribe" in mail.headers else 0
    deliver_mail.using(priority=priority).enqueue(mail.pk)
