"""What waits to be reviewed when councils change."""

from collections.abc import Mapping

from members.models import ChangeProposal
from members.proposals.facts import PlainValue
from members.vocabulary import DECIDED_STATES


def follow_councils(slugs: Mapping[str, str]) -> None:
    """Let proposals that nobody has decided name the local authorities of today: their slugs, by those of before."""
    changed = []
    for proposal in ChangeProposal.objects.exclude(state__in=DECIDED_STATES).select_for_update():
        changes = {key: [_of_today(value, slugs) for value in pair] for key, pair in proposal.changes.items()}
        if changes != proposal.changes:
            proposal.changes = changes
            changed.append(proposal)
    ChangeProposal.objects.bulk_update(changed, ["changes"])


def _of_today(value: PlainValue, slugs: Mapping[str, str]) -> PlainValue:
    if isinstance(value, dict) and value.get("authority") in slugs:
        return value | {"authority": slugs[value["authority"]]}
    return value
