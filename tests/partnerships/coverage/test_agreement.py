"""Who is near is found in memory as the database would find it."""

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from partnerships.coverage import who_covers
from partnerships.models import LocalAuthority, Partnership
from partnerships.publishing.entry_details import details_of
from partnerships.search.snapshot import keeping, reading
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_bridge, make_partnership, make_region

pytestmark = pytest.mark.django_db
STAGES = ["", *Stage.values]
NEAREST_FIRST = F("metres").asc(nulls_last=True)


@pytest.fixture(scope="module")
def directory(prepared_data):
    """Some sixty partnerships, in all mixtures; the snapshot stays as it is."""
    with prepared_data(), pytest.MonkeyPatch.context() as patch:
        bridge = make_bridge()
        regions = [make_region() for _ in range(3)]
        points = [(400_000, 300_000), (400_000, 300_000), (420_000, 310_000), (None, None), (407_003, 290_004)]
        authorities = [
            make_authority(region=regions[number % 3], easting=east, northing=north)
            for number, (east, north) in enumerate(points * 3)
        ]
        for number in range(60):
            make_partnership(
                [authorities[number % 15], authorities[number // 4]] if number % 9 else [],
                name=f"{('Beta', 'alpha', 'Álpha Gamma', 'St. Beta')[number % 4]} {97 * number % 61}",
                bridge=bridge,
                stage=STAGES[number % len(STAGES)],
                publication=PublicationState.DRAFT if number % 11 == 0 else PublicationState.PUBLISHED,
            )
        snapshot = reading.whole()
        patch.setattr(keeping, "current", lambda: snapshot)
        yield list(Partnership.objects.all()), authorities


@given(data=st.data())
def test_who_also_works_here_comes_by_name_and_neighbours_by_distance(directory, data):
    partnership = data.draw(st.sampled_from(directory[0]))
    authorities = list(partnership.authorities.all())
    in_regions = LocalAuthority.objects.filter(region__in={authority.region_id for authority in authorities})
    here = at_work().covering_any(authorities).exclude(pk=partnership.pk).order_by("name")
    others = at_work().covering_any(in_regions).exclude(pk__in=Partnership.objects.covering_any(authorities))
    nearby = others.order_by("name")
    if middles := [authority.middle for authority in authorities if authority.middle]:
        eastings, northings = zip(*middles, strict=True)
        nearby = others.with_metres_from(sum(eastings) // len(middles), sum(northings) // len(middles))
        nearby = nearby.order_by(NEAREST_FIRST, "name")

    around = who_covers.surroundings_of(keeping.current(), partnership, details_of(partnership).authorities)

    assert (shown(around.here), around.here_count) == (found(here), here.count())
    assert shown(around.nearby) == found(nearby)


@given(data=st.data(), point=st.sampled_from([None, (405_000, 300_000), (0, 0)]))
def test_the_nearest_do_not_cover_the_place_and_come_by_distance(directory, data, point):
    authority = data.draw(st.sampled_from(directory[1]))
    others = at_work().exclude(pk__in=authority.partnerships.values("pk"))
    rows = others.in_region(authority.region).order_by("name")
    if middle := point or authority.middle:
        rows = others.with_metres_from(*middle).order_by(NEAREST_FIRST, "name")

    assert shown(who_covers.nearest_to(authority, point)) == found(rows)


def at_work():
    return Partnership.objects.published().working()


def shown(cards):
    return [(card.partnership.name, card.partnership.metres) for card in cards]


def found(rows):
    return [(row.name, getattr(row, "metres", None)) for row in rows[: who_covers.NEIGHBOURS_SHOWN]]
