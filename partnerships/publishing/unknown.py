"""What is not known of an entry, gathered in one line that asks for help."""

from partnerships.models import BridgeOrganisation, Partnership
from partnerships.publishing.entry_details import Details


def unknown_of(partnership: Partnership, details: Details) -> list[str]:
    """Return what the page of `partnership`, with its `details`, cannot say: phrases such as "when it began".

    Nothing is asked for of a suggestion, which has none of it.
    """
    if partnership.is_proposed:
        return []
    known = {
        "whether it is still at work": partnership.stage_today,
        "when it began": partnership.established,
        "who hosts or leads it": partnership.host,
        "its legal form": partnership.legal_form,
        "what it works on": details.priorities or partnership.vision or partnership.mission,
        "who is in it": details.members,
        "whether it takes new members": partnership.takes_new_members is not None,
        "its website": partnership.website,
        "the size of its area": partnership.scope,
    }
    return [phrase for phrase, value in known.items() if not value]


def unknown_of_bridge(bridge: BridgeOrganisation) -> list[str]:
    """Return the same for the page of a Bridge Organisation."""
    known = {
        "its website": bridge.website,
        "when it held the role": bridge.role_dates,
        "who ran it": bridge.lead_organisation,
        "where it was based": bridge.base_town,
    }
    return [phrase for phrase, value in known.items() if not value]
