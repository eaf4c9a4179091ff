"""Counts of strategic priorities."""

import pytest

from partnerships.models import PartnershipPriority, StrategicPriority
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_partnership, make_priority

pytestmark = pytest.mark.django_db


def test_a_priority_counts_a_partnership_once_however_often_it_states_it():
    priority = make_priority()
    partnership = make_partnership()
    for wording in ("Listen to children", "Let young people lead"):
        partnership.stated_priorities.create(priority=priority, wording=wording)
    make_partnership(publication=PublicationState.DRAFT).stated_priorities.create(priority=priority, wording="Hidden")
    make_partnership(stage=Stage.PROPOSED).stated_priorities.create(priority=priority, wording="Suggested")

    assert StrategicPriority.objects.with_partnership_counts().get().partnership_count == 1
    assert [row.wording for row in PartnershipPriority.objects.of_partnerships()] == [
        "Listen to children",
        "Let young people lead",
    ]
