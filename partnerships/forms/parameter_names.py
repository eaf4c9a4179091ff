"""The names of what a program may ask: one nobody knows is told, so that no answer holds more than was meant."""

import re
from collections.abc import Collection
from difflib import get_close_matches

from django.http import QueryDict

# What mailers, advertisers and browsers add to an address to count who followed it: it asks for nothing.
TRACKING = {
    *("fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid"),
    *("_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "srsltid"),
}
_COUNTED_BY_MAILERS = "utm_"
_MOST_LETTERS, _MOST_NAMES = 60, 3
_LIKENESS = 0.75


def unknown_names(query: QueryDict, known: Collection[str]) -> list[str]:
    """Return sentences about the names in `query` that are none of `known`, and last those that are; [] for none."""
    unknown = [name for name in query if name not in known and not is_tracking(name)]
    if not unknown:
        return []
    told = [_told(name, known) for name in unknown[:_MOST_NAMES]]
    if more := len(unknown) - len(told):
        told.append(f"There are {more} more of that kind.")
    return [*told, f"Parameters here: {', '.join(known)}." if known else "There are no parameters here."]


def is_tracking(name: str) -> bool:
    """Whether a mailer or a browser adds a parameter of this name."""
    return name in TRACKING or name.startswith(_COUNTED_BY_MAILERS)


def _told(name: str, known: Collection[str]) -> str:
    """Say that there is no `name`; that of `known` in other letters, with brackets or a slip is asked about."""
    written = "".join(letter if letter.isprintable() else " " for letter in name[:_MOST_LETTERS])
    meant = get_close_matches(re.sub(r"\W.*", "", written.lower()), known, 1, _LIKENESS)
    return f"{written}: There is no such parameter." + (f" Did you mean {meant[0]}?" if meant else "")
