"""The look at what is done beside the web server."""

import datetime

import pytest
from django.utils import timezone

from lcep_site.health import running
from lcep_site.health.findings import HealthState
from members.models import SheetImport
from members.models.sheets import LEASE, SheetState
from partnerships.models import DailyRun, Heartbeat, MailServerTrouble
from partnerships.vocabulary import MailState
from partnerships.vocabulary.running import DailyOutcome
from tests.factories import make_mail, make_superuser

pytestmark = pytest.mark.django_db
GOOD, ATTENTION, BROKEN = HealthState


def ago(**how_long):
    return timezone.now() - datetime.timedelta(**how_long)


@pytest.mark.parametrize(
    ("look", "kind", "alive", "silent"),
    [
        (running.worker, "worker", {"minutes": 4}, {"minutes": 6}),
        (running.scheduler, "scheduler", {"hours": 25}, {"hours": 27}),
    ],
)
def test_who_was_alive_lately_runs(look, kind, alive, silent):
    assert look().state == ATTENTION and f"No {kind} runs" in look().words

    beat = Heartbeat.objects.create(kind=kind, at=ago(**alive))
    assert look().state == GOOD

    Heartbeat.objects.filter(pk=beat.pk).update(at=ago(**silent))
    assert look().state == ATTENTION


@pytest.mark.parametrize(
    ("mails", "state"),
    [
        ([], GOOD),
        ([{"next_try_at": {"minutes": 10}}], GOOD),
        ([{"next_try_at": {"minutes": 20}}], ATTENTION),
        # One address that takes nothing for now: its next try is to come.
        ([{"next_try_at": {"hours": -2}, "written_at": {"hours": 20}}], GOOD),
        # News to many take their time.
        ([{"next_try_at": {"hours": 5}, "for_mailing_list": True}], GOOD),
        ([{"next_try_at": {"hours": 7}, "for_mailing_list": True}], ATTENTION),
        ([{"next_try_at": {"days": 6}, "state": MailState.FAILED}], ATTENTION),
        ([{"next_try_at": {"days": 8}, "state": MailState.FAILED}], GOOD),
        ([{"next_try_at": {"days": 1}, "state": MailState.SENT, "sent_at": {"days": 1}}], GOOD),
    ],
)
def test_mail_is_well_while_it_leaves(mails, state):
    for fields in mails:
        make_mail(**{name: ago(**value) if isinstance(value, dict) else value for name, value in fields.items()})

    assert running.mail().state == state


def test_a_mail_server_in_trouble_is_told_once_a_mail_is_old():
    MailServerTrouble.objects.create(pk=1)
    make_mail(next_try_at=ago(hours=-1), written_at=ago(minutes=50))
    assert running.mail().state == GOOD

    make_mail(next_try_at=ago(hours=-1), written_at=ago(minutes=70))
    found = running.mail()

    assert found.state == ATTENTION
    assert dict(found.figures) == {
        "Waiting": "2",
        "Oldest that waits": "1\xa0hour ago",
        "Given up in seven days": "0",
        "Mail server": "in trouble",
    }


@pytest.mark.parametrize(("hours", "waits", "state"), [(1, True, GOOD), (3, True, ATTENTION), (3, False, GOOD)])
def test_a_sheet_that_waits_for_hours_is_told(hours, waits, state):
    person = make_superuser()
    SheetImport.objects.create(
        state=SheetState.READING,
        waits_for_worker_as=person if waits else None,
        lease_until=ago(hours=hours) + LEASE,
    )

    assert running.sheets().state == state


def test_the_looks_ask_as_much_whatever_there_is(django_assert_num_queries):
    for number in range(3):
        make_mail(key=f"mail:{number}")

    with django_assert_num_queries(3):
        running.mail()
    with django_assert_num_queries(1):
        running.sheets()
    with django_assert_num_queries(1):
        running.worker()


def test_a_daily_job_that_fails_again_and_again_is_named_and_why_is_for_staff(all_well):
    assert running.daily_jobs().state == GOOD

    failed = DailyRun.objects.first()
    DailyRun.objects.filter(pk=failed.pk).update(outcome=DailyOutcome.FAILED, tries=99, words="No room for a file.")
    found = running.daily_jobs()

    assert found.state == ATTENTION and failed.job in found.words
    assert "No room" not in found.words and "No room for a file." in dict(found.figures)[failed.job]
