"""Pages of the back office that belong to no list of rows: people's rights over what is held, and previews of texts."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms.back_office import PreviewForm, SubjectRequestForm
from partnerships.privacy import subject_requests
from partnerships.privacy.subject_requests import MayNotErase
from partnerships.views.staff_requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def subject_request_page(request: StaffRequest) -> HttpResponse:
    """Show what is held about an address, hand it out as a file, or erase it after asking once more.

    The address is only ever posted: it stands in no web address, history or log.
    """
    if not request.user.has_perm("partnerships.handle_personal_data"):
        raise PermissionDenied
    form = SubjectRequestForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form)
    address = form.cleaned_data["email"]
    if form.step == form.EXPORT:
        headers = {"Content-Disposition": f'attachment; filename="personal-data-{timezone.localdate()}.json"'}
        content = subject_requests.export(address, by=request.user)
        return HttpResponse(content, content_type="application/json; charset=utf-8", headers=headers)
    refusal = ""
    if form.step == form.ERASE:
        try:
            return _page(request, SubjectRequestForm(), erased=subject_requests.erase(address, by=request.user))
        except MayNotErase as refused:
            refusal = str(refused)
    held = {name: len(items) for name, items in subject_requests.find(address).items()}
    is_confirming = form.step == form.CONFIRM
    return _page(request, form, address=address, held=held, is_confirming=is_confirming, refusal=refusal)


def _page(request: StaffRequest, form: SubjectRequestForm, **shown: Any) -> HttpResponse:
    """Show the page. `held` and `erased` are counts by the name of the store; None when nobody looked or erased."""
    context = {"address": "", "held": None, "erased": None, "is_confirming": False, "refusal": "", "form": form} | shown
    context |= admin.site.each_context(request) | {"title": "What is held about a person"}
    return render(request, "admin/subject_request.html", context)


@never_cache
@require_POST
def prose_preview(request: StaffRequest) -> HttpResponse:
    """Show the text of one field of a posted form. For staff; nothing is stored."""
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Nothing says what to show.")
    context = admin.site.each_context(request) | {"title": "Preview", "text": form.text}
    return render(request, "admin/prose_preview.html", context)
