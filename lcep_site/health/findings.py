"""What somebody finds who looks whether one thing is well."""

from dataclasses import dataclass
from enum import StrEnum


class HealthState(StrEnum):
    GOOD = "good"
    ATTENTION = "needs attention"
    BROKEN = "not working"


@dataclass(frozen=True)
class Finding:
    """How one thing is, in plain `words` that say what to do, and hold nothing that a stranger may not read.

    `figures`, pairs of a label and a value, are for staff alone.
    """

    state: HealthState
    words: str
    figures: tuple[tuple[str, str], ...] = ()


def good(words: str, *figures: tuple[str, str]) -> Finding:
    return Finding(HealthState.GOOD, words, figures)


def needs_attention(words: str, *figures: tuple[str, str]) -> Finding:
    return Finding(HealthState.ATTENTION, words, figures)


def broken(words: str, *figures: tuple[str, str]) -> Finding:
    return Finding(HealthState.BROKEN, words, figures)
