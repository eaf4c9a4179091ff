"""A few of many names, so that they tell what all of them are like."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, islice, zip_longest


def few_of(names: Iterable[tuple[str, str]], most: int) -> list[str]:
    """Return at most `most` of `names`, pairs of a name and its kind: the first of each kind, then the second."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for name, kind in names:
        by_kind[kind].append(name)
    return list(islice(filter(None, chain.from_iterable(zip_longest(*by_kind.values()))), most))
