"""The list of partnerships."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.models import Partnership


@require_safe
def partnership_list(request):
    """List the partnerships."""
    context = {"partnerships": Partnership.objects.published().formed(), "trail": [("Partnerships", "")]}
    return render(request, "partnerships/partnership_list.html", context)
