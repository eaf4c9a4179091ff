"""Filters of a list that somebody named to come back to: theirs alone, chosen above the list, saved and removed there.

Words that were searched for are not kept: they may be somebody's name or address.
"""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from partnerships.forms.back_office import SavedFilterForm, kept_of
from partnerships.models import SavedFilter
from partnerships.views.staff_requests import StaffRequest, key_in

MOST = 30


def shown_above(request: StaffRequest, model: type[Model]) -> dict[str, Any]:
    """Return for the list of `model` the filters its reader saved, and what they could save now. One query."""
    present = kept_of(request.GET)
    saved = list(SavedFilter.objects.filter(user=request.user, list=model._meta.label_lower))
    is_saved = any(each.query == present for each in saved)
    return {
        "saved_filters": saved,
        "saved_filters_url": reverse("admin:saved-filters", args=[model._meta.app_label, model._meta.model_name]),
        "present_filter": present,
        "may_save_filter": bool(present) and not is_saved,
    }


@require_POST
def change_saved_filters(request: StaffRequest, app_label: str, model_name: str) -> HttpResponse:
    """Save a filter of a list under a name, instead of one of that name, or remove one; then show the list."""
    model_admin = _list_of(app_label, model_name)
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    own = SavedFilter.objects.filter(user=request.user, list=model_admin.opts.label_lower)
    back = model_admin.entry_url("changelist")
    if "remove" in request.POST:
        removed = own.filter(pk=key_in(request.POST["remove"]) or 0)
        messages.success(request, "The filter is removed." if removed.delete()[0] else "There is no such filter.")
        return redirect(back)
    form = SavedFilterForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(f"{back}?{kept_of(QueryDict(request.POST.get('query', '')[:1000]))}")
    name, query = form.cleaned_data["name"], form.cleaned_data["query"]
    if own.exclude(name=name).count() >= MOST:
        messages.error(request, f"You have {MOST} filters of this list. Remove one first.")
    else:
        own.update_or_create(user=request.user, list=model_admin.opts.label_lower, name=name, defaults={"query": query})
        messages.success(request, f"“{name}” is saved. It stands above this list, for you alone.")
    return redirect(f"{back}?{query}")


def _list_of(app_label: str, model_name: str) -> Any:
    """Return the admin class of a list that has filters. Raises Http404."""
    try:
        return admin.site.get_model_admin(apps.get_model(app_label, model_name))
    except (LookupError, NotRegistered) as error:
        raise Http404 from error
