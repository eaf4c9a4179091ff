"""Whether the mail server is in trouble: then only one slot of one worker goes on trying it, until it answers again.

All workers know it from one row, which is there only while the server does not connect, is slow, or refuses for reasons
of its own. Whoever claims the row may make the next try. If that fails, or whoever makes it is killed, the row stays
claimed for TURN, and then anybody may claim it.
"""

from datetime import timedelta

from django.utils import timezone

from partnerships.models import MailServerTrouble

TURN = timedelta(seconds=20)
SLOW_SECONDS = 5
ONLY_ROW = 1


def claim_turn() -> bool:
    """Return whether the caller may try the server now: always while it answers quickly, else one caller a TURN."""
    trouble = MailServerTrouble.objects.all()
    now = timezone.now()
    return not trouble.exists() or bool(trouble.filter(next_try_at__lte=now).update(next_try_at=now + TURN))


def note_slow() -> None:
    """Let nobody else try the server for a TURN: the caller has been waiting for it longer than SLOW_SECONDS."""
    MailServerTrouble.objects.update_or_create(pk=ONLY_ROW, defaults={"next_try_at": timezone.now() + TURN})


def note_failure() -> None:
    """Say that the server failed. If it answered before, one more try may be made at once, by whoever comes first."""
    MailServerTrouble.objects.get_or_create(pk=ONLY_ROW)


def note_answer(seconds: float) -> None:
    """Say that the server answered within `seconds`. Only a quick answer ends the trouble: a slow one, the turn."""
    if seconds < SLOW_SECONDS:
        MailServerTrouble.objects.all().delete()
    else:
        MailServerTrouble.objects.update(next_try_at=timezone.now())
