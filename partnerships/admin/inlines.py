"""Inlines: rows edited below the form of the row they belong to, all of them in a constant number of queries."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet, ModelChoiceField, ModelChoiceIterator

from partnerships.admin.form_pages import with_format
from partnerships.admin.own_rows import key_of_page, own_choices, own_rows, without_links_to_others
from partnerships.forms.rows import TWICE, TYPED_FIELDS, RowForm
from partnerships.publishing import at_once, second_person
from partnerships.text.sentences import listed
from partnerships.versions.kinds import owner_keys
from partnerships.views.staff_requests import StaffRequest


class SharedAutocomplete(AutocompleteSelect):
    """A choice by autocomplete; what is chosen is looked up in `chosen`, by key, which its copies share."""

    def __init__(self, field, admin_site, chosen: Callable[[], dict[str, Model]]):
        super().__init__(field, admin_site)
        self.chosen = chosen

    def optgroups(self, name, value, attr=None):
        """Return the options shown at first: the one that is chosen, after a blank one if it can be cleared."""
        [key, *_] = [*value, ""]
        row = self.chosen().get(key) if key else None
        if row is None:
            return super().optgroups(name, value, attr)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(row)
        return [(None, [*blank, self.create_option(name, row.pk, label, True, len(blank))], 0)]


class SentRows(BaseInlineFormSet):
    """The rows of an inline. Those that are sent as they were read are not checked again, each by several queries."""

    def get_form_kwargs(self, index):
        """Let every row be as it was, as Django lets those be that nobody has filled in."""
        return super().get_form_kwargs(index) | {"empty_permitted": True}

    def clean(self):
        """Refuse to change at once what is public of another entry than that on the page, where one has to be asked."""
        super().clean()
        rows = [form.instance for form in self.forms if form.has_changed()]
        there = [row for row in rows if len(owner_keys(row)) > 1]
        model: Any = self.model
        before = model._base_manager.in_bulk([row.pk for row in there if row.pk]) if there else {}
        for entry in at_once.refused_rows([*there, *before.values()], self.by):
            # What is the page's own goes by the rule for that.
            if second_person.bridge_of(entry) != second_person.bridge_of(self.instance):
                raise ValidationError(at_once.refusal(entry))

    def validate_unique(self):
        """Compare with one another also those that are as they were."""
        for form in self.initial_forms:
            if not form.has_changed():
                row = form.instance
                form.cleaned_data = {name: getattr(row, name) for name in form.fields if hasattr(row, name)}
        try:
            super().validate_unique()
        except ValidationError:
            for form in self.forms:
                if form.errors.get(NON_FIELD_ERRORS) == [TWICE]:
                    del form.errors[NON_FIELD_ERRORS]
                    form.add_error(form.field_beside(self._twice), TWICE)
            raise

    def get_unique_error_message(self, unique_check):
        """Return what stands above the rows; beside the later of two that are the same stands TWICE."""
        self._twice = [name for name in unique_check[::-1] if name != self.fk.name]
        row: Any = self.model
        labels = listed(row._meta.get_field(name).verbose_name for name in self._twice)
        return f"The same {labels} stands here twice"

    def get_form_error(self):
        return TWICE


class OwnInline(admin.StackedInline):
    """An inline whose rows belong to the row on the page. Those of others beside them are neither shown nor saved.

    Each row is a card: in a table, what is on its right is out of sight on a phone, and sometimes on a desk.
    """

    formset = SentRows
    form = RowForm
    formfield_overrides = TYPED_FIELDS
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user
        return formset

    def get_queryset(self, request):
        """Return the rows this person may work with: an organisation may take part in another Bridge's partnership."""
        references = [field.name for field in self.model._meta.concrete_fields if field.many_to_one]
        return own_rows(super().get_queryset(request).select_related(*references), request.user)

    def get_field_queryset(self, db, db_field, request):
        rows = own_choices(db_field.related_model, self._rows_of_page(request), db_field.name, request.user)
        return super().get_field_queryset(db, db_field, request) if rows is None else rows

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = with_format(super().formfield_for_dbfield(db_field, request, **kwargs), db_field)
        return without_links_to_others(field, db_field, request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Return a field whose choices are read once for all rows."""
        if db_field.name in self.get_autocomplete_fields(request):
            keys = self._rows_of_page(request).order_by().values(db_field.name)
            chosen = db_field.related_model._default_manager.filter(pk__in=keys)
            read_once = cache(lambda: {str(row.pk): row for row in chosen})
            kwargs["widget"] = SharedAutocomplete(db_field, self.admin_site, read_once)
            return super().formfield_for_foreignkey(db_field, request, **kwargs)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            # The generator has no length, which a list would ask the database for first.
            field.choices = cache(lambda: list(iter(ModelChoiceIterator(field))))
        return field

    def _rows_of_page(self, request: StaffRequest) -> QuerySet[Any]:
        """Return the person's rows that belong to the row on the page."""
        owner = next(field for field in self.model._meta.concrete_fields if field.related_model is self.parent_model)
        rows = self.model._default_manager.filter(**{owner.name: key_of_page(request)})
        return own_rows(rows, request.user)
