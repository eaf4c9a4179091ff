"""Preview links of entries that are not public: shown on their page in the back office, and ended there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path

from partnerships.publishing import previews


class PreviewTools:
    """For admin classes of publishable entries with a page, before the class that limits the rows."""

    def view_on_site(self, obj):
        """Return the entry's public address; None while it has none."""
        return obj.get_absolute_url() if obj.is_published and obj.slug else None

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add the preview link of an entry that is not public."""
        if obj is not None and not obj.is_published:
            context["preview"] = {
                "link": previews.preview_link(obj),
                "days": previews.PREVIEW_LINK.max_age.days,
                "end_url": self.entry_url("end_previews", obj.pk),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        """Put the address that ends previews before Django's own."""
        view = self.admin_site.admin_view(self.end_previews_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_end_previews"
        return [path("<int:pk>/end-previews/", view, name=name), *super().get_urls()]

    def end_previews_view(self, request, pk):
        """Make the preview links of an entry stop working, and show the entry again."""
        entry = self.get_object(request, str(pk))
        if entry is None:
            raise Http404
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        previews.end_links(entry=entry, by=request.user)
        messages.success(request, "The links to the preview that were handed out have stopped working.")
        return redirect(self.entry_url("change", pk))
