"""The admin site Bridge staff work in."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.db.models.base import ModelBase
from django.http import HttpResponseBadRequest
from django.urls import path, reverse

from members.views.joining import make_member
from partnerships import inbox
from partnerships.enquiry_vocabulary import MailState
from partnerships.models.enquiries import answers_for_everybody
from partnerships.views.personal_data import personal_data_page

# The boxes of the inbox that wait for somebody, as the front page calls them.
WAITING = {"new": "New enquiries", "overdue": "Overdue", "mine": "Yours", "held": "Held back as suspected spam"}
MAILS = {MailState.QUEUED: "Mails that have not left", MailState.FAILED: "Mails given up"}


class BackOffice(AdminSite):
    """Django's admin site with a front page that says what waits for whoever signed in."""

    site_header = "LCEP Directory: back office"
    site_title = "LCEP Directory"
    index_title = "Your directory"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Leave out the worker's own lists: what it has to do is shown as mail."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        super().register(
            [model for model in models if model._meta.app_label != "django_tasks_database"], admin_class, **options
        )

    def get_urls(self):
        """Add the page that needs the directory and its members, and the one about what is held about people."""
        joining = path("partnerships/enquiry/<int:pk>/make-a-member/", self.admin_view(make_member), name="make-member")
        personal_data = path("personal-data/", self.admin_view(personal_data_page), name="personal-data")
        return [joining, personal_data, *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        """Refuse null characters in addresses, which no keyboard types and PostgreSQL does not take."""

        @wraps(view)
        def checked(request, *args, **kwargs):
            if any("\0" in value for values in request.GET.lists() for value in [values[0], *values[1]]):
                return HttpResponseBadRequest("The address holds a null character.")
            return view(request, *args, **kwargs)

        return super().admin_view(checked, cacheable)

    def index(self, request, extra_context=None):
        """Show the front page."""
        context = {"waiting": self.waiting_for(request.user), "mails": self.mails_for(request.user)}
        return super().index(request, context | (extra_context or {}))

    def waiting_for(self, user) -> list[dict]:
        """Return what waits for `user`, each with its label, count and address; nothing for who may see no enquiry."""
        if not user.has_perm("partnerships.view_enquiry") and not user.has_perm("partnerships.change_enquiry"):
            return []
        counts, address = inbox.counts(user), reverse("admin:partnerships_enquiry_changelist")
        return [
            {"label": label, "count": counts[name], "url": f"{address}?box={name}"} for name, label in WAITING.items()
        ]

    def mails_for(self, user) -> list[dict]:
        """Return the mails that have not left, each kind with its label, count and address, for the national desk."""
        if not answers_for_everybody(user):
            return []
        counts, address = inbox.mail_counts(), reverse("admin:partnerships_outgoingmail_changelist")
        return [
            {"label": label, "count": counts[state], "url": f"{address}?state__exact={state}"}
            for state, label in MAILS.items()
        ]
