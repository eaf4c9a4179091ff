"""The inbox: enquiries in the back office, each with its page, where staff answer them."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from partnerships.admin.staff_lists import StaffListFilter
from partnerships.curation.staff_lists import StaffList
from partnerships.dates import working_days
from partnerships.enquiries import desk as enquiry_desk
from partnerships.enquiries import inbox
from partnerships.forms.enquiry_actions import ENQUIRY_ACTIONS, EnquiryActionForm
from partnerships.models import Enquiry, EnquiryEvent
from partnerships.models.enquiries import answers_for_everybody
from partnerships.text.sentences import name_of
from partnerships.views.staff_requests import StaffRequest


class InboxFilter(StaffListFilter):
    """The staff list of the inbox; without a choice a search goes through all of them."""

    staff_lists = inbox.STAFF_LISTS

    def unchosen(self, request: StaffRequest) -> StaffList:
        return inbox.EVERYTHING if request.GET.get("q") else inbox.TO_DO


class FoldedFilter(admin.ChoicesFieldListFilter):
    """A filter that takes one line of the page until it is opened."""

    template = "admin/partnerships/enquiry/filter.html"


@admin.register(Enquiry)
class EnquiryAdmin(admin.ModelAdmin):
    """Rows are those of the desks a person answers for; another desk's enquiry does not exist here at all.

    Nothing is edited as a form of fields: every change is an action of enquiries.desk at an address of its own.
    """

    change_list_template = "admin/partnerships/enquiry/change_list.html"
    page_template = "admin/partnerships/enquiry/page.html"
    list_filter = [InboxFilter, ("topic", FoldedFilter), ("enquirer", FoldedFilter)]
    list_select_related = ["partnership", "authority", "desk", "assigned_to"]
    list_per_page = 50
    search_fields = ["reference", "name", "organisation", "email"]
    search_help_text = "Reference, name, organisation or e-mail address"
    actions = None
    readonly_fields = [field.name for field in Enquiry._meta.fields]

    def get_queryset(self, request):
        """Return the enquiries of the user's desks: for lists, searches, choices, everything."""
        return super().get_queryset(request).editable_by(request.user)

    def get_list_display(self, request):
        """Return the columns; the desk is one for those who answer for more than one."""
        columns = ["reference", "about", "topic_in_short", "who", "received", "due", "assigned", "state_in_short"]
        return [*columns, "desk_name"] if answers_for_everybody(request.user) else columns

    def get_ordering(self, request):
        """Return the order: what is due first in lists of work, the latest first elsewhere."""
        staff_list = inbox.STAFF_LIST_NAMED.get(request.GET.get("box", "")) or inbox.TO_DO
        return ["due_on", "received_at"] if staff_list.is_work and not request.GET.get("q") else ["-received_at", "-pk"]

    def has_add_permission(self, request):
        """Nobody adds one by hand: they come from the public form."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nobody deletes one: personal details are removed by the rules of retention, and counts stay true."""
        return False

    @admin.display(description="about", ordering="partnership__name")
    def about(self, enquiry):
        return enquiry.about_what

    @admin.display(description="topic", ordering="topic")
    def topic_in_short(self, enquiry):
        return inbox.TOPIC_IN_SHORT[enquiry.topic]

    @admin.display(description="state", ordering="state")
    def state_in_short(self, enquiry):
        return inbox.STATE_IN_SHORT[enquiry.state]

    @admin.display(description="who")
    def who(self, enquiry):
        name = enquiry.organisation or enquiry.name or "Personal details removed"
        return format_html('{} <span class="quiet">{}</span>', name, enquiry.get_enquirer_display())

    @admin.display(description="received", ordering="received_at")
    def received(self, enquiry):
        return date_format(timezone.localdate(enquiry.received_at), "j M Y")

    @admin.display(description="answer due", ordering="due_on")
    def due(self, enquiry):
        day = date_format(enquiry.due_on, "j M Y")
        return (
            format_html('{} <strong class="overdue">{}</strong>', day, overdue_label(enquiry))
            if enquiry.is_overdue
            else day
        )

    @admin.display(description="looked after by", ordering="assigned_to__username")
    def assigned(self, enquiry):
        return name_of(enquiry.assigned_to, "Nobody yet")

    @admin.display(description="desk", ordering="desk__name")
    def desk_name(self, enquiry):
        return enquiry.desk or "National desk"

    def changelist_view(self, request, extra_context=None):
        """Show the inbox, with its staff lists as tabs."""
        counts = inbox.counts(request.user)
        staff_lists = [
            {"name": staff_list.name, "label": staff_list.label, "count": counts[staff_list.name]}
            for staff_list in inbox.STAFF_LISTS
        ]
        context = {"title": "Enquiries", "staff_lists": staff_lists}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_urls(self):
        """Put an address for every action before Django's own."""
        actions = [
            path(
                f"<int:pk>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(self.enquiry_action_view),
                {"action": name},
                name=f"partnerships_enquiry_{name}",
            )
            for name in ENQUIRY_ACTIONS
        ]
        return actions + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show an enquiry's page. There is nothing to post to it."""
        enquiry = self._enquiry(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, enquiry)

    def history_view(self, request, object_id, extra_context=None):
        """Show Django's own history; another desk's enquiry has none, as it has no page."""
        self._enquiry(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        """Refuse with 403, or with 404 for another desk's enquiry."""
        self._enquiry(request, object_id)
        raise PermissionDenied

    def enquiry_action_view(self, request, pk: int, action: str):
        """Do an action and show the page again, or the inbox when the enquiry has left the user's desks by it."""
        enquiry = self._enquiry(request, pk)
        if not self.has_change_permission(request, enquiry):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = ENQUIRY_ACTIONS[action](request.POST, enquiry=enquiry, by=request.user)
        changed = form.carry_out() if form.is_valid() else None
        if changed is None:
            return self._page(request, form.enquiry, form)
        self.log_change(request, changed, form.title)
        messages.success(request, f"{changed.reference}: {form.success_message}")
        is_still_theirs = self.get_queryset(request).filter(pk=pk).exists()
        return redirect(
            changed.get_admin_url() if is_still_theirs else reverse("admin:partnerships_enquiry_changelist")
        )

    def _enquiry(self, request, key: int | str) -> Enquiry:
        """Return the user's enquiry of that key. Raises Http404 or PermissionDenied."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        enquiry = self.get_object(request, str(key))
        if enquiry is None:
            raise Http404
        return enquiry

    def _page(self, request, enquiry: Enquiry, sent: EnquiryActionForm | None = None):
        """Show the page of `enquiry` with the forms of what can be done; `sent` is one that was not right."""
        enquiry.refresh_from_db()
        can_act = self.has_change_permission(request, enquiry)
        events = list(enquiry.events.select_related("by"))
        forms = {
            name: form(enquiry=enquiry, by=request.user)
            for name, form in ENQUIRY_ACTIONS.items()
            if can_act and form.action.is_possible(enquiry)
        }
        if sent:
            forms[sent.action_name] = sent
        usual_desk = enquiry_desk.usual_desk(enquiry) if "pass_on" in forms else enquiry.desk
        context = self.admin_site.each_context(request) | {
            "title": f"{inbox.TOPIC_IN_SHORT[enquiry.topic]}: {enquiry.about_what}",
            "state_label": inbox.STATE_IN_SHORT[enquiry.state],
            "subtitle": enquiry.reference,
            "opts": self.opts,
            "enquiry": enquiry,
            "late": overdue_label(enquiry) if enquiry.is_overdue else "",
            "events": events,
            "mails": enquiry.mails.order_by("pk"),
            "forms": forms,
            "sent": sent,
            "seen": sent.data.get("seen", "") if sent and not sent.moved_meanwhile else latest_key(events),
            "can_make_member": can_act and enquiry_desk.record_member.is_possible(enquiry),
            "usual_desk": usual_desk or "the national desk" if usual_desk != enquiry.desk else None,
        }
        return TemplateResponse(request, self.page_template, context)


def overdue_label(enquiry: Enquiry) -> str:
    """Return how late the answer is: "overdue by 3 working days", or "overdue" when only a weekend has passed."""
    days = working_days.days_late(enquiry.due_on, timezone.localdate())
    return f"overdue by {days} working day{'' if days == 1 else 's'}" if days else "overdue"


def latest_key(events: Iterable[EnquiryEvent]) -> int:
    """Return the key of the latest of `events`, 0 if there is none."""
    return max((event.pk for event in events), default=0)
