"""Saving a working copy into its entry: its form is sent once more, with nobody there to be asked."""

from typing import Any

from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.forms import FileField
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import get_script_prefix, resolve
from django.utils.datastructures import MultiValueDict

from partnerships.admin import concurrent_edits, copying
from partnerships.forms.edit_conflicts import send, value_now
from partnerships.forms.working_copies import form_data
from partnerships.models import WorkingCopy
from partnerships.publishing import copy_saving
from partnerships.text.sentences import name_of

BOTH_CHANGED = "Since it was begun somebody else has changed {} in the entry, and so does this. Decide which is right."


def fill(request, model_admin, entry, copy):
    """Let `request` send the form of `entry` as `copy` has it."""
    fields = concurrent_edits.fields_of(model_admin, request, entry)
    prefixes = [formset.get_default_prefix() for formset, _ in model_admin.get_formsets_with_inlines(request, entry)]
    # Django would read files, and with them an empty form, of what a browser that only asks for a page has sent.
    request.method, request._files = "POST", MultiValueDict()
    request.POST = form_data(copy, entry, fields, prefixes)


def data_of(model_admin, by, entry) -> QueryDict:
    """Return what the form of `entry` sends when `by` leaves it as it is, without files."""
    request = request_of(model_admin.entry_url("change", entry.pk), by)
    request.method, data = "GET", QueryDict(mutable=True)
    for name, field in concurrent_edits.fields_of(model_admin, request, entry).items():
        if not isinstance(field, FileField):
            send(data, name, field, value_now(entry, name))
    for formset in concurrent_edits.formsets_of(model_admin, request, entry):
        for count in ("TOTAL", "INITIAL"):
            data[f"{formset.prefix}-{count}_FORMS"] = str(formset.initial_form_count())
        for form in formset.initial_forms:
            for name, field in form.fields.items():
                if not isinstance(field, FileField) and name != DELETION_FIELD_NAME:
                    send(data, form.add_prefix(name), field, form.get_initial_for_field(field, name))
    return data


def save_copy(copy: WorkingCopy, by, is_strict: bool) -> list[str]:
    """Save `copy` through the form of its entry as `by`, in the open transaction; return why it could not be."""
    model_admin = admin.site.get_model_admin(type(copy.entry)) if copy.entry else None
    if model_admin is None:
        return ["The entry has been deleted."]
    url = model_admin.entry_url("change", copy.object_id)
    request = request_of(url, by)
    copying.begin(request, is_replayed=True, is_strict=is_strict)
    entry = model_admin.get_object(request, str(copy.object_id))
    if entry is None or not model_admin.has_change_permission(request, entry):
        return [f"{name_of(by)} may not change this entry."]
    fill(request, model_admin, entry, copy)
    try:
        response = model_admin.changeform_view(request, str(copy.object_id))
    except (PermissionDenied, Http404):
        return [f"{name_of(by)} may not change this entry."]
    return [] if isinstance(response, HttpResponseRedirect) else _reasons(request, response.context_data)


def request_of(url, by):
    """Return a request of `by` for the page at `url`, by which nobody is answered."""
    request: Any = HttpRequest()
    request.path = request.path_info = url
    request.resolver_match = resolve(f"/{url.removeprefix(get_script_prefix())}")
    request.META |= {"SERVER_NAME": "localhost", "SERVER_PORT": "443", "SCRIPT_NAME": get_script_prefix().rstrip("/")}
    # Messages that nobody reads: nobody has sent the request.
    request.user, request.session, request._messages = by, SessionStore(), CookieStorage(request)
    request._dont_enforce_csrf_checks = True
    return request


def _reasons(request, context) -> list[str]:
    """Return in sentences why a form was not saved."""
    if conflict := getattr(request, "conflict", None):
        return [BOTH_CHANGED.format(conflict.labels_of_both)]
    form = context["adminform"].form
    forms = [form, *(each for inline in context["inline_admin_formsets"] for each in inline.formset.forms)]
    reasons = [
        f"{each.fields[name].label}: {error}" if name in each.fields else str(error)
        for each in forms
        for name, errors in each.errors.items()
        for error in errors
    ]
    reasons += [str(error) for inline in context["inline_admin_formsets"] for error in inline.formset.non_form_errors()]
    return (
        reasons or [warning.sentence for warning in getattr(form, "warnings", [])] or ["Something in it is not right."]
    )


copy_saving.register(save_copy)
