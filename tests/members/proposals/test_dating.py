"""What a partnership proposes is a check of the day it sent that, of what it was shown."""

import datetime

import pytest
from django.utils import timezone

from members.proposals import proposing, reviewing
from partnerships.models import Partnership, Revision
from partnerships.models.versions import revising
from partnerships.vocabulary import Stage
from tests.factories import make_proposal
from tests.members.proposals.conftest import TWO

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def sent(entry):
    """Two changes it proposed a week ago, its stage being that of 2016."""
    entry.stage, entry.stage_as_of = Stage.EMERGING, "2016"
    with revising():
        entry.save()
    at, base = timezone.now() - datetime.timedelta(days=7), proposing.latest_revision(entry)
    Revision.objects.update(at=at - datetime.timedelta(days=1))
    base.refresh_from_db()
    return make_proposal(partnership=entry, changes=dict(TWO), proposed_at=at, base_revision=base)


def standing():
    """Return the stage of the entry, its date, and when it was checked."""
    return Partnership.objects.values_list("stage", "stage_as_of", "checked_on").get()


def test_it_is_checked_and_its_stage_dated_on_the_day_it_was_sent(sent, officer):
    reviewing.accept(proposal=sent, keys=TWO, by=officer)

    day = timezone.localdate(sent.proposed_at)
    assert standing() == (Stage.EMERGING, day.isoformat(), day)


def test_a_stage_that_staff_changed_meanwhile_is_not_confirmed_by_it(sent, entry, officer):
    entry.stage, entry.stage_as_of = Stage.DORMANT, "2019"
    with revising():
        entry.save()

    reviewing.accept(proposal=sent, keys=TWO, by=officer)

    assert standing() == (Stage.DORMANT, "2019", timezone.localdate(sent.proposed_at))


def test_a_later_check_stays(sent, officer):
    today = timezone.localdate()
    Partnership.objects.update(checked_on=today, checked_by="Arch", stage_as_of="2020")

    reviewing.accept(proposal=sent, keys=TWO, by=officer)

    assert standing() == (Stage.EMERGING, "2020", today)


def test_a_stage_it_did_not_see_is_not_confirmed_once_staff_set_it_against_the_entry_anew(sent, entry, officer):
    entry.stage, entry.stage_as_of = Stage.DORMANT, "2019"
    with revising():
        entry.save()

    reviewing.accept(proposal=reviewing.rebase(proposal=sent, by=officer), keys=TWO, by=officer)

    assert standing() == (Stage.DORMANT, "2019", timezone.localdate(sent.proposed_at))


def test_a_stage_without_its_date_is_of_the_month_in_which_it_was_proposed(sent, officer):
    """As stored by the form that did not ask for the date."""
    sent.changes, sent.proposed_at = {"stage": [Stage.EMERGING, Stage.ESTABLISHED]}, sent.proposed_at.replace(year=2024)
    sent.save()

    reviewing.accept(proposal=sent, keys=["stage"], by=officer)

    stage, as_of, _ = standing()
    assert (stage, as_of) == (Stage.ESTABLISHED, f"{timezone.localdate(sent.proposed_at):%Y-%m}")
    assert Partnership.objects.get().stage_source.endswith(f"{sent.proposed_at:%B} 2024")


def test_the_sources_the_stage_had_stay_beside_the_partnership_with_when_they_showed_it(entry):
    entry.stage, entry.stage_as_of, entry.stage_source = Stage.EMERGING, "2016", "a.example; b.example"
    entry.stage_confidence = "mention"

    for day in (datetime.date(2026, 5, 3), datetime.date(2026, 6, 1)):
        entry.mark_checked(day, "the partnership")

    assert entry.stage_source == "Checked by the partnership; a.example; b.example; earlier sources as of 2016"
    assert (entry.stage_as_of, entry.stage_confidence) == ("2026-06-01", "mention")


def test_a_stage_with_no_room_for_one_more_source_stays_as_it_is(entry):
    entry.stage, entry.stage_as_of, entry.stage_source = Stage.EMERGING, "2016", "a" * 240
    entry.stage_date_said = "about 2016"

    entry.mark_checked(datetime.date(2026, 5, 3), "the partnership")

    assert (entry.stage_as_of, entry.stage_date_said, entry.stage_source) == ("2016", "about 2016", "a" * 240)
    assert entry.checked_on == datetime.date(2026, 5, 3)
