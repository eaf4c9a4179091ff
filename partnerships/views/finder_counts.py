"""What visitors looked for and did not find, as open data."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from partnerships.open_data import licence
from partnerships.sought import report
from partnerships.text.csv_files import csv_answer
from partnerships.views.query_strings import asked_nothing, never_kept

AN_HOUR = 3600


@asked_nothing
@require_safe
@never_kept("it changes with the month, not with what is published")
def finder_counts(request: HttpRequest) -> HttpResponse:
    """Offer how often the finder gave which answer for which place, of every month that is over, as a sheet."""
    answer = csv_answer(HttpResponse, "what-visitors-did-not-find.csv", [report.HEADER, *report.published()])
    answer["Link"] = f'<{licence.URL}>; rel="license"'
    answer["Cache-Control"] = f"public, max-age={AN_HOUR}"
    return answer
