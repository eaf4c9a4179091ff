"""Deleting an entry others refer to: the page says what refers to it, and offers what is better."""

from partnerships.curation.references import references_to
from partnerships.models.publishable import Publishable
from partnerships.publishing import steps, workflow


class ExplainedDeletion:
    """For admin classes of entries, before the class that says which rows there are."""

    delete_confirmation_template = "admin/entries/delete.html"

    def render_delete_form(self, request, context):
        """Add what refers to the row, and what could be done instead."""
        entry = context["object"]
        context |= {
            "title": f"Delete {entry}",
            "references": references_to(entry),
            "instead": self.instead_of_deleting(request, entry),
            "change_url": self.entry_url("change", entry.pk),
        }
        return super().render_delete_form(request, context)

    def instead_of_deleting(self, request, entry) -> dict | None:
        """Return what could be done instead: its words, its button and its address; None when there is nothing."""
        if not isinstance(entry, Publishable) or not workflow.may_publish(request.user):
            return None
        if entry.publication == steps.ARCHIVED:
            return None
        return {
            "words": "Archive it instead. The public does not see it any more, but what refers to it stays whole.",
            "button": "Archive it…",
            "url": self.entry_url("publication", entry.pk, "archive"),
            "asks": True,
        }
