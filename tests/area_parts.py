"""Parts of local authorities that partnerships work in."""

import itertools

from partnerships.models import PartnershipPart
from partnerships.vocabulary.parts import PartKind

_numbers = itertools.count(1)


def make_part(partnership, authority=None, **fields) -> PartnershipPart:
    """Make a postcode district that `partnership` works in, of its first authority unless another is given."""
    name = f"ZZ{next(_numbers)}"
    defaults = {"authority": authority or partnership.authorities.first(), "kind": PartKind.DISTRICT}
    defaults |= {"name": name, "postcode_districts": name}
    return PartnershipPart.objects.create(partnership=partnership, **defaults | fields)
