"""Something of every kind that is published, for the tests of all pages: the committed data hold no news."""

import datetime

from django.utils import timezone

from partnerships.models import Partnership
from partnerships.search import text_index
from partnerships.vocabulary import DocumentType, ResourceKind
from tests.factories import make_case_study, make_event, make_news, make_opportunity, make_resource


def make_all() -> None:
    """Make one of each kind, most of a partnership of the committed data."""
    leeds = Partnership.objects.get(slug="leeds33")
    texts = {"summary": "What happened, in a sentence.", "body": "More of it, with [a link](https://made.example/)."}
    make_news(title="News for tests", partnership=leeds, link="https://made.example/news", **texts)
    start = datetime.datetime(2027, 3, 2, 10, tzinfo=timezone.get_current_timezone())
    end = start + datetime.timedelta(days=1)
    make_event(title="Event for tests", partnership=leeds, starts_at=start, ends_at=end, place="Town Hall", **texts)
    make_opportunity(title="Opportunity for tests", partnership=leeds, closes_on=end.date(), **texts)
    make_resource(
        title="Plan for tests",
        partnership=leeds,
        kind=ResourceKind.ACTION_PLAN,
        document="documents/plan.pdf",
        document_type=DocumentType.PDF,
        size=2048,
    )
    make_case_study(
        title="Case study for tests",
        partnership=leeds,
        from_age=5,
        to_age=11,
        what_changed="Much.",
        source="https://made.example/told",
    )
    text_index.rebuild()
