"""What people agree to when they ask for news by e-mail. Each subscriber keeps the version of these words.

A version is never changed once somebody agreed to it: write a new one, and leave the old one here.
"""

import datetime

from partnerships.consent import Consent

_VERSIONS = (
    Consent(
        version="news-2026-11",
        since=datetime.date(2026, 11, 24),
        words=(
            "I agree that the directory keeps my e-mail address and choices to send me news of partnerships, and that "
            "staff of the Bridge Organisations of the regions I choose can see my address."
        ),
        why=(
            "News is only sent to those who asked for it and confirmed that the address is theirs. Bridge staff know "
            "what goes on in their regions; who chooses no region is shown to none of them."
        ),
    ),
)
CONSENTS = {consent.version: consent for consent in _VERSIONS}
CURRENT = _VERSIONS[-1]
assert all(len(version) <= 20 for version in CONSENTS), "A version must fit the subscriber's column."
