"""How well the rows of each kind are supported, and how old the stages of partnerships are."""

import datetime

import pytest

from partnerships.curation.sureness import Share, Sureness, by_age, by_confidence
from partnerships.models import Partnership, StoryFact
from partnerships.vocabulary import Confidence, PublicationState, Stage
from tests.factories import make_partnership
from tests.facts import make_fact

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 28)


def test_rows_are_counted_by_kind_and_confidence(django_assert_num_queries):
    partnership = make_partnership(confidence=Confidence.PAGE)
    for _ in range(2):
        make_partnership(confidence="")
    make_fact(partnership, confidence=Confidence.PAGE)
    make_fact(partnership, confidence=Confidence.MENTION)
    kinds = {"Partnerships": Partnership.objects.all(), "Facts": StoryFact.objects.all()}

    with django_assert_num_queries(2):
        sureness = by_confidence(kinds)

    page, mention = "Read on a public page", "Mentioned by somebody else"
    assert sureness == [
        Sureness("Partnerships", 3, [Share(page, 1, 33), Share(mention, 0, 0), Share("Not known", 2, 67)]),
        Sureness("Facts", 2, [Share(page, 1, 50), Share(mention, 1, 50), Share("Not known", 0, 0)]),
    ]


def test_partnerships_are_counted_by_when_a_source_showed_their_stage(django_assert_num_queries):
    for as_of in ("2026", "2025-11", "2025-10", "2021", "2020"):
        make_partnership(stage=Stage.EMERGING, stage_as_of=as_of)
    make_partnership()
    make_partnership(stage=Stage.PROPOSED)
    make_partnership(publication=PublicationState.DRAFT)

    with django_assert_num_queries(1):
        ages = by_age(TODAY)

    assert ages == [
        Share("In the last year", 2, 33),
        Share("One to 5 years ago", 2, 33),
        Share("Over 5 years ago", 1, 17),
        Share("Undated, or no stage known", 1, 17),
    ]


def test_of_nothing_there_are_no_shares():
    assert by_confidence({"Partnerships": Partnership.objects.all()}) == [Sureness("Partnerships", 0, [])]
    assert [share.percent for share in by_age(TODAY)] == [0, 0, 0, 0]
