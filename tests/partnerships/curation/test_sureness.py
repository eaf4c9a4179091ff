"""How many entries are how well supported, and how old their stages are."""

import datetime

import pytest

from partnerships.curation.sureness import Share, shares
from partnerships.vocabulary import Confidence, PublicationState, Stage
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 28)


def test_partnerships_are_counted_by_confidence_and_age(django_assert_num_queries):
    for as_of in ("2026", "2025-11", "2025-10", "2021", "2020"):
        make_partnership(stage=Stage.EMERGING, stage_as_of=as_of, confidence=Confidence.PAGE)
    make_partnership(confidence=Confidence.MENTION)
    make_partnership(stage=Stage.PROPOSED, confidence=Confidence.PAGE)
    make_partnership(confidence=Confidence.PAGE, publication=PublicationState.DRAFT)

    with django_assert_num_queries(1):
        sure, ages = shares(TODAY)

    assert sure == [Share("Read on a public page", 5, 83), Share("Mentioned by somebody else", 1, 17)]
    assert [(share.words, share.number) for share in ages] == [
        ("In the last year", 2),
        ("One to 5 years ago", 2),
        ("Over 5 years ago", 1),
        ("Undated, or no stage known", 1),
    ]


def test_without_partnerships_there_are_none():
    assert [share.number for share in shares(TODAY)[1]] == [0, 0, 0, 0]
