"""The list of all working copies somebody may work with: what waits for them, and what could not be published."""

from typing import Any

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst

from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.lists import column
from partnerships.curation import copies
from partnerships.models import WorkingCopy
from partnerships.text.sentences import name_of


def _short(moment):
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else ""


@admin.register(WorkingCopy)
class WorkingCopyAdmin(RowLevelAdmin):
    """Working copies by themselves. Each is read and written on the page of its entry."""

    never = WRITTEN_BY_THE_SITE
    change_list_template = "admin/staff_list_change_list.html"
    list_title = "Working copies"
    staff_lists = copies.STAFF_LISTS
    search_fields = ["author__first_name", "author__last_name", "saved_by__first_name", "saved_by__last_name"]
    search_help_text = "Name of the entry, or who wrote it"
    list_select_related = ["author", "content_type"]
    # Each leads to its page, so no other link is needed.
    list_display = ["of_entry", "kind", "state", "writer", "saved", "planned"]
    kind = column("kind", lambda copy: capfirst(copy.content_type.model_class()._meta.verbose_name))
    of_entry = column("entry", lambda copy: str(copy.entry))
    saved = column("last saved", lambda copy: _short(copy.saved_at), "saved_at")
    planned = column("published by itself", lambda copy: _short(copy.publish_at), "publish_at")
    writer = column("by", lambda copy: name_of(copy.author), "author__last_name")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related).prefetch_related("entry")

    def get_search_results(self, request, queryset, search_term):
        """Find them by the names of their entries, too, as the lists of these do."""
        rows, _ = super().get_search_results(request, queryset, search_term)
        if not search_term:
            return rows, False
        wanted = Q(pk__in=rows.order_by().values("pk"))
        for content_type in ContentType.objects.filter(pk__in=queryset.order_by().values("content_type").distinct()):
            model: Any = content_type.model_class()
            entries: Any = self.admin_site.get_model_admin(model)
            keys = entries.found_everywhere(request, search_term).order_by().values("pk")
            wanted |= Q(content_type=content_type, object_id__in=keys)
        return queryset.filter(wanted), False

    def row_page(self, request, copy):
        """Lead to the page of the entry's working copy."""
        model = copy.content_type.model_class()
        return redirect(self.admin_site.get_model_admin(model).entry_url("working_copy", copy.object_id))
