"""Searching the whole back office at once: of every list, the rows that the person may see, the likeliest first."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.db.models import Case, IntegerField, Model, Value, When
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.utils.text import capfirst

from members.models import MemberOrganisation
from partnerships.forms.base import LineField
from partnerships.models import BridgeOrganisation, Enquiry, LocalAuthority, Partnership, School, StrategicPriority
from partnerships.published_kinds import table
from partnerships.views.staff_requests import StaffRequest

MAX_SHOWN = 5
# What the notes of results refer to.
_SELECTED = {Enquiry: ["partnership", "authority", "bridge"]}


@dataclass(frozen=True)
class StaffHit:
    """One result: its title, its page, and in a few words what else tells it from others."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class StaffResults:
    """The results of one list, the likeliest first; `more_url` leads to all of them where there are more."""

    heading: str
    hits: list[StaffHit]
    more_url: str
    is_exact: bool


class StaffSearchForm(forms.Form):
    """The query string of the search: what is too long is cut off, no error."""

    q = LineField(required=False)

    @property
    def query(self) -> str:
        """The words to search for, "" when there are none."""
        return self.cleaned_data["q"][:100] if self.is_valid() else ""


def find(site: AdminSite, request: StaffRequest, query: str) -> list[StaffResults]:
    """Return what `query` leads to, list by list; those with a row called exactly so come first.

    One query for each list that the person may see, however many rows there are.
    """
    found = [results for model in _models() if (results := _found_in(site, request, model, query))] if query else []
    return sorted(found, key=lambda results: not results.is_exact)


def _models() -> list[type[Model]]:
    published = [kind.model for kind in table.publishable_kinds() if kind.model is not Partnership]
    return [
        *(Partnership, Enquiry, MemberOrganisation, BridgeOrganisation, User),
        *published,
        *(LocalAuthority, StrategicPriority, School),
    ]


def _found_in(site: AdminSite, request: StaffRequest, model: type[Any], query: str) -> StaffResults | None:
    model_admin: Any = site.get_model_admin(model)
    if not model_admin.has_view_or_change_permission(request):
        return None
    own = model_admin.found_everywhere(request, query)
    called = (model_admin.searched_everywhere or model_admin.search_fields)[0]
    likeliest = Case(
        When(**{f"{called}__iexact": query}, then=Value(0)),
        When(**{f"{called}__istartswith": query}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = own.select_related(*_SELECTED.get(model, ())).prefetch_related(None).annotate(likeliest=likeliest)
    rows = list(rows.order_by("likeliest", called, "pk")[: MAX_SHOWN + 1])
    if not rows:
        return None
    more = f"{model_admin.entry_url('changelist')}?{urlencode({'q': query})}" if len(rows) > MAX_SHOWN else ""
    hits = [_hit(model_admin, row) for row in rows[:MAX_SHOWN]]
    heading = model_admin.list_title or str(capfirst(model._meta.verbose_name_plural))
    return StaffResults(heading, hits, more, rows[0].likeliest == 0)


def _hit(model_admin: Any, row: Any) -> StaffHit:
    title = (row.get_full_name() or row.get_username()) if isinstance(row, User) else str(row)
    if isinstance(row, Enquiry):
        note = f"{row.get_topic_display()}, {row.about_what}: {row.get_state_display()}"
    else:
        note = row.get_publication_display() if hasattr(row, "publication") else ""
    return StaffHit(title, model_admin.entry_url("change", row.pk), note)


def search_page(request: StaffRequest) -> TemplateResponse:
    """Show what the words of the query string lead to in the whole back office."""
    query = StaffSearchForm(QueryDict(request.GET.urlencode())).query
    context = {"title": "Search", "staff_query": query, "results": find(admin.site, request, query)}
    return TemplateResponse(request, "admin/search.html", admin.site.each_context(request) | context)
