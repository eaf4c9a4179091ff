"""Who reads what is asked by the button it stands beside."""

from django import template

from partnerships.coverage.support_today import Support
from partnerships.enquiries import routing
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership
from partnerships.vocabulary import EnquiryTopic

register = template.Library()


@register.inclusion_tag("components/read_by.html")
def read_by(
    topic: str,
    partnership: Partnership | None = None,
    authority: LocalAuthority | None = None,
    bridge: BridgeOrganisation | None = None,
    support: Support | None = None,
) -> dict[str, object]:
    """Say who reads an enquiry on `topic`, and whether they give the `support` there: see routing.reader.

    One about a `bridge` is about its area, wherever it is asked.
    """
    reader = routing.reader(EnquiryTopic(topic), partnership, authority, bridge, support)
    return {"reader": reader, "there": "its area" if bridge else ""}
