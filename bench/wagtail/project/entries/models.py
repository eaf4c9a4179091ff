"""Two kinds of page: an entry, and the list of all entries, 20 at a time."""

from django.core.paginator import Paginator
from django.db import models
from wagtail.models import Page

PER_PAGE = 20


class EntryPage(Page):
    """An entry, with a sentence of what it is about."""

    summary = models.TextField()


class EntryList(Page):
    """The entries below it."""

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        entries = EntryPage.objects.child_of(self).live().order_by("title")
        context["entries"] = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
        return context
