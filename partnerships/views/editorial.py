"""Pages of published items: case studies, questions, news, events and opportunities, and support on offer."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.forms.editorial import DatedListForm, MonthForm, PublishedListForm, QuestionListForm
from partnerships.models import CaseStudy, NewsItem, Programme, SupportOffer
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.publishing import event_calendar
from partnerships.views.slug_lookup import entry_at, entry_page
from partnerships.vocabulary import NewsKind

PAGE_SIZE = 20
LIST_OF_KIND: dict[str, tuple[str, str]] = {
    NewsKind.NEWS: ("News", "partnerships:news-list"),
    NewsKind.EVENT: ("Events", "partnerships:event-list"),
    NewsKind.OPPORTUNITY: ("Opportunities", "partnerships:opportunity-list"),
}
assert set(LIST_OF_KIND) == set(NewsKind)


def _list_page(
    request: HttpRequest, template: str, form: PublishedListForm, rows: EditorialQuerySet[Editorial], title: str
) -> HttpResponse:
    """Show a page of `rows` in `template` under the heading `title`."""
    page = form.page_of(Paginator(rows, PAGE_SIZE))
    context: dict[str, Any] = {"form": form, "page": page, "title": title, "trail": [(title, "")]}
    return render(request, template, context)


@require_safe
def case_study_list(request: HttpRequest) -> HttpResponse:
    """List the case studies, the latest first."""
    form = PublishedListForm(request.GET)
    rows = form.narrow(CaseStudy.objects.published().latest_first()).prefetch_related("pictures", "priorities")
    return _list_page(request, "partnerships/case_study_list.html", form, rows, "Case studies")


@entry_page
def case_study_detail(request: HttpRequest, slug: str) -> HttpResponse:
    published = CaseStudy.objects.published().select_related("partnership", "bridge")
    case_study = entry_at(slug, published.prefetch_related("pictures", "priorities"))
    trail = [("Case studies", reverse("partnerships:case-study-list")), (case_study.title, "")]
    return render(request, "partnerships/case_study_detail.html", {"case_study": case_study, "trail": trail})


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Show the questions with their answers, by who asks them; only those that match the words searched for, if any."""
    form = QuestionListForm(request.GET)
    query, trail = form.cleaned_data.get("q", ""), [("Questions and answers", "")]
    context = {"form": form, "questions": form.questions, "query": query, "trail": trail}
    return render(request, "partnerships/question_list.html", context)


@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """List the news, the latest first."""
    form = PublishedListForm(request.GET)
    return _list_page(
        request, "partnerships/news_list.html", form, form.narrow(NewsItem.objects.published().news()), "News"
    )


@entry_page
def news_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a piece of news, an event or an opportunity: past ones too."""
    published = NewsItem.objects.published().select_related("partnership", "bridge")
    item = entry_at(slug, published.prefetch_related("priorities"))
    label, page = LIST_OF_KIND[item.kind]
    context = {"item": item, "trail": [(label, reverse(page)), (item.title, "")]}
    return render(request, "partnerships/news_detail.html", context)


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """List the events to come, or those that are over."""
    form = DatedListForm(request.GET)
    events = form.narrow(NewsItem.objects.published().events())
    rows = events.past() if form.wants_past else events.to_come()
    return _list_page(request, "partnerships/event_list.html", form, rows, "Events")


@require_safe
def event_month(request: HttpRequest) -> HttpResponse:
    """Show a month of events as a calendar."""
    form = MonthForm(request.GET)
    start, end = event_calendar.bounds(form.first_day)
    not_over_before = Q(ends_at__gte=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    events = form.narrow(NewsItem.objects.published().events()).filter(not_over_before, starts_at__lt=end)
    month = event_calendar.month_of(form.first_day, events)
    context = {
        "form": form,
        "month": month,
        "queries": {"before": form.query_of(month.previous), "after": form.query_of(month.next)},
        "trail": [("Events", reverse("partnerships:event-list")), ("Calendar", "")],
    }
    return render(request, "partnerships/event_month.html", context)


@require_safe
def opportunity_list(request: HttpRequest) -> HttpResponse:
    """List the open opportunities, the first to close first, or those that have closed."""
    form = DatedListForm(request.GET)
    opportunities = form.narrow(NewsItem.objects.published().opportunities())
    rows = opportunities.closed() if form.wants_past else opportunities.open()
    return _list_page(request, "partnerships/opportunity_list.html", form, rows, "Opportunities")


@require_safe
def support_list(request: HttpRequest) -> HttpResponse:
    """List what Bridge Organisations and national bodies offer partnerships: offers, then programmes."""
    offers = SupportOffer.objects.published().national_first()
    programmes = Programme.objects.published().national_first().prefetch_related(Prefetch("rounds"))
    context = {"offers": offers, "programmes": programmes, "trail": [("Support on offer", "")]}
    return render(request, "partnerships/support_list.html", context)
