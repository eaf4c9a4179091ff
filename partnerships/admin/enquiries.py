"""The inbox: enquiries in the back office, each with its page, where staff answer them."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from partnerships.admin import enquiries_chosen
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.lists import column, folded, short_day
from partnerships.admin.pages import POST, Page, may_change
from partnerships.dates import working_days
from partnerships.enquiries import desk as enquiry_desk
from partnerships.enquiries import inbox
from partnerships.forms.enquiry_action_base import EnquiryActionForm
from partnerships.forms.enquiry_actions import ENQUIRY_ACTIONS, ReplyForm
from partnerships.models import Enquiry
from partnerships.models.enquiries import answers_for_everybody
from partnerships.text.sentences import name_of


def act(model_admin, request, enquiry, action: str):
    """Do an action and show the page again, or the inbox when the enquiry has left the user's desks by it."""
    form = ENQUIRY_ACTIONS[action](request.POST, enquiry=enquiry, by=request.user)
    form.files = request.FILES
    changed = form.carry_out() if form.is_valid() else None
    if changed is None:
        return enquiry_page(model_admin, request, form.enquiry, form)
    model_admin.log_change(request, changed, form.title)
    messages.success(request, f"{changed.reference}: {form.success_message}")
    is_still_theirs = model_admin.get_queryset(request).filter(pk=enquiry.pk).exists()
    return redirect(changed.get_admin_url() if is_still_theirs else model_admin.entry_url("changelist"))


def preview_reply(model_admin, request, enquiry):
    """Show the page with the reply as its mail will be, a template put in and placeholders filled in; send nothing."""
    form = ReplyForm(request.POST, enquiry=enquiry, by=request.user)
    form.prepare()
    return enquiry_page(model_admin, request, enquiry, form)


def enquiry_page(model_admin, request, enquiry: Enquiry, sent: EnquiryActionForm | None = None):
    """Show the page of `enquiry` with the forms of what can be done; `sent` is one that was not right."""
    enquiry.refresh_from_db()
    can_act = model_admin.has_change_permission(request, enquiry)
    events = list(enquiry.events.select_related("by"))
    latest_key = max((event.pk for event in events), default=0)
    forms = {
        name: form(enquiry=enquiry, by=request.user)
        for name, form in ENQUIRY_ACTIONS.items()
        if can_act and form.action.is_possible(enquiry)
    }
    if sent:
        forms[sent.action_name] = sent
    usual_desk = enquiry_desk.usual_desk(enquiry) if "pass_on" in forms else enquiry.desk
    context = {
        "title": f"{inbox.TOPIC_IN_SHORT[enquiry.topic]}: {enquiry.about_what}",
        "state_label": inbox.STATE_IN_SHORT[enquiry.state],
        "subtitle": enquiry.reference,
        "enquiry": enquiry,
        "late": overdue_label(enquiry),
        "events": events,
        "mails": enquiry.mails.order_by("pk"),
        "forms": forms,
        "sent": sent,
        "seen": sent.data.get("seen", "") if sent and not sent.moved_meanwhile else latest_key,
        "can_make_member": can_act and enquiry_desk.record_member.is_possible(enquiry),
        "usual_desk": usual_desk or "the national desk" if usual_desk != enquiry.desk else None,
    }
    return model_admin.page(request, "admin/partnerships/enquiry/page.html", context)


class InboxList(ChangeList):
    """A list whose heads show the order it has by itself, which each staff list has its own of."""

    def get_ordering(self, request, queryset):
        """Return the order, and keep what it is by itself."""
        self.own_order = [str(name) for name in self.model_admin.get_ordering(request)]
        return super().get_ordering(request, queryset)

    def get_ordering_field_columns(self):
        """Return "asc" or "desc" by the number of the column; Django knows only of an order that is always the same."""
        if ORDER_VAR in self.params:
            return super().get_ordering_field_columns()
        ways = {name.removeprefix("-"): "desc" if name.startswith("-") else "asc" for name in self.own_order}
        numbers = {self.get_ordering_field(column): number for number, column in enumerate(self.list_display)}
        return {numbers[name]: way for name, way in ways.items() if name in numbers}


