"""The snapshot and the database find the same: whatever is chosen, in whatever order, and what is counted of all."""

import datetime

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import LocalAuthority, Partnership, Region, StrategicPriority
from partnerships.search import figures, text_index
from partnerships.search.facets import FACETS, SORTS
from partnerships.search.results import PartnershipResults
from partnerships.search.snapshot import reading
from partnerships.vocabulary import MembershipRole, PublicationState, Stage
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_region,
    make_sector,
)

pytestmark = pytest.mark.django_db
STAGES = ["", *Stage.values]
NEW = ("A new one", "Gone", "Zz")
COUNTS = ("authority", "covered", "in_part", "partnership", "proposed")
WORDS = ("", "alpha", "beta", "alpha gamma", "nowhere")


@pytest.fixture(scope="module")
def snapshot(prepared_data):
    """The snapshot of some sixty partnerships that have anything, in all mixtures."""
    with prepared_data():
        # Two regions stand at one place in the order.
        regions = [make_region(position=position) for position in (7, 5, 5)]
        bridges = [make_bridge() for _ in range(2)]
        points = [(400_000, 300_000), (400_000, 300_000), (420_000, 310_000), (None, None)]
        authorities = [
            make_authority(region=regions[number % 3], bridge=bridges[number % 2], easting=east, northing=north)
            for number, (east, north) in enumerate(points * 2)
        ]
        priorities = [make_priority() for _ in range(3)]
        organisations = [make_organisation(sector=make_sector()) for _ in range(4)]
        for number in range(60):
            made = _partnership(number, authorities, bridges)
            if number % 4 == 1 and number % 9:
                middle = {"easting": 405_000 + number, "northing": 300_000} if number % 8 == 1 else {}
                make_part(made, authorities[number % 8], **middle)
            for priority in priorities[: number % 4]:
                made.stated_priorities.create(priority=priority, wording="w")
            for place, organisation in enumerate(organisations[number % 5 :]):
                role = MembershipRole.PROJECT if (number + place) % 3 == 0 else MembershipRole.MEMBER
                until = "2019" if (number + place) % 4 == 0 else ""
                make_membership(partnership=made, organisation=organisation, role=role, until=until)
        text_index.rebuild()
        yield reading.whole()


def _partnership(number, authorities, bridges):
    day = datetime.date(2026, 1, 1 + number % 4) if number % 5 else None
    return make_partnership(
        [authorities[number % 8], authorities[number * 3 % 8]] if number % 9 else [],
        name=f"{('Beta', 'alpha', 'Álpha Gamma', 'St. Beta')[number % 4]} {97 * number % 61}",
        summary="gamma" if number % 2 else "alpha",
        bridge=bridges[number % 2],
        stage=STAGES[number % len(STAGES)],
        takes_new_members=(True, False, None)[number % 3],
        checked_on=day,
        checked_by="its chair" if day else "",
        publication=PublicationState.DRAFT if number % 11 == 0 else PublicationState.PUBLISHED,
    )


@given(data=st.data())
def test_whatever_is_chosen_pages_and_files_list_the_same_in_the_same_order(snapshot, data):
    results = _asked(snapshot, data)

    rows = [(row.pk, getattr(row, "metres", None)) for row in results.partnerships]

    assert [tuple(match) for match in results.matches[0:100]] == rows
    assert results.count == len(results.matches) == len(rows)


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_that_of_the_database(snapshot, sort):
    results = PartnershipResults("alpha", sort=sort, near=(405_000, 300_000), snapshot=snapshot)

    assert [match.pk for match in results.matches[0:100]] == [row.pk for row in results.partnerships]


@given(data=st.data())
def test_every_value_counts_what_choosing_it_would_show(snapshot, data):
    results = _asked(snapshot, data)
    facet = data.draw(st.sampled_from(results.facets))
    value = data.draw(st.sampled_from(facet.values))

    chosen = {**results.chosen, facet.facet.name: [value.value]}

    assert value.count == PartnershipResults(results.query, chosen, snapshot=snapshot).partnerships.count()


@given(data=st.data(), start=st.integers(0, 60), length=st.integers(1, 20))
def test_a_page_is_a_piece_of_the_list(snapshot, data, start, length):
    matches = _asked(snapshot, data).matches

    assert matches[start : start + length] == matches[0:100][start : start + length]


def _asked(snapshot, data):
    """Return the results of a drawn query."""
    options = {facet.name: list(snapshot.options[facet.name]) for facet in FACETS}
    chosen = {
        name: data.draw(st.lists(st.sampled_from(values), unique=True, max_size=2)) if data.draw(st.booleans()) else []
        for name, values in options.items()
    }
    near = data.draw(st.sampled_from([None, (405_000, 300_000), (0, 0)]))
    sorts = [sort for sort in SORTS if sort != "distance" or near]
    return PartnershipResults(
        data.draw(st.sampled_from(WORDS)), chosen, data.draw(st.sampled_from(sorts)), near, snapshot
    )


