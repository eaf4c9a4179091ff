"""Pages of what is published: case studies, questions, news, events and opportunities, and support on offer."""

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.forms.editorial import DatedListForm, MonthForm, PublishedListForm, QuestionListForm
from partnerships.models import CaseStudy, NewsItem, Programme, SupportOffer
from partnerships.publishing import event_calendar
from partnerships.views.slug_lookup import entry_at, entry_page
from partnerships.vocabulary import NewsKind

THINGS_A_PAGE = 20
LIST_OF = {
    NewsKind.NEWS: ("News", "partnerships:news-list"),
    NewsKind.EVENT: ("Events", "partnerships:event-list"),
    NewsKind.OPPORTUNITY: ("Opportunities", "partnerships:opportunity-list"),
}
assert set(LIST_OF) == set(NewsKind)


def _shown(request, template, form, rows, title, **extra):
    """Show a page of `rows` in `template` under the heading `title`."""
    page = form.page_of(Paginator(rows, THINGS_A_PAGE))
    context = {"form": form, "page": page, "title": title, "trail": [(title, "")]}
    return render(request, template, context | extra)


@require_safe
def case_study_list(request):
    """List the case studies, the latest first."""
    form = PublishedListForm(request.GET)
    rows = form.narrow(CaseStudy.objects.published().latest_first()).prefetch_related("pictures", "priorities")
    return _shown(request, "partnerships/case_study_list.html", form, rows, "Case studies")


@entry_page
def case_study_detail(request, slug):
    """Show what was done, and what changed by it."""
    published = CaseStudy.objects.published().select_related("partnership", "bridge")
    case_study = entry_at(slug, published.prefetch_related("pictures", "priorities"))
    trail = [("Case studies", reverse("partnerships:case-study-list")), (case_study.title, "")]
    return render(request, "partnerships/case_study_detail.html", {"case_study": case_study, "trail": trail})


@require_safe
def question_list(request):
    """Show the questions with their answers, by who asks them; those that hold some words if any are given."""
    form = QuestionListForm(request.GET)
    words, trail = form.cleaned_data.get("q", ""), [("Questions and answers", "")]
    context = {"form": form, "questions": form.found, "words": words, "trail": trail}
    return render(request, "partnerships/question_list.html", context)


@require_safe
def news_list(request):
    """List the news, the latest first."""
    form = PublishedListForm(request.GET)
    return _shown(
        request, "partnerships/news_list.html", form, form.narrow(NewsItem.objects.published().news()), "News"
    )


@entry_page
def news_detail(request, slug):
    """Show a piece of news, an event or an opportunity: past ones too."""
    published = NewsItem.objects.published().select_related("partnership", "bridge")
    item = entry_at(slug, published.prefetch_related("priorities"))
    label, page = LIST_OF[item.kind]
    context = {"item": item, "trail": [(label, reverse(page)), (item.title, "")]}
    return render(request, "partnerships/news_detail.html", context)


@require_safe
def event_list(request):
    """List the events to come, or those that are over."""
    form = DatedListForm(request.GET)
    events = form.narrow(NewsItem.objects.published().events())
    rows = events.past() if form.wants_past else events.to_come()
    return _shown(request, "partnerships/event_list.html", form, rows, "Events")


@require_safe
def event_month(request):
    """Show a month of events as a calendar."""
    form = MonthForm(request.GET)
    start, end = event_calendar.bounds(form.first_day)
    reaching_in = Q(ends_at__gte=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    events = form.narrow(NewsItem.objects.published().events()).filter(reaching_in, starts_at__lt=end)
    month = event_calendar.month_of(form.first_day, events)
    context = {
        "form": form,
        "month": month,
        "queries": {"before": form.query_of(month.previous), "after": form.query_of(month.next)},
        "trail": [("Events", reverse("partnerships:event-list")), ("Calendar", "")],
    }
    return render(request, "partnerships/event_month.html", context)


@require_safe
def opportunity_list(request):
    """List the open opportunities, the first to close first, or those that have closed."""
    form = DatedListForm(request.GET)
    opportunities = form.narrow(NewsItem.objects.published().opportunities())
    rows = opportunities.closed() if form.wants_past else opportunities.open()
    return _shown(request, "partnerships/opportunity_list.html", form, rows, "Opportunities")


@require_safe
def support_list(request):
    """List what Bridge Organisations and national bodies offer partnerships: offers, then programmes."""
    offers = SupportOffer.objects.published().national_first()
    programmes = Programme.objects.published().national_first().prefetch_related(Prefetch("rounds"))
    context = {"offers": offers, "programmes": programmes, "trail": [("Support on offer", "")]}
    return render(request, "partnerships/support_list.html", context)
