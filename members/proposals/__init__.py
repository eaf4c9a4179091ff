"""Changes to an entry that somebody proposes and staff accept, part by part.

    propose(partnership=…, changes=…, proposer=…)        keep what somebody proposes
    accept(proposal=…, fields=[…], edited={…}, by=…)     take some or all of it over
    decline(proposal=…, reason=…, by=…)                  leave the entry as it is, and say why
    rebase(proposal=…, by=…)                             set it against the entry as it is now

Modules: parts and facts (what of an entry can be proposed, as plain values), proposing, reviewing, mails.
"""

from members.proposals.proposing import (
    AlreadyDecided,
    NothingProposed,
    Proposer,
    propose,
    waiting_from,
    withdraw,
)
from members.proposals.reviewing import (
    AlreadyReviewed,
    NoReason,
    NothingChosen,
    StaleProposal,
    accept,
    decline,
    rebase,
    release,
    stale_parts,
    waiting_count,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyReviewed",
    "NoReason",
    "NothingChosen",
    "NothingProposed",
    "Proposer",
    "StaleProposal",
    "accept",
    "decline",
    "propose",
    "rebase",
    "release",
    "stale_parts",
    "waiting_count",
    "waiting_from",
    "withdraw",
]
