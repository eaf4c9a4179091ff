"""Charts are drawn once for every change of what they show, for whoever looks after the same, and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.curation.charts import charts_for
from partnerships.models import LocalAuthority, Partnership
from partnerships.privacy.subject_requests import erase
from tests.factories import make_authority, make_bridge, make_officer, make_partnership, make_superuser

pytestmark = pytest.mark.usefixtures("committed")


def shown(user):
    """Return the words of each bar, by chart and label."""
    return {(chart.name, bar.label): bar.description for chart in charts_for(user) for bar in chart.bars}


def is_drawn_anew(user):
    """Whether the charts for `user` are made of more than who they are, their groups and the content stamp."""
    with CaptureQueriesContext(connection) as queries:
        charts_for(user)
    return any("partnerships_partnership_authorities" in query["sql"] for query in queries)


def test_charts_are_drawn_once_for_all_who_look_after_the_same():
    bridge, other = make_bridge(name="Arch"), make_bridge(name="Span")
    make_partnership([make_authority(bridge=bridge)], bridge=bridge)
    people = [make_superuser(), make_superuser(), make_officer(bridge), make_officer(bridge), make_officer(other)]

    assert [is_drawn_anew(user) for user in people] == [True, False, True, False, True]
    assert shown(people[2]) == shown(people[3])
    assert {label for _, label in shown(people[4])} == {"Span"}
    assert "Never checked: 0" in shown(people[4])["freshness", "Span"]


def test_whatever_they_show_is_seen_at_once():
    owner, authority = make_superuser(), make_authority()
    partnership = make_partnership([authority], website="https://a.example/", how_to_join="Ask", summary="Dance")
    before = shown(owner)
    for change in (
        lambda: Partnership.objects.update(contact_email="a@b.example", takes_enquiries=True),
        lambda: Partnership.objects.update(checked_by="The Bridge", checked_on="2020-01-01"),
        lambda: LocalAuthority.objects.update(region=make_authority().region),
        lambda: partnership.delete(),
    ):
        change()
        after = shown(owner)
        assert after != before
        before = after


def test_an_address_that_is_erased_counts_no_more():
    owner = make_superuser()
    texts = dict.fromkeys(["summary", "about", "how_to_join"], "Dance")
    make_partnership([make_authority()], website="https://a.example/", contact_email="a@b.example", **texts)
    assert "Under 40: 0" in shown(owner)["complete", "England"]

    erase("a@b.example", by=owner)

    assert "Under 40: 1" in shown(owner)["complete", "England"]
