"""What admin classes share: rows limited to those somebody may work with, versions of each, the text search in step."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse

from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.views.staff_requests import StaffRequest


def own_rows(model: type[Model], user: User) -> QuerySet[Any] | None:
    """Return the rows of `model` that `user` may work with; None when the model is the same for everybody."""
    rows = model._default_manager.all()
    return rows.editable_by(user) if hasattr(rows, "editable_by") else None


class OwnRowsFilter(RelatedFieldListFilter):
    """A filter by a related row that names only rows the person may work with."""

    def field_choices(self, field, request, model_admin):
        rows = own_rows(field.remote_field.model, request.user)
        if rows is None:
            return super().field_choices(field, request, model_admin)
        return [(row.pk, str(row)) for row in rows]

    def has_output(self):
        """Whether it is shown and applied: also with nothing to choose between, once an address asks for it."""
        return super().has_output() or self.lookup_val is not None


class OwnChoices:
    """For admin classes and inlines: fields that refer to a row offer, and take, only rows the person may work with.

    What the row refers to already may stay.
    """

    model: type[Model]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **self._limited(db_field, request, kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **self._limited(db_field, request, kwargs))

    def _limited(self, db_field, request, kwargs):
        rows = own_rows(db_field.remote_field.model, request.user)
        if rows is None or "queryset" in kwargs:
            return kwargs
        chosen = rows.model._default_manager.filter(pk__in=self._chosen_keys(db_field, request))
        return kwargs | {"queryset": rows | chosen}

    def _chosen_keys(self, db_field, request) -> list[Any]:
        """Return the keys the field of the row on the page, or of its inlines, refers to now."""
        pk = request.resolver_match.kwargs.get("object_id", "")
        if not pk.isdecimal():
            return []
        parent = getattr(self, "parent_model", self.model)
        rows = self.model._default_manager.all()
        if parent is self.model:
            rows = rows.filter(pk=pk)
        else:
            keys = [key.name for key in self.model._meta.fields if key.related_model is parent]
            rows = rows.filter(**{keys[0]: pk})
        return list(rows.exclude(**{db_field.name: None}).values_list(db_field.name, flat=True).distinct())


class OwnInline(OwnChoices, admin.TabularInline):
    """An inline whose rows belong to the row on the page. Those of others beside them are neither shown nor saved."""

    extra = 0

    def get_queryset(self, request):
        """Return the rows this person may work with: an organisation may take part in another Bridge's partnership."""
        rows = super().get_queryset(request)
        return rows.editable_by(request.user) if hasattr(rows, "editable_by") else rows


class RowLevelAdmin(OwnChoices, admin.ModelAdmin):
    """An admin class whose rows are those of `editable_by(user)`, everywhere. To anybody else the others do not exist.

    What somebody saves at once is one revision. A model without `editable_by` is the same for everybody.
    """

    def get_queryset(self, request):
        """Return the rows this person may work with: for lists, search, autocomplete, actions and single pages."""
        rows = super().get_queryset(request)
        return rows.editable_by(request.user) if hasattr(rows, "editable_by") else rows

    def get_list_filter(self, request):
        """Let filters by related rows name only the person's own."""
        list_filter = super().get_list_filter(request)
        return [self._own_filter(entry) if isinstance(entry, str) else entry for entry in list_filter]

    def _own_filter(self, name: str) -> str | tuple[str, type[OwnRowsFilter]]:
        try:
            is_relation = self.model._meta.get_field(name).is_relation
        except FieldDoesNotExist:
            is_relation = False
        return (name, OwnRowsFilter) if is_relation else name

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) and self._is_theirs(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_theirs(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_theirs(request, obj)

    def _is_theirs(self, request: StaffRequest, obj: Model | None) -> bool:
        if obj is None or obj.pk is None:
            return True
        rows = own_rows(type(obj), request.user)
        return rows is None or rows.filter(pk=obj.pk).exists()

    def entry_url(self, page: str, *args: int | str) -> str:
        """Return the address of a page about rows of this kind: entry_url("change", pk)."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        # Django would lead back to the front page and name the key: another Bridge's row is plainly not there.
        raise Http404

    def history_view(self, request, object_id, extra_context=None):
        """Show what was done to a row of theirs."""
        if self.get_object(request, admin.utils.unquote(object_id)) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def changeform_view(self, request, *args, **kwargs):
        """Show the form, or save all of it as one revision."""
        return self._as_one_revision(request, super().changeform_view, *args, **kwargs)

    def changelist_view(self, request, *args, **kwargs):
        """Show the list, or do an action to the chosen rows as one revision."""
        return self._as_one_revision(request, super().changelist_view, *args, **kwargs)

    def delete_view(self, request, *args, **kwargs):
        """Ask whether to delete a row, or do it, as one revision."""
        return self._as_one_revision(request, super().delete_view, *args, **kwargs)

    def _as_one_revision(self, request, view, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with revising(by=request.user):
            return view(request, *args, **kwargs)


class SearchedAdmin(RowLevelAdmin):
    """An admin class that brings the text search up to date in the transaction of the edit.

    It is for everything a search document is made of. An action that changes rows by itself uses
    `text_index.following` or `text_index.refresh`.
    """

    def save_model(self, request, obj, form, change):
        """Save, remembering which entries mention the row as it was: it may be about to leave them."""
        form.mentioned_before = text_index.mentioning(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """Save what belongs to the row, then write the documents of all that mentioned or mention it."""
        super().save_related(request, form, formsets, change)
        text_index.refresh_entries(form.mentioned_before | text_index.mentioning(form.instance))

    def delete_model(self, request, obj):
        """Delete the row, and whatever it said in the documents of others."""
        with text_index.following(obj):
            super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        """Delete the chosen rows, and whatever they said in the documents of others."""
        with text_index.following(*queryset):
            super().delete_queryset(request, queryset)
