"""An entry that is not published, for whoever holds a link to it."""

from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partnerships import coverage, draft_previews


@require_safe
@cache_control(private=True, no_store=True)
def draft_preview(request, token):
    """Show the whole page of an entry as it is now, published or not."""
    try:
        partnership = draft_previews.partnership_of(token)
    except (draft_previews.PreviewEnded, draft_previews.NoSuchPreview) as problem:
        is_ended = isinstance(problem, draft_previews.PreviewEnded)
        context = {"is_ended": is_ended, "days": draft_previews.GOOD_FOR.days}
        return render(request, "partnerships/draft_preview_ended.html", context, status=410 if is_ended else 404)
    context = {
        "partnership": partnership,
        "missing_sectors": coverage.missing_sectors(partnership),
        "neighbours": coverage.neighbours_of(partnership),
        "trail": [("Preview", ""), (partnership.name, "")],
    }
    response = render(request, "partnerships/draft_preview.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