@admin.register(Enquiry)
class EnquiryAdmin(RowLevelAdmin):
    """Rows are those of the desks a person answers for; another desk's enquiry does not exist here at all.

    Nothing is edited as a form of fields: every change is an action of enquiries.desk at an address of its own.
    """

    change_list_template = "admin/partnerships/enquiry/change_list.html"
    # They come from the public form; personal details are removed by the rules of retention, and counts stay true.
    never = ("add", "delete")
    pages = [
        *enquiries_chosen.PAGES,
        Page("<int:pk>/reply/preview/", "preview_reply", preview_reply, may_change, POST),
        *(
            Page(f"<int:pk>/{name.replace('_', '-')}/", name, act, may_change, POST, {"action": name})
            for name in ENQUIRY_ACTIONS
        ),
    ]
    row_page = enquiry_page
    list_title = "Enquiries"
    staff_lists = inbox.STAFF_LISTS
    list_filter = [(name, folded(admin.ChoicesFieldListFilter)) for name in ("topic", "enquirer")]
    list_select_related = ["partnership", "authority", "bridge", "desk", "assigned_to"]
    list_per_page = 50
    search_fields = ["reference", "name", "organisation", "email"]
    # Nobody's name or address has a place in the address of a page that is not about enquiries.
    searched_everywhere = ["reference"]
    search_help_text = "Reference, name, organisation or e-mail address"
    actions = enquiries_chosen.ACTIONS

    def unchosen_staff_list(self, request):
        """Return what is to do; a search goes through all enquiries."""
        return inbox.EVERYTHING if request.GET.get("q") else inbox.TO_DO

    def get_changelist(self, request, **kwargs):
        return InboxList

    def get_list_display(self, request):
        """Return the columns; the desk is one for those who answer for more than one."""
        columns = ["reference", "about", "topic_in_short", "who", "received", "due", "assigned", "state_in_short"]
        return [*columns, "desk_name"] if answers_for_everybody(request.user) else columns

    def get_ordering(self, request):
        """Return the order: what is due first in lists of work, the latest first elsewhere."""
        staff_list = inbox.STAFF_LIST_NAMED.get(request.GET.get("box", "")) or inbox.TO_DO
        return ["due_on", "received_at"] if staff_list.is_work and not request.GET.get("q") else ["-received_at", "-pk"]

    about = column("about", lambda row: row.about_what, "partnership__name")
    topic_in_short = column("topic", lambda row: inbox.TOPIC_IN_SHORT[row.topic], "topic")
    state_in_short = column("state", lambda row: inbox.STATE_IN_SHORT[row.state], "state")
    received = column("received", lambda row: short_day(timezone.localdate(row.received_at)), "received_at")
    due = column("answer due", lambda row: short_day(row.due_on, overdue_label(row)), "due_on")
    assigned = column("looked after by", lambda row: name_of(row.assigned_to, "Nobody yet"), "assigned_to__username")
    desk_name = column("desk", lambda row: row.desk or "National desk", "desk__name")

    @admin.display(description="who")
    def who(self, enquiry):
        name = enquiry.organisation or enquiry.name or "Personal details removed"
        return format_html('{} <span class="quiet">{}</span>', name, enquiry.get_enquirer_display())

    def history_view(self, request, object_id, extra_context=None):
        """Show Django's own history; another desk's enquiry has none, as it has no page."""
        self.get_row(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        """Refuse with 403, or with 404 for another desk's enquiry."""
        self.get_row(request, object_id)
        raise PermissionDenied


def overdue_label(enquiry: Enquiry) -> str:
    """Return how late the answer is: "overdue by 3 working days", "overdue" when only a weekend has passed, or ""."""
    if not enquiry.is_overdue:
        return ""
    days = working_days.days_late(enquiry.due_on, timezone.localdate())
    return f"overdue by {days} working day{'' if days == 1 else 's'}" if days else "overdue"
