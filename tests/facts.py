"""Making what sources said of partnerships: facts of their story, and what was published elsewhere about them."""

from partnerships.models import PublishedElsewhere, StoryFact
from partnerships.vocabulary import Confidence, ElsewhereKind, PublicationState
from tests import factories


def make_elsewhere(**fields) -> PublishedElsewhere:
    """Make undated news that a newspaper published about nobody in particular."""
    number = next(factories._numbers)
    defaults = {
        "title": f"Elsewhere {number}",
        "kind": ElsewhereKind.NEWS,
        "description": f"Told elsewhere {number}.",
        "publisher": "The Made-up Herald",
        "url": f"https://herald.example/{number}",
        "publication": PublicationState.PUBLISHED,
    }
    return PublishedElsewhere.objects.create(**defaults | fields)


def make_fact(partnership=None, **fields) -> StoryFact:
    """Make an undated fact of the story of `partnership`, or of one of its own."""
    number = next(factories._numbers)
    defaults = {"what": f"It met {number} times.", "source": "herald.example", "confidence": Confidence.PAGE}
    return StoryFact.objects.create(partnership=partnership or factories.make_partnership(), **defaults | fields)
