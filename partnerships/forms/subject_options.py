"""What an enquirer can choose from where what they typed may mean several partnerships or places."""

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.coverage.everywhere import coverage_by_authority
from partnerships.finder.results import Choice
from partnerships.models import LocalAuthority, Partnership

PLACE, UNSURE = "place", "unsure"


@dataclass(frozen=True)
class Option:
    """One of several that may be meant: `key` is what the form sends for it, `said` what helps to choose it."""

    key: str
    label: str
    said: str = ""


def of_partnerships(partnerships: Iterable[Partnership]) -> list[Option]:
    """Return an option for each of `partnerships`."""
    return [Option(f"partnership:{partnership.slug}", partnership.name) for partnership in partnerships]


def of_authorities(authorities: Iterable[LocalAuthority]) -> list[Option]:
    """Return an option for each of `authorities`, which says who covers it. As many queries for any number."""
    covered = {coverage.authority.slug: coverage.in_short for coverage in coverage_by_authority()}
    return [
        Option(f"authority:{authority.slug}", authority.name, covered.get(authority.slug, ""))
        for authority in authorities
    ]


def of_places(choices: Iterable[Choice]) -> list[Option]:
    """Return an option for each place of `choices`."""
    return [Option(f"{PLACE}:{choice.query}", choice.label) for choice in choices]


def unsure_in(authority: LocalAuthority) -> Option:
    """Return the option of whoever does not know which of the partnerships in `authority` to choose."""
    return Option(f"{UNSURE}:{authority.slug}", "I am not sure which")
