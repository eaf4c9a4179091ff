"""A made-up directory: it keeps every rule of the real one, says what it is, and is all there or not at all."""

import pytest
from django.core.management import CommandError, call_command

from lcep_site.loading import made_up, made_up_rows, made_up_words
from members.models import MemberOrganisation, Membership
from partnerships import versions
from partnerships.models import (
    CaseStudy,
    NewsItem,
    Partnership,
    PartnershipName,
    PartnershipPriority,
    Revision,
    SearchDocument,
    Sector,
)
from partnerships.published_kinds import table
from partnerships.search import text_index
from partnerships.vocabulary import RevisionKind
from tests.factories import make_authority, make_partnership, make_priority, make_region, make_sector

pytestmark = pytest.mark.django_db
MODELS = [
    *(Partnership, PartnershipName, PartnershipPriority, MemberOrganisation, Membership),
    *(NewsItem, CaseStudy),
]
# Enough that each kind, stage and state comes up.
NUMBER = 150


@pytest.fixture(scope="module", autouse=True)
def _real(prepared_data):
    """What is there before."""
    with prepared_data():
        region = make_region()
        places = [make_authority(name=f"Place {number}", region=region) for number in range(6)]
        make_partnership(authorities=places[:1])
        for name in ("Schools", "Culture", "Health"):
            make_sector(name=name)
            make_priority(name=f"{name} first")
        yield


def generate(number=NUMBER, **options):
    call_command("generate_directory", partnerships=number, **options)


def made(model):
    """Return the rows of `model` that were made up, the earliest first."""
    rows = model.objects.order_by("pk")
    return list(rows.filter(name__contains="made up") if model is Partnership else rows)


def test_every_row_keeps_the_rules_of_its_model():
    generate()

    for model in MODELS:
        assert made(model)
        for row in made(model):
            row.full_clean()
    assert all(row.authorities.exists() for row in made(Partnership))


def test_each_entry_says_that_it_is_made_up():
    generate()

    entries = [*made(Partnership), *made(MemberOrganisation), *made(NewsItem), *made(CaseStudy)]
    assert [str(row) for row in entries if not str(row).endswith("(made up)")] == []
    assert [row for row in made(Partnership) if "made-up" not in row.summary or not row.sources.exists()] == []


def test_every_public_list_has_something_to_show():
    generate(400)

    owned = [listing for kind, listing in table.listings() if kind.model in made_up.FOUND_BY_WORDS]
    assert [listing.name for listing in owned if not listing.current().exists()] == []
    assert {row.stage for row in made(Partnership)} == set(made_up_rows.STAGES)
    assert {row.publication for row in made(Partnership)} == set(made_up_rows.STATES)
    assert Partnership.objects.recently_checked().exists()


def test_the_same_number_makes_the_same_directory():
    said = []
    for _ in range(2):
        generate(40)
        said.append(
            [
                [(row.name, row.summary, row.stage, row.established, row.checked_on) for row in made(Partnership)],
                [(row.name, row.sector_id) for row in made(MemberOrganisation)],
                [(str(row), row.role, row.until) for row in made(Membership)],
            ]
        )
        Partnership.objects.filter(pk__in=[row.pk for row in made(Partnership)]).delete()
        MemberOrganisation.objects.all().delete()

    assert said[0] == said[1]


def test_made_twice_it_is_twice_as_large():
    generate(30)
    generate(30)

    names = [row.name for row in made(Partnership)]
    assert len(set(names)) == 60
    assert len({row.slug for row in made(Partnership)}) == 60


def test_names_differ_as_long_as_there_are_pairs_of_places():
    assert len(set(made_up_words.PLACES)) == 1200
    numbers = range(0, made_up.MAX_PARTNERSHIPS * 2, 97)
    assert len({made_up_words.pair(number) for number in numbers}) == len(numbers)
    longest = max(made_up_words.PLACES, key=len)
    assert len(longest) * 2 + len("Bournemouth, Christchurch and Poole") + len(" and Partnership,  (made up)") < 120


def test_it_is_found_by_words_as_if_all_had_been_indexed_anew():
    text_index.rebuild()
    generate(40)
    said = ("kind", "object_id", "names", "places", "themes", "rest")
    indexed = set(SearchDocument.objects.values_list(*said))

    text_index.rebuild()

    assert set(SearchDocument.objects.values_list(*said)) == indexed
    assert {row[0] for row in indexed} == {table.kind_of(model).name for model in made_up.FOUND_BY_WORDS}


@pytest.mark.versions
def test_all_of_it_is_one_revision_and_nothing_is_left_without_a_version():
    before = Revision.objects.count()

    generate(40)

    assert Revision.objects.count() == before + 1
    assert Revision.objects.first().kind == RevisionKind.LOAD
    assert versions.backfill() == 0


def test_what_is_interrupted_leaves_nothing(monkeypatch):
    monkeypatch.setattr(made_up, "_BATCH", 10)
    before = Partnership.objects.count()

    def stop(said):
        if said.startswith("20 of"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made_up.make(30, stop)

    assert (Partnership.objects.count(), MemberOrganisation.objects.count(), SearchDocument.objects.count()) == (
        before,
        0,
        0,
    )


def test_it_says_how_far_it_is(monkeypatch, capsys):
    monkeypatch.setattr(made_up, "_BATCH", 10)

    generate(25)

    assert capsys.readouterr().out.split("\n")[:3] == [f"{done} of 25 partnerships" for done in (10, 20, 25)]


@pytest.mark.parametrize("batch", [5, 20])
def test_each_batch_asks_the_database_the_same(monkeypatch, django_assert_max_num_queries, batch):
    monkeypatch.setattr(made_up, "_BATCH", batch)

    with django_assert_max_num_queries(290):
        generate(batch * 2)


def test_a_directory_that_people_use_is_refused(settings):
    settings.LCEP_MODE = "production"

    with pytest.raises(CommandError, match="people use this directory"):
        generate(5)
    assert not made(Partnership)

    generate(5, force=True)
    assert len(made(Partnership)) == 5


def test_without_the_real_directory_it_says_what_to_do():
    Sector.objects.all().delete()

    with pytest.raises(CommandError, match="manage.py load_directory"):
        generate(5)


@pytest.mark.parametrize("number", [0, -1, made_up.MAX_PARTNERSHIPS + 1])
def test_a_number_it_cannot_make_is_refused(number):
    with pytest.raises(CommandError, match="a number from 1 to 700000"):
        generate(number)
