"""The cards a worker keeps: those shown last, within some bytes; and what a snapshot takes of its memory."""

import sys
from array import array

import pytest

from partnerships.models import Partnership
from partnerships.search import cards
from partnerships.search.results import Match, PartnershipResults
from partnerships.search.snapshot import reading
from partnerships.search.snapshot.kept_cards import OVERHEAD_BYTES, Card, Cards, PlacedPartnership
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_bridge, make_partnership


def card(key):
    return Card(Partnership(pk=key), "html", PlacedPartnership("", "", "", "", ()))


def test_those_shown_last_are_kept_within_their_bytes():
    kept = Cards(max_bytes=2 * (OVERHEAD_BYTES + 4))
    kept.put(card(1))
    kept.put(card(2))
    kept.get([1])

    kept.put(card(3))

    assert set(kept.get([1, 2, 3])) == {1, 3}


def test_a_card_put_again_counts_once():
    kept = Cards(max_bytes=2 * (OVERHEAD_BYTES + 4))
    for key in (1, 2, 2, 2):
        kept.put(card(key))

    assert set(kept.get([1, 2])) == {1, 2}


@pytest.mark.django_db
def test_a_card_is_drawn_once_unless_it_says_how_far_away_it_is(django_assert_num_queries):
    partnership, snapshot = make_partnership(), reading.whole()
    matches = [Match(partnership.pk)]

    first = cards.of_matches(snapshot, matches)
    with django_assert_num_queries(0):
        assert cards.of_matches(snapshot, matches) == first
    near = cards.of_matches(snapshot, [Match(partnership.pk, 2_000.0)])

    foot, measured = "</p> </li>", " <span>about 1 mile away</span> </p> </li>"
    assert " ".join(near[0].html.split()) == " ".join(first[0].html.split()).replace(foot, measured)
    assert "away" not in cards.of_matches(snapshot, matches)[0].html


@pytest.mark.django_db
def test_what_is_not_published_any_more_has_no_card_though_it_was_found():
    hidden, shown = make_partnership(), make_partnership()
    results = PartnershipResults()
    Partnership.objects.filter(pk=hidden.pk).update(publication=PublicationState.DRAFT)

    drawn = cards.of_matches(results.snapshot, results.matches[0:20])

    assert [card.partnership for card in drawn] == [shown]


@pytest.mark.django_db
def test_a_snapshot_takes_a_few_bytes_a_partnership_and_a_bit_for_all_it_may_have():
    authority, bridge = make_authority(), make_bridge()
    rows = [
        Partnership(name=f"P {number}", slug=f"p-{number}", bridge=bridge, publication=PublicationState.PUBLISHED)
        for number in range(2_000)
    ]
    Partnership.objects.bulk_create(rows)
    Partnership.authorities.through.objects.bulk_create(
        Partnership.authorities.through(partnership=row, localauthority=authority) for row in rows
    )

    snapshot = reading.whole()

    assert isinstance(snapshot.keys, array) and isinstance(snapshot.by_name, array)
    sizes = [sys.getsizeof(bits) for sets in snapshot.sets.values() for bits in sets.values()]
    in_all = sys.getsizeof(snapshot.keys) + sys.getsizeof(snapshot.by_name) + sum(sizes)
    # Eight bytes for its key and four for its name, with room to grow; for each set little more than a bit.
    assert in_all < 2_000 * (8 + 4) * 1.1 + len(sizes) * (2_000 / 7 + 100) + 200
