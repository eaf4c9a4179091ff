"""What changed last of very many rows is found by looking at few, and is what sorting all of them would find."""

import datetime

import pytest

from members.models import MemberOrganisation
from members.organisations.open_data import MEMBERS
from members.organisations.search import OrganisationResults
from partnerships.models import Partnership, PublishedSnapshot
from partnerships.models.versions import revising
from partnerships.open_data import shapes
from partnerships.open_data.partnership_kinds import PARTNERSHIPS
from partnerships.search.results import PartnershipResults
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_membership, make_organisation, make_partnership, make_region

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


def _day(number):
    return datetime.date(2026, 1, 1) + datetime.timedelta(days=number % 7)


@pytest.fixture
def many():
    """Partnerships that changed, were listed or were only compiled on some day, or have none, in two regions."""
    places = [make_authority(region=make_region(slug=slug)) for slug in ("north", "south")]
    for number in range(24):
        partnership = make_partnership(
            [places[number % 2]],
            compiled_on=_day(5 * number) if number % 5 else None,
            stage=Stage.PROPOSED if number == 3 else "",
            publication=PublicationState.DRAFT if number == 4 else PublicationState.PUBLISHED,
        )
        if number % 3:
            changed = _day(3 * number) if number % 4 else None
            listed = _day(2 * number) if number % 3 == 1 else None
            PublishedSnapshot.objects.create(partnership=partnership, changed_on=changed, listed_on=listed)


@pytest.mark.parametrize("few", [0, 1000], ids=["by their dates", "all"])
@pytest.mark.parametrize("chosen", [{}, {"region": ["north"]}])
@pytest.mark.parametrize("number", [1, 4, 100])
def test_the_latest_partnerships_are_those_of_all(many, monkeypatch, few, chosen, number):
    monkeypatch.setattr(shapes, "FEW", few)
    results = PartnershipResults(chosen=chosen)
    expected = [row.pk for row in PARTNERSHIPS.latest(results.partnerships, number)]

    found = PARTNERSHIPS.latest(results.partnerships, number, results.matches)

    assert [row.pk for row in found] == expected
    assert len(expected) == min(number, len(expected)) > 0


def test_the_latest_organisations_are_those_saved_last(monkeypatch):
    monkeypatch.setattr(shapes, "FEW", 0)
    for name in "ABC":
        with revising():
            make_membership(organisation=make_organisation(name=name))
    with revising():
        make_organisation(name="In nothing")
    with revising():
        MemberOrganisation.objects.get(name="A").save()
    results = OrganisationResults()

    found = MEMBERS.latest(results.organisations, 2, results.matches)

    assert [row.name for row in found] == ["A", "C"]
    assert [row.name for row in MEMBERS.latest(results.organisations, 2)] == ["A", "C"]


@pytest.mark.parametrize("few", [0, 1000])
def test_nothing_found_has_no_latest(many, monkeypatch, few):
    monkeypatch.setattr(shapes, "FEW", few)
    results = PartnershipResults("nowhere")

    assert PARTNERSHIPS.latest(Partnership.objects.none(), 5, results.matches) == []
