"""What enquirers agree to, in the words they agreed to. Each enquiry keeps the version of the text it agreed to.

A version is never changed once somebody agreed to it: write a new one, and leave the old one here for as long as
enquiries name it.
"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Consent:
    """One version of the text, and since when it stands on the form."""

    version: str
    since: datetime.date
    text: str


_VERSIONS = (
    # Consent is the reason we may handle an enquiry, so it is asked for and not assumed. Children are told to ask an
    # adult instead: see the page for people under 18. Who exactly gets an enquiry depends on what it is about, and is
    # named beside the button that sends it.
    Consent(
        "2026-11",
        datetime.date(2026, 11, 24),
        "I am 18 or over, and I agree that my name, e-mail address and message are passed to the partnership or "
        "organisation that can answer, and kept so that it can.",
    ),
)
CONSENTS = {consent.version: consent for consent in _VERSIONS}
CURRENT = _VERSIONS[-1]
assert len(CONSENTS) == len(_VERSIONS), "Two consent texts have the same version."
assert all(len(version) <= 20 for version in CONSENTS), "A version must fit the enquiry's column."
