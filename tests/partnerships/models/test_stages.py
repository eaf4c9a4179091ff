"""A stage is what a source showed on its day: after five years nobody knows whether it is still so."""

import datetime

import pytest

from partnerships.models import Partnership
from partnerships.models.stages import is_at, stage_on_map, stage_today, why_not_known
from partnerships.vocabulary import Stage
from tests.factories import make_bridge, make_partnership

TODAY = datetime.date(2026, 11, 28)
KNOWN = ["2021-11-28", "2021-11", "2021", "2025-07", "2026"]
NOT_KNOWN = ["", "2021-11-27", "2021-10", "2020", "2016-09"]


@pytest.mark.parametrize("stage", [Stage.EMERGING, Stage.ESTABLISHED, Stage.DORMANT])
@pytest.mark.parametrize("as_of", [*KNOWN, *NOT_KNOWN])
def test_a_stage_counts_as_todays_for_five_years_in_full(stage, as_of):
    assert stage_today(stage, as_of, TODAY) == (stage if as_of in KNOWN else "")


@pytest.mark.parametrize(
    ("stage", "as_of", "why"),
    [
        (Stage.ESTABLISHED, "", "is undated"),
        (Stage.ESTABLISHED, "2020", "was over five years ago"),
        (Stage.ESTABLISHED, "2021", ""),
        (Stage.ENDED, "", ""),
        ("", "", ""),
    ],
)
def test_it_is_told_why_a_stage_does_not_count_as_todays(stage, as_of, why):
    assert why_not_known(stage, as_of, TODAY) == why


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.ENDED, ""])
@pytest.mark.parametrize("as_of", ["", "2016"])
def test_a_suggestion_stays_one_and_what_has_ended_has_ended(stage, as_of):
    assert stage_today(stage, as_of, TODAY) == stage


@pytest.mark.parametrize(
    ("stage", "as_of", "said", "words"),
    [
        (Stage.ESTABLISHED, "2025-07", "", "established as of July 2025"),
        (Stage.EMERGING, "2022", "about 2020 to 2022", "emerging when last heard of, about 2020 to 2022"),
        (Stage.PROPOSED, "2018", "", "proposed, 2018"),
        (Stage.PROPOSED, "", "", "proposed (undated)"),
        (Stage.ENDED, "", "before 2023", "ended (undated, before 2023)"),
        (Stage.ESTABLISHED, "2016", "", "stage not known today"),
    ],
)
def test_few_words_say_as_of_when_a_stage_is_true(stage, as_of, said, words):
    assert stage_on_map(stage, as_of, said, TODAY) == words


@pytest.mark.django_db
def test_the_database_and_python_agree_on_what_is_known_today():
    bridge = make_bridge()
    for stage in ["", *Stage]:
        for as_of in [*KNOWN, *NOT_KNOWN]:
            make_partnership([], stage=stage, stage_as_of=as_of, bridge=bridge)

    for stage in ["", *Stage]:
        found = set(Partnership.objects.filter(is_at(stage, TODAY)))
        rows = Partnership.objects.all()
        assert found == {row for row in rows if stage_today(row.stage, row.stage_as_of, TODAY) == stage} != set()
