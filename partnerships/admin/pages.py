"""What admin classes list as data: panels beside the form of a row, and further pages of a row or of the list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from partnerships.views.staff_requests import StaffRequest

READ, POST, ASK_AND_POST = ("GET", "HEAD"), ("POST",), ("GET", "HEAD", "POST")
May = Callable[[Any, StaffRequest, Any], bool]


def may_view(model_admin: ModelAdmin, request: StaffRequest, row: Model | None) -> bool:
    """Whether the user may see `row`, or any row when it is None."""
    return model_admin.has_view_or_change_permission(request, row)


def may_change(model_admin: ModelAdmin, request: StaffRequest, row: Model | None) -> bool:
    """Whether the user may change `row`, or any row when it is None."""
    return model_admin.has_change_permission(request, row)


@dataclass(frozen=True)
class Panel:
    """What the page of a saved row shows beside its form.

    `content` makes of the admin class, the request and the row what `template` gets as `panel`; nothing is shown
    without it. `above_fields`: inside the form rather than above it.
    """

    name: str
    template: str
    content: Callable[[Any, StaffRequest, Any], Any]
    above_fields: bool = False


@dataclass(frozen=True)
class Page:
    """A further address below the list of a model.

    Its `view` gets the admin class, the request and, where the `route` has <int:pk>, the user's row of that key; then
    the other parts of the route and `arguments`, by name. To a user who has no such row it does not exist; who `may`
    not open it is refused.
    """

    route: str
    name: str
    view: Callable[..., HttpResponseBase]
    may: May = may_view
    methods: Sequence[str] = READ
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def pattern(self, model_admin: Any) -> URLPattern:
        """Return the address for the list of `model_admin`."""

        def view(request: StaffRequest, **parts: Any) -> HttpResponseBase:
            rows = [model_admin.get_row(request, parts.pop("pk"))] if "pk" in parts else []
            if not self.may(model_admin, request, *(rows or [None])):
                raise PermissionDenied
            if request.method not in self.methods:
                return HttpResponseNotAllowed(self.methods)
            return self.view(model_admin, request, *rows, **parts)

        name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}_{self.name}"
        return path(self.route, model_admin.admin_site.admin_view(view), dict(self.arguments), name=name)
