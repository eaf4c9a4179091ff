"""Who reads what is asked by the button it stands beside."""

from django import template

from partnerships.coverage.support_today import Support
from partnerships.enquiries import routing
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
from partnerships.vocabulary import OWN_DESKS, EnquiryTopic

register = template.Library()


@register.inclusion_tag("components/read_by.html")
def read_by(
    topic: str,
    partnership: Partnership | None = None,
    authority: LocalAuthority | None = None,
    bridge: BridgeOrganisation | None = None,
    support: Support | None = None,
) -> dict[str, object]:
    """Say who reads an enquiry on `topic`, and by when it is answered if that is promised: see routing.reader.

    Who is among those that give `support` is said to.
    """
    kind = EnquiryTopic(topic)
    reader = routing.reader(kind, partnership, authority, bridge, support)
    supports = support if support and reader in support.names else None
    return {"reader": reader, "support": supports, "days": routing.ROUTES[kind].days if reader in OWN_DESKS else ""}
