"""Which entries words lead to, the best first, and what is suggested when there are none."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from members.models import MemberOrganisation
from partnerships.models import Partnership, Region
from partnerships.search import text_index
from partnerships.vocabulary import NameKind, ProgrammeKind, PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_region,
    make_sector,
)

pytestmark = pytest.mark.django_db


def names_found(text):
    """Return the names of the partnerships that `text` leads to, in order, from a fresh index."""
    text_index.rebuild()
    return [partnership.name for partnership in text_index.find(Partnership.objects.all(), text)]


WRITTEN = {
    "st helens": "St. Helens Together",
    "saint helens": "St. Helens Together",
    "yorks": "Yorkshire Coast",
    "king's lynn": "Kings Lynn Arts",
    "barking and dagenham": "Barking & Dagenham Inspiring Futures",
    "barking dagenham": "Barking & Dagenham Inspiring Futures",
    "theatre": "Théâtre Together",
    "leeds cep": "LeedsCEP",
    "leedscep": "LeedsCEP",
    "CREATION": "Creations",
}


def test_a_partnership_is_found_by_its_name_however_it_is_written():
    for name in {*WRITTEN.values(), "Another"}:
        make_partnership(name=name)

    assert {text: names_found(text) for text in WRITTEN} == {text: [name] for text, name in WRITTEN.items()}


def test_a_partnership_is_found_by_what_it_is():
    make_partnership([make_authority(name="Kirklees")], name="EvoKe")
    make_partnership(name="Another")

    assert names_found("Kirklees LCEP") == ["EvoKe"]
    assert names_found("kirklees cultural education partnership") == ["EvoKe"]


def test_a_partnership_is_found_by_every_other_name():
    for kind in NameKind.values:
        make_partnership(name=f"Has a {kind} name").names.create(name=f"Artforms {kind}", kind=kind)
    make_partnership(name="Another")

    assert sorted(names_found("artforms")) == sorted(f"Has a {kind} name" for kind in NameKind.values)


def test_a_partnership_is_found_by_its_places():
    authority = make_authority(name="Dover", county="Kent", gss_code="E07000108", region=make_region(name="South East"))
    make_partnership([authority], name="Found")
    make_partnership(name="Another")

    assert [names_found(text) for text in ("dover", "kent", "south east", "e07000108")] == [["Found"]] * 4


def test_a_partnership_is_found_by_its_priorities_and_their_wording():
    make_partnership(name="Found").stated_priorities.create(
        priority=make_priority(name="Youth voice"), wording="Listen to teenagers"
    )
    make_partnership(name="Another")

    assert names_found("youth voice") == names_found("teenager") == ["Found"]


def test_a_partnership_is_found_by_its_members_and_their_sectors():
    organisation = make_organisation(name="The Lowry", sector=make_sector(name="Gallery"))
    make_membership(organisation=organisation, partnership=make_partnership(name="Found"))
    make_partnership(name="Another")

    assert names_found("lowry") == names_found("galleries") == ["Found"]


def test_a_partnership_is_not_found_by_members_who_left():
    make_membership(organisation=make_organisation(name="The Lowry"), until="2019")

    assert names_found("lowry") == []


def test_a_partnership_is_found_by_the_rest_it_says():
    fields = ["summary", "about", "vision", "mission", "host"]
    for field in fields:
        make_partnership(name=f"Has its {field}", **{field: "Puppets on the pier"})
    make_partnership(name="Another")

    assert sorted(names_found("puppets pier")) == sorted(f"Has its {field}" for field in fields)


def test_a_partnership_is_found_by_its_bridge_and_published_programmes():
    partnership = make_partnership(name="Found", bridge=make_bridge(name="Artswork"))
    partnership.programme_participations.create(programme=make_programme(name="Connected Lab"))
    draft = make_programme(name="Secret", publication=PublicationState.DRAFT, kind=ProgrammeKind.RESEARCH)
    partnership.programme_participations.create(programme=draft)

    assert [names_found(text) for text in ("artswork", "connected lab", "secret")] == [["Found"], ["Found"], []]


def test_every_word_must_occur():
    make_partnership(name="Leeds Arts")
    make_partnership(name="Hull Arts")

    assert names_found("leeds hull") == []


def test_words_may_be_spread_over_names_places_and_the_rest():
    make_partnership([make_authority(name="Leeds")], name="Together", summary="Puppets")

    assert names_found("puppets together leeds") == ["Together"]


def test_short_words_do_not_begin_longer_ones():
    make_partnership(name="Neath")

    assert names_found("ne") == []


def test_names_come_before_places_before_themes_before_the_rest():
    make_partnership(name="D", summary="Bath")
    make_partnership(name="C").stated_priorities.create(priority=make_priority(), wording="Bath")
    make_partnership([make_authority(name="Bath")], name="B")
    make_partnership(name="Bath")

    assert names_found("bath") == ["Bath", "B", "C", "D"]


def test_whole_words_come_before_words_that_only_begin_so():
    make_partnership(name="A Yorkshire Coast")
    make_partnership(name="City of York")

    assert names_found("york") == ["City of York", "A Yorkshire Coast"]


@pytest.mark.parametrize("text", ["south east", "the South East"])
def test_words_side_by_side_come_before_the_same_words_apart(text):
    bath = make_authority(name="Bath and North East Somerset", region=make_region(name="South West"))
    make_partnership([bath], name="A")
    make_partnership([make_authority(region=make_region(name="The South East"))], name="B")

    assert names_found(text) == ["B", "A"]


def test_a_name_in_two_words_is_found_by_one():
    make_partnership(name="South End")

    assert names_found("southend") == ["South End"]


def test_equally_good_ones_come_by_name():
    for name in ("B Leeds", "A Leeds"):
        make_partnership(name=name)

    assert names_found("leeds") == ["A Leeds", "B Leeds"]


@pytest.mark.parametrize("text", ["", "   "])
def test_no_words_find_everything_by_name(text):
    for name in ("B", "A"):
        make_partnership(name=name)

    assert names_found(text) == ["A", "B"]


HOSTILE = [
    '"', "'", '"leeds', "leeds'", "leeds AND", "OR leeds NOT", "NEAR(leeds, 2)", "leeds*", "^leeds", "names:leeds",
    "{names}: leeds", "-leeds", "(leeds", "leeds & | !", "leeds:*", "<->", "\\", "%", "%s", "leeds;--", "\x00leeds",
    "🎭", "ليدز", "\u202eleeds", "leeds " * 2000, "l" * 10_000, "é" * 10_000, "ﷺ" * 3000, "北京", "𞤀𞤁",
]  # fmt: skip


def test_odd_queries_are_harmless():
    make_partnership(name="Leeds")
    text_index.rebuild()

    found = {text: [row.name for row in text_index.find(Partnership.objects.all(), text)] for text in HOSTILE}

    assert {text: names for text, names in found.items() if names not in ([], ["Leeds"])} == {}


def test_operators_are_words_like_others():
    make_partnership(name="Near Not Leeds")
    make_partnership(name="Leeds")

    assert names_found("leeds NOT NEAR") == ["Near Not Leeds"]


@pytest.fixture
def partnership():
    return make_partnership()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_whatever_a_partnership_is_called_its_name_finds_it(partnership, text):
    partnership.name = f"Leeds {text}".replace("\x00", "")
    # Without a version of it, which takes most of such a test.
    Partnership.objects.filter(pk=partnership.pk).update(name=partnership.name)
    text_index.refresh(partnership)

    rows = text_index.find(Partnership.objects.all(), partnership.name)

    assert [row.pk for row in rows] == [partnership.pk]


def test_which_rows_are_searched_is_up_to_the_caller():
    make_partnership(name="Leeds")
    make_partnership(name="Leeds too", publication=PublicationState.DRAFT)
    text_index.rebuild()

    rows = text_index.find(Partnership.objects.published(), "leeds")

    assert [row.name for row in rows] == ["Leeds"]


def test_kinds_are_kept_apart():
    organisation = make_membership(partnership=make_partnership(name="Leeds33")).organisation
    text_index.rebuild()

    rows = text_index.find(MemberOrganisation.objects.all(), "leeds33")

    assert list(rows) == [organisation]


def test_rows_that_are_not_searched_are_refused():
    with pytest.raises(LookupError, match="regions are not published"):
        text_index.find(Region.objects.all(), "york")


@pytest.mark.parametrize(
    ("typed", "meant"), [("bristl", "bristol"), ("Leedz together", "leeds together"), ("bristol", ""), ("zzzzzz", "")]
)
def test_words_nobody_uses_lead_to_the_nearest_ones(typed, meant):
    make_partnership([make_authority(name="Bristol")], name="Leeds Together")
    text_index.rebuild()

    assert text_index.suggest(Partnership.objects.all(), typed) == meant


def test_words_that_would_find_nothing_either_are_not_suggested():
    make_partnership(name="Leeds Together")
    make_partnership(name="Bristol Together")
    text_index.rebuild()

    assert text_index.suggest(Partnership.objects.all(), "leedz bristl") == ""
