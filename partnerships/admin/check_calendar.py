"""The calendar of the checks that are due, in the back office, with the person's own link for calendar programs."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone

from partnerships.admin.pages import ASK_AND_POST, Page
from partnerships.curation import check_calendar
from partnerships.models import ChecksCalendar

MOST_NAMED = 50


def checks(model_admin, request):
    """Show when entries of the person are due a check, month by month; a POST makes or ends their own link."""
    if request.method == "POST":
        if "end" in request.POST:
            check_calendar.end_link(request.user)
            messages.success(request, "The link works no longer.")
        else:
            is_another = ChecksCalendar.objects.filter(user=request.user).exists()
            check_calendar.new_link(request.user)
            messages.success(request, f"The link is made.{' The earlier one works no longer.' if is_another else ''}")
        return redirect(model_admin.entry_url("checks"))
    today = timezone.localdate()
    days = check_calendar.due_days(request.user, today)
    months = [(first, list(same)) for first, same in groupby(days, key=lambda due: due.day.replace(day=1))]
    calendar = ChecksCalendar.objects.filter(user=request.user).first()
    context = {
        "title": "Calendar of checks",
        "months": months,
        "today": today,
        "most": MOST_NAMED,
        "link": calendar and check_calendar.LINK.url(calendar),
    }
    return model_admin.page(request, "admin/partnerships/partnership/checks.html", context)


PAGES = [Page("checks/", "checks", checks, methods=ASK_AND_POST)]
