"""The calendar of the checks that are due, for calendar programs, by a link of somebody's own."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.curation import check_calendar
from partnerships.views.link_pages import link_page
from partnerships.views.query_strings import asked_nothing


@asked_nothing
@require_safe
@link_page("partnerships/checks_calendar_ended.html")
def checks_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Offer the days on which entries of whoever the link is for are due a check."""
    today = timezone.localdate()
    days = check_calendar.due_days(check_calendar.reader_of(token), today)
    headers = {"Content-Disposition": 'inline; filename="checks.ics"'}
    content = check_calendar.as_ical(days, today)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
