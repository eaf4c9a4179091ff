"""Which shapes each view of the map shows, and what they say."""

import pytest

from partnerships.coverage import map as coverage_map
from partnerships.coverage import need
from partnerships.coverage.drawings import Shape
from partnerships.coverage.everywhere import coverage_by_authority, coverage_in
from partnerships.coverage.levels import CoverageLevel, LegendItem
from partnerships.coverage.need import NeedBand
from partnerships.geography import outlines
from partnerships.models import LocalAuthority, Partnership
from partnerships.publishing.entry_details import details_of
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.kept_cards import placed
from partnerships.vocabulary import Stage
from tests.factories import THIS_YEAR, make_authority, make_partnership, make_region
from tests.figures import make_figures

pytestmark = pytest.mark.django_db

LEEDS, BRADFORD, CAMDEN, CORNWALL, CARLISLE = "E08000035", "E08000032", "E09000007", "E06000052", "E06000063"
SCILLY, WATFORD = "E06000053", "E07000103"


@pytest.fixture
def leeds():
    """Leeds, in a region of its own."""
    return make_authority(gss_code=LEEDS, name="Leeds", region=make_region(name="Yorkshire"))


@pytest.fixture
def bradford(leeds):
    """Bradford, in the same region as Leeds."""
    return make_authority(gss_code=BRADFORD, name="Bradford", region=leeds.region)


def area_of(partnership):
    return coverage_map.of_partnership(keeping.current(), partnership, details_of(partnership).authorities)


def of_results(partnerships):
    return coverage_map.of_results(map(placed, partnerships))


def titles(shapes):
    return [shape.title for shape in shapes]


def test_the_map_of_england_links_each_authority_to_its_page(leeds):
    make_partnership([leeds], name="Leeds33", stage=Stage.EMERGING)

    [shape] = coverage_map.of_england(coverage_by_authority()).shapes

    assert shape == Shape(
        url="/authorities/leeds/",
        code=LEEDS,
        title=f"Leeds: Leeds33, emerging as of {THIS_YEAR}",
        level=CoverageLevel.EMERGING,
    )


def test_the_map_of_england_opens_london_with_one_link(leeds):
    london = make_region(gss_code=coverage_map.LONDON)
    make_authority(gss_code=CAMDEN, name="Camden", region=london)

    drawing = coverage_map.of_england(coverage_by_authority())

    assert titles(drawing.shapes) == ["Leeds: no partnership we know of"]
    assert titles(drawing.inset) == ["Camden: no partnership we know of"]
    assert drawing.inset_of.name == london.name


def test_islands_too_small_to_be_seen_have_a_disc_around_them_but_not_close_by(leeds):
    scilly = make_authority(gss_code=SCILLY, name="Isles of Scilly", region=leeds.region)
    make_authority(gss_code=WATFORD, name="Watford", region=leeds.region)

    drawing = coverage_map.of_england(coverage_by_authority())
    [close] = [shape for shape in coverage_map.of_authority(scilly).shapes if shape.code == SCILLY]

    # Watford is as small, but its disc would lie over its neighbours.
    [(code, (x, y))] = [(shape.code, shape.disc) for shape in drawing.shapes if shape.disc]
    box = outlines.of_england().shapes[SCILLY].box
    assert code == SCILLY and box.holds(x, y) and drawing.disc > max(box.width, box.height) / 2
    assert drawing.view.holds(x - drawing.disc, y + drawing.disc)
    assert close.disc is None


def test_the_map_of_england_draws_the_rest_faintly_and_only_patterns_it_needs(leeds):
    make_partnership([leeds], stage=Stage.PROPOSED)

    drawing = coverage_map.of_england(coverage_by_authority())

    assert drawing.surroundings == outlines.ALL_AUTHORITIES
    assert drawing.patterned_levels == [CoverageLevel.PROPOSED]


