"""What people agree to when they ask for news by e-mail, or suggest a correction. Each row keeps the version.

A version is never changed once somebody agreed to it: write a new one, and leave the old one here.
"""

import datetime

from partnerships.enquiries.consent import Consent

_VERSIONS = (
    # News is only sent to those who asked for it and confirmed that the address is theirs. Bridge staff know what goes
    # on in their regions; who chooses no region is shown to none of them.
    Consent(
        version="news-2026-11",
        since=datetime.date(2026, 11, 24),
        text=(
            "I agree that the directory keeps my e-mail address and choices to send me news of partnerships, and that "
            "staff of the Bridge Organisations of the regions I choose can see my address."
        ),
    ),
)
_FOR_CORRECTIONS = (
    # What is wrong has to be looked into by people, who may have to ask back. The address is confirmed first, so that
    # nobody can make us write to somebody else. Children are told to ask an adult instead.
    Consent(
        version="correction-2026-11",
        since=datetime.date(2026, 11, 24),
        text=(
            "I am 18 or over, and I agree that the directory keeps my e-mail address and what I write, so that its "
            "staff and those of the Bridge Organisation can look into it and answer me."
        ),
    ),
)
CONSENTS = {consent.version: consent for consent in _VERSIONS}
CURRENT = _VERSIONS[-1]
CORRECTION_CONSENTS = {consent.version: consent for consent in _FOR_CORRECTIONS}
CURRENT_FOR_CORRECTIONS = _FOR_CORRECTIONS[-1]
assert all(len(version) <= 20 for version in [*CONSENTS, *CORRECTION_CONSENTS]), "A version must fit its column."
