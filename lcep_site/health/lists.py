"""Whether the lists that answers are made of are loaded, and how old their editions are."""

import datetime
import re

from django.db import models
from django.utils import timezone

from lcep_site.health.findings import Finding, broken, good, needs_attention
from partnerships.dates.months import months_before
from partnerships.dates.partial_dates import MONTHS, in_words
from partnerships.models import Postcode, PostcodeEdition, School, SchoolEdition

# New postcodes come with every quarter, and schools open each September.
MONTHS_GOOD = 18
NAMED_MONTH = re.compile(rf"\b({'|'.join(MONTHS)}) (\d{{4}})\b")


def postcodes() -> Finding:
    edition = PostcodeEdition.objects.first()
    named = NAMED_MONTH.search(edition.name) if edition else None
    month = datetime.date(int(named[2]), MONTHS.index(named[1]) + 1, 1) if named else None
    return _of_list("list of postcodes", "import_postcodes", Postcode, edition, month)


def schools() -> Finding:
    edition = SchoolEdition.objects.first()
    told = re.match(r"(\d{4})-(\d{2})", edition.as_of) if edition else None
    month = datetime.date(int(told[1]), int(told[2]), 1) if told else None
    return _of_list("register of schools", "import_schools", School, edition, month)


def _of_list(
    what: str,
    command: str,
    model: type[models.Model],
    edition: PostcodeEdition | SchoolEdition | None,
    month: datetime.date | None,
) -> Finding:
    """Return how the list is: `month` is the first day of that of its edition, None where that is not known."""
    if not model._default_manager.exists():
        return broken(f"The {what} is empty. Load it: python manage.py {command}")
    if edition is None:
        return good(f"The {what} is loaded.")
    loaded = timezone.localdate(edition.imported_at)
    figures = (("Edition", edition.name), ("Rows", f"{edition.rows:,}"), ("Loaded", f"{loaded:%-d %B %Y}"))
    since = month or loaded.replace(day=1)
    said = f"{'of' if month else 'loaded in'} {in_words(f'{since:%Y-%m}')}"
    if since < months_before(timezone.localdate(), MONTHS_GOOD):
        return needs_attention(
            f"The {what} is {said}, which is long ago. Load a new edition: python manage.py {command} FILE", *figures
        )
    return good(f"The {what} is {said}.", *figures)
