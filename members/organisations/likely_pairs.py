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
    """Two organisations whose names have a `likeness` from 1 (the same name) down to NEAR.

    `keep` has no fewer memberships than `gone`, and is usually the entry to keep.
    """

    keep: MemberOrganisation
    gone: MemberOrganisation
    likeness: float

    @property
    def is_same_name(self) -> bool:
        """Whether the names are the same but for case, accents, endings and little words."""
        return self.likeness == 1


def find(*, by: User) -> list[LikelyPair]:
    """Return up to MAX_PAIRS likely pairs among the organisations `by` may work with, the likest first.

    Each organisation has its `membership_count`, its sector and its local authority.
    """
    organisations = MemberOrganisation.objects.editable_by(by)
    names = dict(organisations.order_by().values_list("pk", "name"))
    name_likenesses = {key: NameLikeness(name) for key, name in names.items()}
    likenesses = {
        (key, other): name_likenesses[key].to(names[other]) for key, other in _keys_to_compare(name_likenesses)
    }
    likest = sorted(
        (keys for keys in likenesses if likenesses[keys] >= NEAR), key=lambda keys: (-likenesses[keys], keys)
    )
    likest = likest[:MAX_PAIRS]
    rows = organisations.with_membership_counts(by).in_bulk({key for keys in likest for key in keys})
    return [
        LikelyPair(*most_memberships_first(rows[key], rows[other]), likenesses[key, other]) for key, other in likest
    ]


def most_memberships_first(
    organisation: MemberOrganisation, other: MemberOrganisation
) -> tuple[MemberOrganisation, MemberOrganisation]:
    """Return the two, the one with the larger `membership_count` first, or else the older entry."""
    if (-other.membership_count, other.pk) < (-organisation.membership_count, organisation.pk):
        return other, organisation
    return organisation, other


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
