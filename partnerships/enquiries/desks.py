"""Which desks have somebody here who reads enquiries."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from partnerships.models import BridgeOrganisation
from partnerships.public_content.settled import Settled


def is_read(desk: BridgeOrganisation) -> bool:
    """Return whether mail for `desk` reaches anybody (see routing.addresses_of). One query, more when staff change.

    Pages say so, which is why accounts of staff and addresses of desks count as public content.
    """
    return desk.pk in those_read()


def those_read() -> frozenset[int]:
    """Return the keys of all desks that is_read is true of: for lists."""
    return _kept.current()


def _read() -> frozenset[int]:
    officers = get_user_model().objects.filter(is_active=True, is_staff=True).exclude(email="")
    desks = BridgeOrganisation.objects.order_by().filter(~Q(enquiries_email="") | Q(officers__in=officers))
    return frozenset(desks.values_list("pk", flat=True))


# A change of staff is told as one of what is published beside entries.
_kept = Settled(_read, of_publications=True)