def test_a_map_of_much_of_england_holds_no_outline_and_a_closer_one_all_of_its_own(leeds):
    cornwall = make_authority(gss_code=CORNWALL, name="Cornwall")

    wide = of_results([make_partnership([leeds, cornwall])])
    close = of_results([make_partnership([leeds])])

    assert ({shape.outline for shape in wide.shapes}, wide.beyond, wide.is_close) == ({""}, "", False)
    assert close.shapes[0].outline == outlines.nearby().shapes[LEEDS].path
    assert close.is_close
    # Coarser shapes would look rough where a unit is several pixels.
    assert (wide.is_small, close.is_small, of_results([make_partnership([cornwall])]).is_small) == (True, False, False)


def test_an_authority_without_an_outline_is_counted_but_not_drawn(leeds):
    make_authority(gss_code="E06999999", region=leeds.region)

    drawing = coverage_map.of_region(leeds.region, coverage_in(leeds.region))

    assert titles(drawing.shapes) == ["Leeds: no partnership we know of"]
    assert [item.total for item in drawing.legend] == [2]


def test_the_map_of_a_region_shows_its_own_authorities_in_full_and_neighbours_faintly(leeds, bradford):
    make_authority(gss_code=CORNWALL, name="Cornwall")

    drawing = coverage_map.of_region(leeds.region, coverage_in(leeds.region))

    assert titles(drawing.shapes) == ["Bradford: no partnership we know of", "Leeds: no partnership we know of"]
    assert {" ".join(label.lines) for label in drawing.labels} == {"Bradford", "Leeds"}
    # Kirklees lies beside both, Cornwall out of view.
    assert outlines.nearby().shapes["E08000034"].path in drawing.surroundings
    assert outlines.nearby().shapes[CORNWALL].path not in drawing.surroundings


def test_nearby_nations_are_scaled_to_a_close_view():
    region = make_region()
    make_authority(gss_code=CARLISLE, name="Cumberland", region=region)
    make_authority(gss_code=LEEDS, name="Leeds")

    close_to_scotland = coverage_map.of_authority(LocalAuthority.objects.get(gss_code=CARLISLE))
    inland = coverage_map.of_authority(LocalAuthority.objects.get(gss_code=LEEDS))

    assert (close_to_scotland.beyond, close_to_scotland.beyond_scale) == (
        outlines.of_england().shapes["Scotland"].path,
        4,
    )
    assert inland.beyond == ""


def test_the_map_of_an_authority_outlines_it_and_shows_who_covers_its_neighbours(leeds, bradford):
    make_partnership([bradford], name="Bradford Shapes")
    make_authority(gss_code=CORNWALL, name="Cornwall")

    drawing = coverage_map.of_authority(leeds)

    assert titles(drawing.shapes) == [
        "Bradford: Bradford Shapes, stage not known today",
        "Leeds: no partnership we know of",
    ]
    assert drawing.outlined.outline == outlines.nearby().shapes[LEEDS].path


def test_the_map_of_a_partnership_shows_its_area_at_its_own_stage(leeds, bradford):
    partnership = make_partnership([leeds], name="Leeds33", stage=Stage.EMERGING)
    make_partnership([leeds], stage=Stage.ESTABLISHED)

    drawing = area_of(partnership)

    assert [(shape.title, shape.url, shape.level) for shape in drawing.shapes] == [
        ("Leeds", "/authorities/leeds/", CoverageLevel.EMERGING)
    ]
    assert drawing.title == "Map of the area of Leeds33"
    assert [item.in_words for item in drawing.legend] == ["Emerging partnership"]
    assert outlines.nearby().shapes[BRADFORD].path in drawing.surroundings
    assert ("Bradford",) in [label.lines for label in drawing.labels]


def test_the_area_of_an_ended_partnership_is_still_shown(leeds):
    partnership = make_partnership([leeds], stage=Stage.ENDED)

    drawing = area_of(partnership)
    assert [shape.level for shape in drawing.shapes] == [CoverageLevel.DORMANT]
    assert [item.in_words for item in drawing.legend] == ["Closed partnership"]


