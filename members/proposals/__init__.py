"""Changes to an entry that somebody proposes and staff accept, part by part; and asking partnerships for them.

    propose(partnership=…, changes=…, proposer=…)        keep what somebody proposes
    accept(proposal=…, keys=[…], edited={…}, by=…)       apply some or all of it to the entry
    decline(proposal=…, reason=…, by=…)                  leave the entry as it is, and say why
    rebase(proposal=…, by=…)                             compare it with the entry as it is now

Modules: parts and facts (what of an entry can be proposed, as plain values), proposing and reviewing, corrections
(proposals of visitors), checks (asking partnerships whether their entry is still true), links and mails, anonymise and
privacy (what is held about people). Forms, views and the back office import the names below and the modules.
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
