"""Signed links and signed form values: what we hand out, and know for ours when it comes back.

Imports nothing of ours. Whoever hands something out declares it as a `SignedToken`, a `SignedLink`, or a `RowLink`,
with its salt, its page and its age; each is read again, or refused by `ExpiredLink` or `NotOurLink`.
"""

from partnerships.signed_links.signed_links import (
    FOR_EVER,
    ExpiredLink,
    NotOurLink,
    RowGone,
    RowLink,
    SignedLink,
    SignedToken,
)
