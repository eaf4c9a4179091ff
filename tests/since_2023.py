"""Who supports partnerships today and what has changed since 2023, one function for each, as in `factories`."""

import itertools

from partnerships.models import Development, PresentSupport
from partnerships.vocabulary import PublicationState, SupportAnswer
from tests.no_versions import quietly

_numbers = itertools.count(1_001)


@quietly
def make_present_support(regions=(), authorities=(), **fields) -> PresentSupport:
    """Make a published record that an organisation supports partnerships in `regions` and `authorities` today."""
    number = next(_numbers)
    name = "" if fields.get("answer") == SupportAnswer.NOBODY else f"Supporter {number}"
    defaults = {"name": name, "slug": f"supporter-{number}", "answer": SupportAnswer.YES, "what": f"Help {number}"}
    support = PresentSupport.objects.create(**defaults | {"publication": PublicationState.PUBLISHED} | fields)
    support.regions.set(regions)
    support.authorities.set(authorities)
    return support


@quietly
def make_development(**fields) -> Development:
    """Make a published change since 2023, of June 2025 unless `date` is given."""
    number = next(_numbers)
    defaults = {"title": f"Change {number}", "slug": f"change-{number}", "what": f"It happened {number}"}
    defaults |= {"date": "2025-06", "source": "made.example", "publication": PublicationState.PUBLISHED}
    return Development.objects.create(**defaults | fields)
