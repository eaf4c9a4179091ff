"""How a text in Markdown will look, before it is saved."""

from django.contrib import admin
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from partnerships.forms.prose import PreviewForm


@never_cache
@require_POST
def prose_preview(request):
    """Show the text of one box of a form that was sent. For staff; nothing is kept."""
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Nothing says what to show.")
    context = admin.site.each_context(request) | {"title": "Preview", "text": form.text}
    return render(request, "admin/prose_preview.html", context)
