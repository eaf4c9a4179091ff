"""The page that answers "Which partnership covers me?"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnerships import finder
from partnerships.finder.answers import NotFound
from partnerships.forms.places import FindForm
from partnerships.models import SupportOffer


@require_safe
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a place, and say who covers it. The address holds what was typed, so no cache may keep the page."""
    form = FindForm(request.GET) if request.GET.get("q", "").strip() else FindForm()
    answer = finder.answer(form.cleaned_data["q"]) if form.is_valid() else None
    if isinstance(answer, NotFound):
        form.add_error("q", answer.heading)
    context = {
        "form": form,
        "typed": form["q"].value() or "",
        "answer": answer,
        "national_offers": SupportOffer.objects.published().national(),
        "trail": [("Find a partnership", "")],
    }
    return render(request, "partnerships/find.html", context)
