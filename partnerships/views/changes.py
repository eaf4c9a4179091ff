"""The page that says what changed in the directory when."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.forms.changes import ChangeListForm

CHANGES_A_PAGE = 50


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """List what was new or changed, day by day, in all of England, a region or one partnership."""
    form = ChangeListForm(request.GET)
    context = {"form": form, "page": form.page_of(Paginator(form.changes, CHANGES_A_PAGE)), "trail": [("Changes", "")]}
    return render(request, "partnerships/change_list.html", context)
