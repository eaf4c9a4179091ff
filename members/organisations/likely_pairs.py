"""Member organisations that may be in the directory twice, two by two."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, Q

from members.models import MemberOrganisation, Membership
from partnerships.search.text_index.likeness import NEAR, NameLikeness

MAX_PAIRS = 100
# A word in more names than this ("school", "council") does not bring two of them together by itself.
COMMON = 40


@dataclass(frozen=True)
class Pair:
    """Two organisations whose names are alike, from 1 (the same name) down to NEAR: `keep` takes part in more."""

    keep: MemberOrganisation
    gone: MemberOrganisation
    degree: float

    @property
    def is_same_name(self) -> bool:
        """Whether the names are the same but for case, accents, endings and little words."""
        return self.degree == 1


def find(*, by) -> list[Pair]:
    """Return the likely pairs among the organisations of `by`, the likest first, MOST_PAIRS at most.

    Each organisation is as `rows_of` returns it.
    """
    organisations = MemberOrganisation.objects.editable_by(by)
    names = dict(organisations.order_by().values_list("pk", "name"))
    likenesses = {key: NameLikeness(name) for key, name in names.items()}
    degrees = {pair: likenesses[pair[0]].to(names[pair[1]]) for pair in _comparable(likenesses)}
    likest = sorted((pair for pair in degrees if degrees[pair] >= NEAR), key=lambda pair: (-degrees[pair], pair))
    likest = likest[:MAX_PAIRS]
    found = rows_of(by).in_bulk({key for pair in likest for key in pair})
    return [Pair(*by_weight(*(found[key] for key in pair)), degrees[pair]) for pair in likest]


def rows_of(by):
    """Return the organisations of `by`, each with sector, authority, and in how many of their partnerships it is."""
    counted = Q(memberships__in=Membership.objects.editable_by(by).order_by().values("pk"))
    return (
        MemberOrganisation.objects.editable_by(by)
        .select_related("sector", "authority")
        .annotate(membership_count=Count("memberships", filter=counted, distinct=True))
    )


def by_weight(one: MemberOrganisation, other: MemberOrganisation) -> list[MemberOrganisation]:
    """Return the two of `rows_of`, first the one with more memberships: usually the entry to keep."""
    return sorted([one, other], key=lambda row: (-row.membership_count, row.pk))


def _comparable(likenesses: dict[int, NameLikeness]) -> set[tuple[int, int]]:
    """Return the pairs of keys worth comparing: comparing each name with each other takes minutes for thousands."""
    together = defaultdict(list)
    for key, likeness in likenesses.items():
        for word in {*likeness.words, frozenset(likeness.words)}:
            together[word].append(key)
    return {
        pair
        for words, keys in together.items()
        if len(keys) <= COMMON or isinstance(words, frozenset)
        for pair in combinations(sorted(keys), 2)
    }
