"""The admin site Bridge staff work in."""

from functools import wraps
from typing import Any

from allauth.account import views as account_pages
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import path

from lcep_site import first_steps, front_page, staff_search, unsent
from lcep_site.accounts import gate, second_factor
from lcep_site.health import status_page
from members.views.digest_preview import digest_preview_page
from members.views.joining import make_member
from members.views.partnership_desk import partnership_check, propose_change
from partnerships.views import reports, saved_filters
from partnerships.views.back_office import prose_preview, subject_request_page
from partnerships.views.staff_requests import key_in

OUR_PACKAGES = {"lcep_site", "members", "partnerships"}
# Pages that belong to no one list of rows: address, view and name.
PAGES = (
    ("partnerships/partnership/<int:pk>/check/", partnership_check, "partnership-check"),
    ("partnerships/partnership/<int:pk>/propose/", propose_change, "propose-change"),
    ("partnerships/enquiry/<int:pk>/make-a-member/", make_member, "make-member"),
    ("search/", staff_search.search_page, "search"),
    ("status/", status_page.status_page, "status"),
    ("first-steps/", first_steps.first_steps_page, "first-steps"),
    (
        "saved-filters/<slug:app_label>/<slug:model_name>/",
        saved_filters.change_saved_filters,
        "saved-filters",
    ),
    ("news-by-mail/", digest_preview_page, "digest-preview"),
    ("reports/", reports.report_page, "reports"),
    ("reports/<slug:report>.csv", reports.report_sheet, "report"),
    ("personal-data/", subject_request_page, "personal-data"),
    ("prose-preview/", prose_preview, "prose-preview"),
    ("signed-in/", unsent.signed_in, "signed-in"),
)


# What groups of lists are called where Django names them after a package.
GROUP_NAMES = {"auth": "People and roles"}


class OfferedRows(AutocompleteJsonView):
    """Offers for a field only what its form takes: nobody is offered what is then refused."""

    def get_queryset(self):
        rows = super().get_queryset()
        model = self.source_field.model
        site: Any = self.admin_site
        form_admin = site.get_model_admin(model) if site.is_registered(model) else None
        taken = form_admin.get_field_queryset(None, self.source_field, self.request) if form_admin else None
        return rows if taken is None else rows.filter(pk__in=taken.order_by().values("pk"))


class BackOffice(AdminSite):
    """Django's admin site behind our own sign-in, with a front page that counts what waits for the user."""

    site_header = "LCEP Directory: back office"
    site_title = "LCEP Directory"
    index_title = "Your directory"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Register our own admin classes only: other packages bring lists of tasks, sessions and secrets."""
        if admin_class and admin_class.__module__.partition(".")[0] in OUR_PACKAGES:
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        """Whether the user is staff and has shown a second factor in this session."""
        return super().has_permission(request) and second_factor.is_passed(request)

    def login(self, request, extra_context=None):
        """Redirect to the step of the sign-in that is missing: Django's own form would ask for no second factor."""
        return gate.lead_in(request)

    def logout(self, request, extra_context=None):
        return account_pages.logout(request)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        return redirect("your-account")

    def get_urls(self):
        """Return the URLs of pages that belong to no one list of rows, before Django's own."""
        pages = (*PAGES, ("r/<path:content_type_id>/<path:object_id>/", self.view_on_site, "view_on_site"))
        return [*(path(route, self.admin_view(view), name=name) for route, view, name in pages), *super().get_urls()]

    def view_on_site(self, request, content_type_id, object_id):
        """Redirect to the public page of a row that the user may see here.

        Django's own would redirect to any row, and so tell the name of another Bridge's draft by its address.
        """
        if key_in(content_type_id) is None or key_in(object_id) is None:
            raise Http404
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        if model is None or not self.is_registered(model):
            raise Http404
        model_admin = self.get_model_admin(model)
        row = model_admin.get_object(request, object_id) if model_admin.has_view_permission(request) else None
        if row is None:
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def admin_view(self, view, cacheable=False):
        """Drop null characters, which PostgreSQL refuses, from what is asked; answer 400 to chosen rows without a key.

        Who sends what they wrote when their session has ended gets it back.
        """

        @wraps(view)
        def checked(request, *args, **kwargs):
            request.GET = _without_null_characters(request.GET)
            if any(key_in(key) is None for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
                return HttpResponseBadRequest("A chosen row has no such key.")
            return view(request, *args, **kwargs)

        for_staff = super().admin_view(checked, cacheable)

        @wraps(for_staff)
        def given_back(request, *args, **kwargs):
            page = None if self.has_permission(request) else unsent.page_for(request)
            return page or for_staff(request, *args, **kwargs)

        return given_back

    def get_app_list(self, request, app_label=None):
        """Return Django's groups of lists, with the lists of what is published beside entries split off as a group."""
        groups = super().get_app_list(request, app_label)
        for group in groups:
            group["name"] = GROUP_NAMES.get(group["app_label"], group["name"])
            for model in group["models"]:
                model["name"] = self.get_model_admin(model["model"]).list_title or model["name"]
        directory = next((group for group in groups if group["app_label"] == "partnerships"), None)
        if directory is None:
            return groups
        published = [model for model in directory["models"] if model["model"] in front_page.publication_models()]
        rest = [model for model in directory["models"] if model not in published]
        split = [directory | {"models": rest}, directory | {"name": front_page.PUBLISHED, "models": published}]
        return [part for group in groups for part in (split if group is directory else [group]) if part["models"]]

    def autocomplete_view(self, request):
        return OfferedRows.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        context = {"sections": front_page.sections_for(request.user), "charts": front_page.charts_for(request.user)}
        return super().index(request, context | (extra_context or {}))


def _without_null_characters(query: QueryDict) -> QueryDict:
    """Return `query` without the characters that nobody types or sees: the words around them are what was meant."""
    if not any("\0" in text for name, values in query.lists() for text in [name, *values]):
        return query
    readable = QueryDict(mutable=True)
    for name, values in query.lists():
        readable.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    return readable