def test_the_map_of_results_shows_where_those_partnerships_work_and_nothing_else(leeds, bradford):
    result = make_partnership([leeds], name="Leeds33")
    make_partnership([leeds, bradford], name="Not found")

    assert titles(of_results([result]).shapes) == ["Leeds: Leeds33, stage not known today"]


def test_without_anything_to_draw_there_is_no_map():
    region, elsewhere = make_region(), make_authority(gss_code="E06999999")

    assert coverage_map.of_region(region, coverage_in(region)) is None
    assert coverage_map.of_authority(elsewhere) is None
    assert area_of(make_partnership([elsewhere])) is None
    assert of_results([]) is None


def test_names_are_left_out_of_a_map_too_large_to_read_them(leeds):
    cornwall = make_authority(gss_code=CORNWALL, name="Cornwall")

    assert of_results([make_partnership([cornwall, leeds])]).labels == ()
    assert [label.lines for label in of_results([make_partnership([leeds])]).labels] == [("Leeds",)]


@pytest.mark.parametrize("number", [1, 3])
def test_each_map_asks_the_database_the_same_for_any_number(
    kept_snapshot, django_assert_num_queries, leeds, bradford, number
):
    for _ in range(number):
        make_partnership([leeds, bradford])
    partnership = Partnership.objects.first()
    everything = [placed(row) for row in Partnership.objects.all()]

    snapshot = kept_snapshot()
    with django_assert_num_queries(3):
        coverage_map.of_region(leeds.region, coverage_in(leeds.region))
    with django_assert_num_queries(1):
        coverage_map.of_authority(leeds)
    authorities = details_of(partnership).authorities
    with django_assert_num_queries(0):
        coverage_map.of_partnership(snapshot, partnership, authorities)
    with django_assert_num_queries(0):
        coverage_map.of_results(everything)


def test_the_map_of_need_shows_how_many_children_and_marks_where_no_partnership_is(leeds, bradford):
    make_partnership([leeds], name="Leeds33")
    make_figures(LEEDS, 0.402)
    make_figures(BRADFORD, 0.524)
    make_authority(gss_code=CORNWALL, name="Cornwall")

    drawing = coverage_map.of_england_by_need(coverage_by_authority(), need.of_england())

    assert [(shape.title, shape.level, bool(shape.mark)) for shape in drawing.shapes] == [
        ("Bradford: 52.4% of children; no partnership we know of", NeedBand.MOST, True),
        ("Leeds: 40.2% of children; covered", NeedBand.MORE, False),
        ("Cornwall: not known; no partnership we know of", NeedBand.NOT_KNOWN, True),
    ]
    assert drawing.legend == (
        LegendItem(NeedBand.MOST, 1),
        LegendItem(NeedBand.MORE, 1),
        LegendItem(NeedBand.NOT_KNOWN, 1),
    )
    assert drawing.patterned_levels == [NeedBand.MORE]


def test_no_name_covers_the_dot_of_its_place(leeds, bradford):
    figures = need.of_england()

    drawing = coverage_map.of_region_by_need(leeds.region, coverage_in(leeds.region), figures)

    boxes = [label.box for label in drawing.labels]
    marks = [shape.mark for shape in drawing.shapes]
    assert len(boxes) == len(marks) == 2
    assert not [mark for mark in marks for box in boxes if box.holds(*mark)]


def test_a_region_is_drawn_by_need_too_and_nothing_where_no_outline_is(leeds):
    make_figures(LEEDS, 0.1)

    drawing = coverage_map.of_region_by_need(leeds.region, coverage_in(leeds.region), need.of_england())

    assert [(shape.level, bool(shape.mark), bool(shape.outline)) for shape in drawing.shapes] == [
        (NeedBand.FEWEST, True, True)
    ]
    assert coverage_map.of_region_by_need(make_region(), [], need.of_england()) is None
