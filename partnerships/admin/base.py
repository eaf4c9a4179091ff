"""What admin classes share: rows limited to those somebody may work with, one revision a save, the text search in step.

What a page has beside Django's own stands in lists of the class: `pages`, `panels`, `staff_lists`, `list_links`. To a
class of another app, its own are added by giving it a longer list.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.contrib import admin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from partnerships import audit
from partnerships.admin.form_pages import parts_of, problems_of, with_format
from partnerships.admin.lists import StaffListFilter, narrows_as_offered
from partnerships.admin.own_rows import choosable_rows, key_of_page, own_choices, own_rows, without_links_to_others
from partnerships.admin.pages import READ, Page, Panel
from partnerships.admin.searching import finds_by_relations, found, is_choosing, names_first
from partnerships.curation.staff_lists import StaffList, counts
from partnerships.forms.rows import TYPED_FIELDS, RowForm
from partnerships.models.rights import sees_every_bridge
from partnerships.models.versions import revising
from partnerships.publishing import workflow
from partnerships.search import text_index
from partnerships.views import saved_filters
from partnerships.views.staff_requests import StaffRequest
from partnerships.vocabulary import AuditAction

WRITTEN_BY_THE_SITE = ("add", "change", "delete")  # for `never`


class RowLevelAdmin(admin.ModelAdmin):
    """An admin class whose rows are those of `editable_by(user)`, everywhere. To anybody else the others do not exist.

    What somebody saves at once is one revision. A model without `editable_by` is the same for everybody.
    """

    form, formfield_overrides = RowForm, TYPED_FIELDS
    # What nobody does to its rows here, whatever they may do: "add", "change", "delete".
    never: Collection[str] = ()
    # Whether only national staff see them, if their role says so.
    for_national_staff = False
    # Whether who may see no row at all is refused, rather than told that there is none, by the pages of a row.
    refuses_unseen = True
    list_title = ""
    # What a list is read with beside the references that are columns themselves.
    list_select_related: list[str] | tuple[str, ...] = ()
    # Where the search of the whole back office looks, if not where that of the list does; the first names a row.
    searched_everywhere: Sequence[str] = ()
    # Links above the list, each made of the admin class and the request: a dictionary with `label` and `url`, or None.
    list_links: Sequence[Callable[[Any, StaffRequest], dict[str, str] | None]] = ()
    staff_lists: Sequence[StaffList[Any]] = ()
    panels: Sequence[Panel] = ()
    # Draws the page of a row, of the request and the row, where no form edits it.
    row_page: Any = None
    pages: Sequence[Page] = ()

    # Which rows there are.

    def get_queryset(self, request):
        """Return the rows this person may work with: for lists, search, actions and single pages.

        Autocomplete offers those they may choose.
        """
        is_choice = getattr(request.resolver_match, "url_name", "") == "autocomplete"
        return (choosable_rows if is_choice else own_rows)(super().get_queryset(request), request.user)

    def get_object(self, request, object_id, from_field=None):
        """Return the person's row of that key, None if there is none. A page that only shows it reads it once."""
        rows = vars(request).setdefault("own_rows_read", {})
        key = (self.model, object_id, from_field)
        if key not in rows or request.method not in {"GET", "HEAD"}:
            rows[key] = super().get_object(request, object_id, from_field)
        return rows[key]

    def get_row(self, request: StaffRequest, key: int | str) -> Any:
        """Return the person's row of that key. Raises Http404, or before PermissionDenied where it `refuses_unseen`."""
        if self.refuses_unseen and not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(str(key)))
        if row is None:
            raise Http404
        return row

    def get_list_select_related(self, request):
        """Read with the rows of a list what its columns refer to."""
        columns = self.get_list_display(request)
        references = [field.name for field in self.opts.fields if field.many_to_one and field.name in columns]
        return [*self.list_select_related, *references]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = with_format(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)
        return without_links_to_others(field, db_field, request)

    def get_fields(self, request, obj=None):
        """Put the page's address, which is made by itself, behind the name: nobody begins with it."""
        names = list(super().get_fields(request, obj))
        if "slug" in names:
            names.remove("slug")
            names.insert(names.index("name") + 1 if "name" in names else len(names), "slug")
        return names

    def get_field_queryset(self, db, db_field, request):
        form_rows = self.model._default_manager.filter(pk=key_of_page(request))
        rows = own_choices(db_field.related_model, form_rows, db_field.name, request.user)
        return super().get_field_queryset(db, db_field, request) if rows is None else rows

    def get_search_results(self, request, queryset, search_term):
        """Find rows as Django does, without joining what belongs to each; where one is chosen, by their names first."""
        paths, may_repeat = self.get_search_fields(request), False
        if finds_by_relations(self.model, paths):
            rows = found(queryset, paths, search_term)
        else:
            rows, may_repeat = super().get_search_results(request, queryset, search_term)
        return (names_first(rows, search_term) if is_choosing(request) else rows), may_repeat

    def found_everywhere(self, request: StaffRequest, words: str) -> QuerySet[Any]:
        """Return the person's rows that have the `words`, for the search of the whole back office."""
        paths = self.searched_everywhere or [path.lstrip("=^@") for path in self.search_fields]
        return found(self.own_rows(request), paths, words)

    def own_rows(self, request: StaffRequest) -> QuerySet[Any]:
        """Return the person's rows, without what a list or a page reads beside them."""
        return own_rows(self.model._default_manager.all(), request.user)

    def get_list_filter(self, request):
        """Put the staff lists first."""
        return [*([StaffListFilter] if self.staff_lists else []), *super().get_list_filter(request)]

    def lookup_allowed(self, lookup, value, request):
        """Let an address narrow the list as its filters do, and in no other way: see narrows_as_offered."""
        return narrows_as_offered(lookup, [*self.list_filter, *self.get_list_filter(request)], self.date_hierarchy)

    def get_changelist_instance(self, request):
        """Return the list, or lead back to it without what an address asks that no filter does."""
        try:
            return super().get_changelist_instance(request)
        except DisallowedModelAdminLookup as error:
            raise IncorrectLookupParameters from error

    # Who may do what with them.

    def has_module_permission(self, request):
        return self.has_view_or_change_permission(request)

    def has_add_permission(self, request):
        return "add" not in self.never and super().has_add_permission(request)

    def has_view_permission(self, request, obj=None):
        may = not self.for_national_staff or sees_every_bridge(request.user)
        return may and super().has_view_permission(request, obj) and self.is_theirs(request, obj)

    def has_change_permission(self, request, obj=None):
        may = "change" not in self.never and super().has_change_permission(request, obj)
        return may and self.is_theirs(request, obj)

    def has_delete_permission(self, request, obj=None):
        may = "delete" not in self.never and super().has_delete_permission(request, obj)
        return may and self.is_theirs(request, obj)

    def is_theirs(self, request: StaffRequest, obj: Model | None) -> bool:
        """Whether the person may work with `obj`; a row the page is about was read as one of theirs."""
        if obj is None or obj.pk is None or obj in vars(request).get("own_rows_read", {}).values():
            return True
        rows = type(obj)._default_manager.filter(pk=obj.pk)
        return not hasattr(rows, "editable_by") or rows.editable_by(request.user).exists()

    # Pages.

    def entry_url(self, page: str, *args: int | str) -> str:
        """Return the address of a page about rows of this kind: entry_url("change", pk)."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def get_urls(self):
        """Return the pages before Django's own addresses, which would take them for keys of rows."""
        return [*(page.pattern(self) for page in self.pages), *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add the panels of a saved row, what has to be put right, and the parts of a long form.

        The form is sent to its own address without a fragment: the answer shows from its top.
        """
        form_url = form_url or request.get_full_path()
        inlines = context["inline_admin_formsets"]
        context["problems"] = problems_of(context["adminform"].form, inlines)
        context["parts"] = parts_of(context["adminform"], inlines)
        context.setdefault("save_label", "Save")
        panels = self.panels_of(request) if obj else ()
        for panel in panels:
            context[panel.name] = panel.content(self, request, obj)
        context["panels"] = [(panel, context[panel.name]) for panel in panels if context.get(panel.name)]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def panels_of(self, request: StaffRequest) -> Sequence[Panel]:
        """Return the panels that the page of a row has in this request."""
        return self.panels

    def page(self, request: StaffRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        """Return a page of the back office about rows of this kind: `context` has at least its `title`."""
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, template, context)

    def history_view(self, request, object_id, extra_context=None):
        """Show what was done to a row of theirs."""
        self._refuse_missing(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show the form of a row, or its own page, to which there is nothing to post."""
        if self.row_page is None:
            return super().change_view(request, object_id, form_url, extra_context)
        row = self.get_row(request, object_id)
        return self.row_page(request, row) if request.method in READ else HttpResponseNotAllowed(READ)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show the form, or save all of it as one revision."""
        if object_id is not None:
            is_sent = request.method == "POST"
            may = self.has_change_permission if is_sent else self.has_view_or_change_permission
            self._refuse_missing(request, object_id, may)
        with self.one_revision(request):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        """Show the list with its tabs and links, or do an action to the chosen rows as one revision."""
        links = [link(self, request) for link in self.list_links]
        context = {"sheet_links": [link for link in links if link], "staff_lists": self.counted_staff_lists(request)}
        context["title"] = self.list_title or capfirst(self.opts.verbose_name_plural)
        context |= saved_filters.shown_above(request, self.model)
        with self.one_revision(request):
            return super().changelist_view(request, context | (extra_context or {}))

    def unchosen_staff_list(self, request: StaffRequest) -> StaffList[Any]:
        """Return the staff list that is shown when none is chosen."""
        return self.staff_lists[0]

    def counted_staff_lists(self, request: StaffRequest) -> list[tuple[StaffList[Any], int]]:
        """Return the staff lists that are tabs above the list, each with how many of the person's rows are in it."""
        if not self.staff_lists:
            return []
        count_of = counts(self.staff_lists, self.get_queryset(request), request.user)
        return [(staff_list, count_of[staff_list.name]) for staff_list in self.staff_lists]

    def delete_view(self, request, object_id, extra_context=None):
        """Ask whether to delete a row, or do it, as one revision."""
        self._refuse_missing(request, object_id, self.has_delete_permission)
        with self.one_revision(request):
            return super().delete_view(request, object_id, extra_context)

    def _refuse_missing(self, request, object_id, may=None) -> None:
        """Raise Http404 when the person has no such row; who `may` not do it to any row is refused by Django.

        Django would lead back to the front page and name the key: another Bridge's row is plainly not there.
        """
        if (may is None or may(request)) and self.get_object(request, unquote(object_id)) is None:
            raise Http404

    def one_revision(self, request: StaffRequest) -> AbstractContextManager[Any]:
        """Return what makes one revision of all that `request` saves."""
        return revising(by=request.user) if request.method == "POST" else nullcontext()

    # Saving, with the text search brought up to date in the transaction of the edit. An action that changes rows by
    # itself uses `text_index.following` or `text_index.refresh`.

    def save_model(self, request, obj, form, change):
        """Save, remembering which entries mention the row as it was: it may be about to leave them."""
        form.is_held = not change or text_index.is_held(obj, form.changed_data)
        form.mentioned_before = text_index.mentioning(obj) if form.is_held else set()
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save what belongs to the row, then write the documents of all that mentioned or mention it."""
        super().save_related(request, form, formsets, change)
        if getattr(form, "is_held", True):
            text_index.refresh_entries(getattr(form, "mentioned_before", set()) | text_index.mentioning(form.instance))

    def delete_model(self, request, obj):
        with self._deletion(request, [obj]):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        with self._deletion(request, list(queryset)):
            super().delete_queryset(request, queryset)

    @contextmanager
    def _deletion(self, request, rows):
        """Keep in the log that `rows` are deleted, and take what they said out of the documents of others."""
        with text_index.following(*rows):
            for row in rows:
                audit.record(AuditAction.DELETED, by=request.user, about=workflow.audit_label(row))
            yield
