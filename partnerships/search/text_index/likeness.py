"""How like two names are, to find what may be in the directory already."""

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property

from partnerships.search.text_index.tokens import STOP_WORDS, stem, tokenise

# Two names are near each other from this likeness on: a slip or two in a name of usual length, or a word more.
NEAR = 0.88
# What a name ends with when it is written out for the law.
LEGAL_WORDS = frozenset(["ltd", "limited", "plc", "llp", "cic", "cio"])


class NameLikeness:
    """Compares one name with others. Stop words and legal words make no difference, nor do those of `besides`."""

    def __init__(self, name: str, *, besides: Iterable[str] = ()) -> None:
        self._without = STOP_WORDS | LEGAL_WORDS | {*besides}
        # What makes the difference, as it is compared. All the same in any order: the same name.
        self.tokens = self._tokens_of(name)

    def to(self, other: str) -> float:
        """Return how like the name `other` is, from 0 to 1; 0 also when the name to compare with has no word at all.

        The same words in any order are the same name. All of the shorter name's words, two at least, within the longer
        are NEAR. Otherwise it is the ratio of Ratcliff and Obershelp (difflib), asked only when its upper bounds allow.
        """
        tokens = self._tokens_of(other)
        if not self.tokens:
            return 0
        if set(self.tokens) == set(tokens):
            return 1
        shorter, longer = sorted([set(self.tokens), set(tokens)], key=len)
        inside = NEAR if len(shorter) > 1 and shorter <= longer else 0
        self._matcher.set_seq1(" ".join(tokens))
        if self._matcher.real_quick_ratio() < NEAR or self._matcher.quick_ratio() < NEAR:
            return inside
        # Less than 1: the same words are a case of their own.
        return min(max(inside, self._matcher.ratio()), 0.99)

    @cached_property
    def _matcher(self) -> SequenceMatcher[str]:
        """What compares the letters. Making it takes longest, and most names are compared with none."""
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(" ".join(self.tokens))
        return matcher

    def _tokens_of(self, name: str) -> list[str]:
        words = tokenise(name)
        return [stem(word) for word in words if word not in self._without] or words
