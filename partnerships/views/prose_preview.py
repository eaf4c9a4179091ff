"""How a text in Markdown will look, before it is saved."""

from django.contrib import admin
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partnerships.forms.prose import PreviewForm
from partnerships.views.staff_requests import StaffRequest


@never_cache
@require_POST
def prose_preview(request: StaffRequest) -> HttpResponse:
    """Show the text of one field of a posted form. For staff; nothing is stored."""
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Nothing says what to show.")
    context = admin.site.each_context(request) | {"title": "Preview", "text": form.text}
    return render(request, "admin/prose_preview.html", context)
