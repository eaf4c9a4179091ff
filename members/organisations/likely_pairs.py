"""Pairs of member organisations that may be one and the same."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.contrib.auth.models import User

from members.models import MemberOrganisation
from partnerships.search.text_index.likeness import NEAR, NameLikeness

MAX_PAIRS = 100
# Names are not compared for sharing just one word that more names than this have, such as "school".
MAX_NAMES_OF_WORD = 40


@dataclass(frozen=True)
class LikelyPair:
    """Two organisations whose names are alike, or the same but for case, accents, endings and little words.

    `keep` has no fewer memberships than `gone`, and is usually the entry to keep.
    """

    keep: MemberOrganisation
    gone: MemberOrganisation
    is_same_name: bool


def find(*, by: User) -> list[LikelyPair]:
    """Return up to MAX_PAIRS likely pairs among the organisations `by` may work with, the likest first.

    Each organisation has its `membership_count`, its sector and its local authority.
    """
    organisations = MemberOrganisation.objects.editable_by(by)
    names = dict(organisations.order_by().values_list("pk", "name"))
    wanted = {key: NameLikeness(name) for key, name in names.items()}
    likenesses = {(key, other): wanted[key].to(names[other]) for key, other in _keys_to_compare(wanted)}
    near = [keys for keys, likeness in likenesses.items() if likeness >= NEAR]
    likest = sorted(near, key=lambda keys: (-likenesses[keys], keys))[:MAX_PAIRS]
    rows = organisations.with_membership_counts(by).in_bulk({key for keys in likest for key in keys})
    pairs = [(most_memberships_first(rows[key], rows[other]), likenesses[key, other] == 1) for key, other in likest]
    return [LikelyPair(keep, gone, is_same_name) for (keep, gone), is_same_name in pairs]


def most_memberships_first(*organisations: MemberOrganisation) -> list[MemberOrganisation]:
    """Return them, the one with the largest `membership_count` first, or else the oldest entry."""
    return sorted(organisations, key=lambda row: (-row.membership_count, row.pk))


def _keys_to_compare(likenesses: dict[int, NameLikeness]) -> set[tuple[int, int]]:
    """Return the pairs of keys worth comparing: comparing each name with each other takes minutes for thousands."""
    keys_by_tokens: dict[str | frozenset[str], list[int]] = defaultdict(list)
    for key, likeness in likenesses.items():
        token_sets: set[str | frozenset[str]] = {*likeness.tokens, frozenset(likeness.tokens)}
        for tokens in token_sets:
            keys_by_tokens[tokens].append(key)
    return {
        pair
        for tokens, keys in keys_by_tokens.items()
        if len(keys) <= MAX_NAMES_OF_WORD or isinstance(tokens, frozenset)
        for pair in combinations(sorted(keys), 2)
    }
