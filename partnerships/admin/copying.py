"""What a request does with a working copy, kept on the request: whether its form is shown, kept apart or replayed."""

from dataclasses import dataclass, field
from typing import Any

from partnerships.views.staff_requests import StaffRequest


@dataclass
class Copying:
    """A form that is not saved into its entry, or that is replayed from a copy.

    `is_shown`: only to be looked at. `is_replayed`: nobody is there to be asked, and with `is_strict` it needs the
    rights to change what is public. `began_from` and `forms` tell afterwards of what was tried.
    """

    is_shown: bool = False
    is_replayed: bool = False
    is_strict: bool = False
    began_from: int = 0
    forms: list[Any] = field(default_factory=list)


def of(request: StaffRequest) -> Copying | None:
    return getattr(request, "copying", None)


def begin(request: Any, *, is_shown: bool = False, is_replayed: bool = False, is_strict: bool = False) -> Copying:
    """Let `request` be about a working copy from now on, and return what it does with that."""
    begun = Copying(is_shown=is_shown, is_replayed=is_replayed, is_strict=is_strict)
    request.copying = begun
    return begun


def is_replayed(request: StaffRequest) -> bool:
    copying = of(request)
    return copying is not None and copying.is_replayed


def is_shown(request: StaffRequest) -> bool:
    """Whether a copy was opened, and nothing of it is sent."""
    copying = of(request)
    return copying is not None and copying.is_shown


def is_page(request: StaffRequest) -> bool:
    """Whether it is the page of a working copy."""
    copying = of(request)
    return copying is not None and not copying.is_replayed


def keeps_public(request: StaffRequest) -> bool:
    """Whether nothing of it reaches the public, so that who may change the entry at all may do it."""
    copying = of(request)
    return copying is not None and not copying.is_strict


def may_write(model_admin: Any, request: Any, entry: Any) -> bool:
    """Whether the user may write a working copy of `entry`: who may change it at all, also while it is public."""
    before = of(request)
    begin(request)
    may: bool = model_admin.has_change_permission(request, entry)
    request.copying = before
    return may


def shown(form: Any, request: StaffRequest) -> Any:
    """Return the class `form`, or where it is only shown one that is never valid, and says nothing of that."""
    copying = of(request)
    if copying is None or not copying.is_shown:
        return form

    class ShownForm(form):
        def is_valid(self) -> bool:
            super().is_valid()
            return False

    return ShownForm