def test_regions_are_counted_as_the_database_counts_them(snapshot):
    counted = [
        (row.slug, row.name, *(getattr(row, f"{name}_count") for name in COUNTS))
        for row in Region.objects.with_counts()
    ]

    assert sorted(tuple(vars(region).values()) for region in figures.of_regions(snapshot)) == sorted(counted)


def test_priorities_are_counted_as_the_database_counts_them(snapshot):
    rows = StrategicPriority.objects.with_partnership_counts().order_by("-partnership_count", "name")[:2]

    stated = figures.most_stated_priorities(snapshot, 2)

    assert [(priority.slug, priority.partnership_count) for priority in stated] == [
        (row.slug, row.partnership_count) for row in rows
    ]


def test_uncovered_places_are_counted_as_the_database_counts_them(snapshot):
    places = LocalAuthority.objects
    uncovered = places.uncovered()
    proposed = uncovered.filter(partnerships__in=Partnership.objects.published().proposed()).distinct()

    found = figures.without_partnership(snapshot)

    assert (found.total, found.proposed) == (uncovered.count(), proposed.count())
    assert found.in_part == places.covered_in_part().count()
    assert {place.slug for place in places.covered()} == figures.coverage_of(snapshot).whole


def test_the_recently_checked_are_those_the_database_finds(snapshot):
    rows = Partnership.objects.published().formed().recently_checked()

    assert [match.pk for match in figures.recently_checked(snapshot, 100)] == [row.pk for row in rows]


def test_pages_lead_where_the_rows_do(snapshot):
    for figure in [*figures.of_regions(snapshot), *figures.most_stated_priorities(snapshot, 3)]:
        model = Region if isinstance(figure, figures.RegionFigures) else StrategicPriority
        assert figure.url == model.objects.get(slug=figure.slug).get_absolute_url()


@given(data=st.data())
def test_after_any_changes_it_is_as_if_it_were_read_anew(snapshot, data):
    touched = data.draw(st.lists(st.sampled_from(list(snapshot.keys)), unique=True, max_size=6))

    with transaction.atomic():
        for key in touched:
            _change(Partnership.objects.filter(pk=key), data)
        new = [make_partnership(name=name).pk for name in data.draw(st.lists(st.sampled_from(NEW), unique=True))]
        renewed, anew = reading.renewed(snapshot, {*touched, *new}), reading.whole()
        transaction.set_rollback(True)

    assert [renewed.keys[slot] for slot in renewed.by_name] == [anew.keys[slot] for slot in anew.by_name]
    assert {name: _keys(renewed, sets) for name, sets in renewed.sets.items()} == {
        name: _keys(anew, sets) for name, sets in anew.sets.items()
    }
    assert all(renewed.rank_of(slot) == rank for rank, slot in enumerate(renewed.by_name))


def _change(rows, data):
    """Change what is in order, or what the sets are made of, of the one in `rows`."""
    word = data.draw(st.sampled_from(["Aa", "alpha", "Beta", "Zz"]))
    change = data.draw(
        st.sampled_from(["name", "publication", "stage", "checked_on", "takes_new_members", "ties", "deleted"])
    )
    values = {
        "name": f"{word} of {rows.get().pk}",
        "publication": data.draw(st.sampled_from(PublicationState.values)),
        "stage": data.draw(st.sampled_from(STAGES)),
        "checked_on": datetime.date(2026, 2, 2),
        "takes_new_members": data.draw(st.sampled_from([True, False, None])),
    }
    change = data.draw(st.sampled_from([*values, "ties", "deleted"]))
    if change == "ties":
        rows.get().authorities.clear()
        rows.get().memberships.all().delete()
    elif change == "deleted":
        rows.delete()
    else:
        checked = {"checked_by": "its chair"} if change == "checked_on" else {}
        rows.update(**{change: values[change]}, **checked)


def _keys(snapshot, sets):
    return {value: {key for slot, key in enumerate(snapshot.keys) if bits >> slot & 1} for value, bits in sets.items()}


def test_who_works_in_how_many_authorities_is_as_the_database_counts(snapshot):
    counts = Partnership.objects.published().annotate(number=Count("authorities")).values_list("number", "pk")
    groups = snapshot.by_size(snapshot.formed | snapshot.proposed)

    assert sorted(groups) == groups
    assert sorted((size, key) for size, bits in groups for key in snapshot.keys_of(bits)) == sorted(counts)
    assert len(groups) > 2
