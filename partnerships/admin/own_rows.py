"""Which rows a form or a filter of the back office names: those the person may work with, or may choose."""

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet

from partnerships.models.rights import sees_every_bridge
from partnerships.views.staff_requests import StaffRequest, key_in


def own_rows(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Return those of `rows` that `user` may work with: all of them when the model is the same for everybody."""
    return rows.editable_by(user) if hasattr(rows, "editable_by") else rows


def choosable_rows(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Return those of `rows` that `user` may name in their own: also what is public of others, where a model says so.

    To choose a row is not to change it: a national body is a member of partnerships of every Bridge Organisation.
    """
    return rows.choosable_by(user) if hasattr(rows, "choosable_by") else own_rows(rows, user)


def own_choices(related: type[Model], form_rows: QuerySet[Any], name: str, user: User) -> QuerySet[Any] | None:
    """Return what a field `name` offers and takes: rows of `related` that `user` may choose; None for any row.

    What `form_rows`, those the form is about, refer to already may stay.
    """
    rows = related._default_manager.all()
    if not hasattr(rows, "editable_by"):
        return None
    return choosable_rows(rows, user) | rows.filter(pk__in=form_rows.exclude(**{name: None}).order_by().values(name))


def without_links_to_others(field: Any, db_field: Any, request: StaffRequest) -> Any:
    """Return the form field without the icons that open what is chosen, where that may be another Bridge's.

    They would lead to a page that is not there for the person. Adding one stays.
    """
    widget = getattr(field, "widget", None)
    if not isinstance(widget, RelatedFieldWidgetWrapper) or sees_every_bridge(request.user):
        return field
    if hasattr(db_field.related_model._default_manager.all(), "choosable_by"):
        widget.can_change_related = widget.can_view_related = widget.can_delete_related = False
    return field


def key_of_page(request: StaffRequest) -> int | None:
    """Return the key of the row the page is about; None when it is about none yet."""
    parts = request.resolver_match.kwargs if request.resolver_match else {}
    return key_in(str(parts.get("object_id", parts.get("pk", ""))))
