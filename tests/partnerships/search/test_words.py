"""Who holds the words of a query is the same by sets as by the database, and is kept of common words only."""

import pytest

from members.models import MemberOrganisation
from members.organisations import slots as organisations
from partnerships.models import Partnership
from partnerships.search import text_index, words
from partnerships.search.snapshot import kept_words, reading
from partnerships.search.text_index.tokens import query_tokens
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_membership, make_organisation, make_partnership, make_region

pytestmark = pytest.mark.django_db
QUERIES = [
    *("leeds", "Leeds North", "north leeds", "leed", "arts", "art lee", "LCEP", "south east", "of", "st", "arts leeds"),
    *("partnership", "yorkshire", "nowhere", "leeds nowhere", "cultural education", "leeds yorkshire arts lcep"),
]


@pytest.fixture
def directory():
    """Partnerships and members that hold the same words in different places, some of them not for everybody."""
    region = make_region(name="Yorkshire South East")
    leeds, artsby = (make_authority(name=name, region=region) for name in ("Leeds North", "Artsby"))
    make_partnership([leeds], name="Leeds North")
    make_partnership([artsby], name="North of Leeds", summary="Arts")
    make_partnership([leeds], name="Leedsham")
    make_partnership([artsby], name="St Leeds", stage=Stage.PROPOSED)
    make_partnership([leeds], name="Hidden Leeds", publication=PublicationState.DRAFT)
    for name in ("Arts in Leeds", "Artsby", "Another"):
        make_membership(
            organisation=make_organisation(name=name, authority=leeds), partnership=make_partnership([artsby])
        )
    text_index.rebuild()


@pytest.mark.parametrize("few", [0, 1000], ids=["by the index", "in their texts"])
@pytest.mark.parametrize("query", QUERIES)
def test_sets_find_what_the_database_finds_as_well(directory, monkeypatch, query, few):
    monkeypatch.setattr(words, "FEW", few)
    partnerships, members = reading.whole(), organisations.kept.current()

    found = _levels(partnerships, Partnership, partnerships.formed | partnerships.proposed, query)
    also = _levels(members, MemberOrganisation, members.public, query)

    assert found == _by_database(Partnership.objects.published(), query)
    assert also == _by_database(MemberOrganisation.objects.public(), query)


@pytest.mark.parametrize("query", ["leeds", "leed north", "arts leeds"])
def test_common_words_are_not_looked_up_again(directory, monkeypatch, django_assert_num_queries, query):
    monkeypatch.setattr(kept_words, "MANY", 0)
    monkeypatch.setattr(words, "FEW", 0)
    snapshot = reading.whole()
    # Two words that nobody holds side by side are few.
    pairs = 0 if query == "leeds" else 1
    before = _levels(snapshot, Partnership, snapshot.formed, query)

    with django_assert_num_queries(pairs):
        after = _levels(snapshot, Partnership, snapshot.formed, query)

    assert after == before


def test_words_that_few_hold_are_not_kept(directory):
    snapshot = reading.whole()

    words.groups_of(snapshot, Partnership, snapshot.formed, "leeds north")

    assert [snapshot.words.get(token) for token in query_tokens("leeds north")] == [None, None]


def test_so_many_words_are_kept_and_no_more():
    common = kept_words.CommonWords(room=2)
    for word in ("a", "b"):
        common.keep(word, [(1 << 1001) - 1])
    common.get("a")

    common.keep("c", [(1 << 1001) - 1])

    assert [bool(common.get(word)) for word in "abc"] == [True, False, True]


def _levels(slots, model, among, query):
    """Return the level of each that is found, by its key."""
    levels = {}
    for level, bits in words.groups_of(slots, model, among, query):
        for slot, key in enumerate(slots.keys):
            if bits >> slot & 1:
                levels.setdefault(key, level)
    return levels


def _by_database(rows, query):
    return dict(text_index.find(rows, query).values_list("pk", "relevance"))
