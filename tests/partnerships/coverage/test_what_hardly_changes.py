"""What no partnership changes stays in memory whatever they do, and is read anew when it changes itself."""

import pytest

from partnerships.coverage import need, school_counts, support_today
from partnerships.models import DeprivationFigures, LocalAuthority, Partnership, PresentSupport
from partnerships.public_content import moments
from partnerships.schools import kept as kept_schools
from tests.factories import make_authority, make_partnership
from tests.figures import make_figures
from tests.schools import make_school
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.usefixtures("committed")
LEEDS, HULL = "E08000035", "E06000010"


@pytest.fixture
def leeds():
    authority = make_authority(name="Leeds", gss_code=LEEDS)
    make_figures(LEEDS)
    make_school("Cockburn School", authority=authority)
    make_present_support(authorities=[authority], name="Supporter")
    return authority


def _read():
    return need.of_england().of(LEEDS).children, support_today.support_in([LEEDS]).names, school_counts.by_authority()


CHANGES = {
    "a figure": lambda: DeprivationFigures.objects.update(children_in_low_income_families=0.5),
    "a figure less": lambda: DeprivationFigures.objects.all().delete(),
    "another name": lambda: PresentSupport.objects.update(name="Other"),
    "another place": lambda: PresentSupport.objects.get().authorities.clear(),
    "a region": lambda: make_present_support([LocalAuthority.objects.get(gss_code=LEEDS).region], name="Else"),
    "another place's": lambda: LocalAuthority.objects.filter(gss_code=LEEDS).update(gss_code=HULL),
    "a school": lambda: make_school("Other School", authority=LocalAuthority.objects.get()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_read_anew_when_it_changes(leeds, change):
    before = _read()

    CHANGES[change]()

    assert _read() != before


def test_it_is_not_when_a_partnership_does(leeds, django_assert_num_queries):
    partnership = make_partnership([leeds])
    before = _read()
    kept = need.of_england(), school_counts._kept.current(), kept_schools.current()

    Partnership.objects.filter(pk=partnership.pk).update(name="Changed again")

    assert _read() == before
    now = need.of_england(), school_counts._kept.current(), kept_schools.current()
    assert all(new is old for new, old in zip(now, kept, strict=True))
    with django_assert_num_queries(1), moments.one():
        _read()
