"""Which rows a form or a filter of the back office names: those the person may work with."""

from typing import Any

from django.contrib.admin.filters import RelatedFieldListFilter
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from partnerships.views.staff_requests import StaffRequest


def own_rows(model: type[Model], user: User) -> QuerySet[Any] | None:
    """Return the rows of `model` that `user` may work with; None when the model is the same for everybody."""
    rows = model._default_manager.all()
    return rows.editable_by(user) if hasattr(rows, "editable_by") else None


def own_choices(related: type[Model], form_rows: QuerySet[Any], name: str, user: User) -> QuerySet[Any] | None:
    """Return what a field `name` offers and takes: rows of `related` that `user` may work with; None for any row.

    What `form_rows`, those the form is about, refer to already may stay.
    """
    rows = own_rows(related, user)
    if rows is None:
        return None
    return rows | related._default_manager.filter(pk__in=form_rows.exclude(**{name: None}).order_by().values(name))


def key_of_page(request: StaffRequest) -> int | None:
    """Return the key of the row the page is about; None when it is about none yet."""
    key = request.resolver_match.kwargs.get("object_id", "") if request.resolver_match else ""
    return int(key) if key.isdecimal() else None


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
