"""Deleting an entry others refer to: the page says what refers to it, and offers what is better."""

from typing import Any

from django.db.models import Model

from partnerships.admin.base import RowLevelAdmin
from partnerships.curation.references import references_to
from partnerships.models.publishable import Publishable
from partnerships.publishing import steps, workflow
from partnerships.views.staff_requests import StaffRequest


class ExplainedDeletion(RowLevelAdmin):
    """For admin classes of entries."""

    delete_confirmation_template = "admin/entries/delete.html"

    def render_delete_form(self, request, context):
        entry = context["object"]
        context |= {
            "title": f"Delete {entry}",
            "references": references_to(entry),
            "instead": self.instead_of_deleting(request, entry),
            "change_url": self.entry_url("change", entry.pk),
        }
        return super().render_delete_form(request, context)

    def instead_of_deleting(self, request: StaffRequest, entry: Model) -> dict[str, Any] | None:
        """Return what could be done instead, None when there is nothing.

        It has a `text`, a `button`, a `url`, and `asks`: whether a page is there that asks once more, or it is posted.
        """
        if not isinstance(entry, Publishable) or not workflow.may_publish(request.user):
            return None
        if entry.publication == steps.ARCHIVED:
            return None
        return {
            "text": "Archive it instead. The public does not see it any more, but what refers to it stays whole.",
            "button": "Archive it…",
            "url": self.entry_url("publication", entry.pk, "archive"),
            "asks": True,
        }
