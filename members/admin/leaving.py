"""Ending an organisation's memberships instead of deleting it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path

from members.models import Membership
from members.organisations.leaving import end_memberships


class LeavingTools:
    """For the admin class of member organisations. Among its bases it stands before the class with `get_object`."""

    def get_urls(self):
        """Add the address that ends memberships, before Django's own."""
        view = self.admin_site.admin_view(self.end_memberships_view)
        name = "members_memberorganisation_end_memberships"
        return [path("<int:pk>/end-memberships/", view, name=name), *super().get_urls()]

    def end_memberships_view(self, request, pk):
        """End the organisation's memberships today, and redirect to its page."""
        organisation = self.get_object(request, str(pk))
        if organisation is None:
            raise Http404
        if not request.user.has_perm("members.change_membership"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        count = end_memberships(organisation, by=request.user)
        self.log_change(request, organisation, f"Ended {count} memberships.")
        messages.success(request, f"{organisation}: {count} membership{'' if count == 1 else 's'} ended today.")
        return redirect(self.entry_url("change", pk))

    def instead_of_deleting(self, request, entry):
        """Offer to end its memberships, when it has current ones the user may work with."""
        memberships = Membership.objects.editable_by(request.user).current().filter(organisation=entry)
        if not memberships.exists() or not request.user.has_perm("members.change_membership"):
            return None
        return {
            "text": "End its memberships today instead. What it took part in stays on record, and so does it.",
            "button": "End its memberships today",
            "url": self.entry_url("end_memberships", entry.pk),
            "asks": False,
        }
