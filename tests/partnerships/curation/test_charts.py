"""The bars of a territory, and that each number leads to a list of as many rows."""

import pytest
from django.utils import timezone

from partnerships.curation import charts as curation_charts
from partnerships.curation.charts import WIDTH
from partnerships.vocabulary import PublicationState, Stage
from tests.drawing import undrawn
from tests.factories import (
    make_authority,
    make_bridge,
    make_officer,
    make_partnership,
    make_region,
    make_superuser,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
CHECKED = {"checked_by": "The Bridge", "checked_on": timezone.localdate()}
VIEW = ["view_partnership", "view_localauthority"]


@pytest.fixture
def north():
    """A region with five places of the Bridge Organisation Arch: two covered, one proposed, two not covered."""
    region, bridge = make_region(name="North"), make_bridge(name="Arch")
    places = [make_authority(region=region, bridge=bridge) for _ in range(5)]
    make_partnership(places[:2], **CHECKED)
    make_partnership(places[2:3], stage=Stage.PROPOSED)
    make_partnership(places[3:4], stage=Stage.ENDED)
    make_partnership(places[4:5], publication=PublicationState.DRAFT)
    return region


@pytest.fixture
def officer(north):
    """An officer of Arch who may look."""
    return make_officer(north.authorities.first().bridge, permissions=VIEW)


def shown(charts):
    """Return the counts of each bar of `charts`, by the chart's name and the bar's label."""
    return {
        chart.name: {bar.label: [segment.count for segment in bar.segments] for bar in chart.bars} for chart in charts
    }


def test_an_officer_sees_a_bar_for_their_bridge_organisation(officer):
    make_partnership([make_authority()])

    charts = curation_charts.charts_for(officer)

    assert shown(charts) == {
        "cover": {"Arch": [2, 0, 1, 2]},
        "freshness": {"Arch": [1, 0, 1]},
        "complete": {"Arch": [0, 0, 2]},
    }


def test_national_staff_see_england_and_each_region(north):
    make_partnership([make_authority(region=make_region(name="South")), north.authorities.first()])

    charts = curation_charts.charts_for(make_superuser())

    assert shown(charts) == {
        "cover": {"England": [3, 0, 1, 2], "North": [2, 0, 1, 2], "South": [1, 0, 0, 0]},
        "freshness": {"England": [1, 0, 2], "North": [1, 0, 2], "South": [0, 0, 1]},
        "complete": {"England": [0, 0, 3], "North": [0, 0, 3], "South": [0, 0, 1]},
    }


def test_who_looks_after_no_territory_sees_no_charts(north):
    assert curation_charts.charts_for(make_officer(permissions=VIEW)) == []
    assert curation_charts.charts_for(make_user()) == []


@pytest.mark.parametrize("is_national", [True, False])
def test_every_number_leads_to_a_list_of_as_many_rows(client, officer, is_national):
    user = make_superuser() if is_national else officer
    make_partnership([make_authority()])
    client.force_login(user)

    bars = [bar for chart in curation_charts.charts_for(user) for bar in chart.bars]
    segments = [segment for bar in bars for segment in bar.segments]
    with undrawn():
        listed = [client.get(segment.url).context_data["cl"].result_count for segment in segments]

    assert listed == [segment.count for segment in segments]
    assert {0, 1, 2} <= set(listed)


def test_a_bar_is_as_wide_as_its_segments_and_says_them_in_words(officer):
    bar = curation_charts.charts_for(officer)[0].bars[0]

    assert [(segment.x, segment.width) for segment in bar.segments] == [(0, 240), (240, 0), (240, 120), (360, 240)]
    assert sum(segment.width for segment in bar.segments) == WIDTH
    assert bar.description == "Covered: 2; In part only: 0; None, but proposed: 1; None, none proposed: 2"


def test_a_bar_of_nothing_has_no_width():
    user = make_officer(make_bridge(name="Arch"))

    bar = curation_charts.charts_for(user)[0].bars[0]

    assert [segment.width for segment in bar.segments] == [0, 0, 0, 0]


def test_charts_take_the_same_queries_for_any_number_of_entries(north, django_assert_num_queries):
    owner = make_superuser()
    for _ in range(2):
        make_partnership()
        # The regions, the entries, where they lie, the places.
        with django_assert_num_queries(4):
            curation_charts.charts_for(owner)
