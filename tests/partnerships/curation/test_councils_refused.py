"""Changes of councils that are not made: what cannot be known is left to staff, and nothing is half done."""

import pytest
from django.utils import timezone

from partnerships.curation import council_changes, council_moves
from partnerships.curation.council_changes import CannotChange
from partnerships.models import CouncilSuccession, LocalAuthority, School
from partnerships.search import text_index
from tests.councils import ELMBRIDGE, NEW, TANDRIDGE, change_councils, make_succession, make_surrey
from tests.factories import make_authority, make_bridge, make_partnership, make_region
from tests.schools import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def surrey():
    return make_surrey()


def due():
    return council_changes.due(timezone.localdate())


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (ELMBRIDGE, "another local authority with the code E07000207"),
        ("", "Give the GSS code of East Surrey"),
    ],
)
def test_without_a_code_of_its_own_nothing_moves(surrey, code, reason):
    with pytest.raises(CannotChange, match=reason):
        change_councils(East_Surrey=code)

    assert LocalAuthority.objects.count() == 2
    assert CouncilSuccession.objects.done().count() == 0


def test_whose_territory_it_is_is_not_guessed(surrey):
    other = make_bridge(name="Other")
    LocalAuthority.objects.filter(gss_code=TANDRIDGE).update(bridge=other)

    with pytest.raises(CannotChange, match="in the territories of Artswork and Other. Say whose it is"):
        change_councils()
    [successor] = council_moves.carry_out(due(), {"East Surrey": NEW}, {"East Surrey": other})

    assert successor.bridge == other


def test_all_of_several_changes_or_none(surrey):
    west = make_authority(name="Woking", region=surrey[0].region)
    make_succession(west.gss_code, "Woking", successor_name="West Surrey")

    with pytest.raises(CannotChange, match="Give the GSS code of West Surrey"):
        change_councils()

    assert set(LocalAuthority.objects.values_list("name", flat=True)) == {"Elmbridge", "Tandridge", "Woking"}


def test_one_that_is_split_is_left_to_staff_until_nothing_hangs_on_it(surrey):
    make_succession(successor_name="North Surrey")
    partnership = make_partnership([surrey[0]])
    school = make_school(authority=surrey[0])

    refused = {change.name: change.refused for change in due()}
    with pytest.raises(CannotChange, match="Elmbridge is split: East Surrey and North Surrey follow it"):
        change_councils(North_Surrey="E06000100")
    partnership.authorities.set([surrey[1]])
    change_councils(North_Surrey="E06000100")

    assert set(refused) == {"East Surrey", "North Surrey"}
    assert refused["North Surrey"].endswith("give each of these its own: partnerships (1). Then run this again.")
    assert set(LocalAuthority.objects.values_list("name", flat=True)) == {"East Surrey", "North Surrey"}
    assert School.objects.get(pk=school.pk).authority is None


def test_the_others_are_changed_beside_one_that_is_refused(surrey):
    far = make_authority(name="Far", region=make_region(name="North East"))
    make_succession(far.gss_code, "Far", successor_name="Far and East")
    make_succession("E07000299", "Nowhere", successor_name="Far and East")

    refused = {change.name: change.refused for change in due()}

    assert refused == {
        "East Surrey": "",
        "Far and East": "There is no local authority with the code E07000299, and none called Far and East.",
    }


def test_those_of_several_regions_are_refused(surrey):
    LocalAuthority.objects.filter(gss_code=TANDRIDGE).update(region=make_region(name="North East"))

    assert [change.refused for change in due()] == [
        "Those that East Surrey follows lie in several regions: North East and South East."
    ]


def test_what_fails_in_the_middle_leaves_everything_as_it_was(surrey, monkeypatch):
    make_partnership(surrey)
    monkeypatch.setattr(text_index, "rebuild", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        change_councils()

    assert LocalAuthority.objects.filter(partnerships__isnull=False).count() == 2
    assert CouncilSuccession.objects.done().count() == 0
