"""The choices of checks and proposals, as they are stored and as people read them. Imports no module of the site."""

from django.db import models

# What the public page of an entry calls those who checked it: a role, never a person.
BY_THE_PARTNERSHIP = "the partnership"


class ProposalSource(models.TextChoices):
    """Who proposes a change."""

    LINK = "link", "The partnership, by a mailed link"
    ACCOUNT = "account", "A coordinator with an account"
    VISITOR = "visitor", "A visitor"


class ProposalState(models.TextChoices):
    """Where a proposal stands."""

    UNCONFIRMED = "unconfirmed", "Waiting for the address to be confirmed"
    HELD = "held", "Held back as suspected spam"
    WAITING = "waiting", "To review"
    ACCEPTED = "accepted", "Accepted"
    PARTLY = "partly", "Partly accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


REVIEWED_STATES = [ProposalState.ACCEPTED, ProposalState.PARTLY, ProposalState.DECLINED]
DECIDED_STATES = [*REVIEWED_STATES, ProposalState.WITHDRAWN]


class Decision(models.TextChoices):
    """What a reviewer decided about one change."""

    ACCEPTED = "accepted", "Accepted"
    EDITED = "edited", "Accepted with other words"
    LEFT = "left", "Left as it was"
    ALREADY_SO = "already", "Was so already"


class CheckAnswer(models.TextChoices):
    """What the partnership answered when it was asked to check its entry."""

    ALL_TRUE = "true", "All still true"
    CHANGES = "changes", "Sent changes"
