"""What is not published, for whoever holds a link to it: its whole page, and its document."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partnerships.coverage import who_covers
from partnerships.forms.editorial import QuestionListForm
from partnerships.models import CaseStudy, NewsItem, Partnership, Programme, Question, Resource
from partnerships.publishing import by_owner, previews
from partnerships.publishing.previews import NoSuchPreview, PreviewEnded
from partnerships.views.bridges import shown_of_programme
from partnerships.views.resources import document_of


def _of_partnership(partnership, token):
    # Read again, with all its page shows.
    partnership = Partnership.objects.for_entry().get(pk=partnership.pk)
    return {
        "partnership": partnership,
        "missing_sectors": who_covers.missing_sectors(partnership),
        "neighbours": who_covers.neighbours_of(partnership),
        "shelves": by_owner.of_partnership(partnership),
    }


def _of_resource(resource, token):
    document_url = reverse("partnerships:draft-preview-document", args=[token])
    return {"resource": resource, "document_url": document_url}


def _of_question(question, token):
    return {"questions": [question], "form": QuestionListForm({}), "words": ""}


# The page of each kind, and what it shows.
PAGES = {
    CaseStudy: ("case_study_detail", lambda case_study, token: {"case_study": case_study}),
    NewsItem: ("news_detail", lambda item, token: {"item": item}),
    Partnership: ("partnership_detail", _of_partnership),
    Programme: ("programme_detail", lambda programme, token: shown_of_programme(programme)),
    Question: ("question_list", _of_question),
    Resource: ("resource_detail", _of_resource),
}
for _model in previews.KINDS.values():
    assert _model in PAGES, f"Nothing says how to preview a {_model._meta.verbose_name}."


@require_safe
@cache_control(private=True, no_store=True)
def draft_preview(request, token):
    """Show the whole page of an entry as it is now, published or not."""
    try:
        entry = previews.entry_of(token)
    except (PreviewEnded, NoSuchPreview) as problem:
        return _no_preview(request, is_ended=isinstance(problem, PreviewEnded))
    page, shown = PAGES[type(entry)]
    context = shown(entry, token) | {
        "entry": entry,
        "page": f"partnerships/{page}.html",
        "trail": [("Preview", ""), (str(entry), "")],
    }
    return _for_nobody_else(render(request, "partnerships/draft_preview.html", context))


@require_safe
@cache_control(private=True, no_store=True)
def draft_preview_document(request, token):
    """Hand out the document of a resource as it is now, published or not."""
    try:
        entry = previews.entry_of(token)
    except (PreviewEnded, NoSuchPreview) as problem:
        return _no_preview(request, is_ended=isinstance(problem, PreviewEnded))
    if not isinstance(entry, Resource):
        raise Http404("It has no document.")
    return _for_nobody_else(document_of(entry))


def _no_preview(request, *, is_ended):
    context = {"is_ended": is_ended, "days": previews.MAX_AGE.days}
    return render(request, "partnerships/draft_preview_ended.html", context, status=410 if is_ended else 404)


def _for_nobody_else(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
