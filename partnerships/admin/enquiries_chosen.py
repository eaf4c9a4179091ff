"""The same done to several enquiries of the inbox: chosen on the list, looked at once more, then done one by one."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Max
from django.http import QueryDict
from django.shortcuts import redirect

from partnerships.admin.pages import POST, Page, may_change
from partnerships.forms.enquiries_chosen import OF_SEVERAL, ChosenEnquiries
from partnerships.views.staff_requests import key_in

MOST_AT_ONCE = 100
MAX_NAMED = 30


def _action(name: str) -> Any:
    @admin.action(description=OF_SEVERAL[name], permissions=["change"])
    def ask(model_admin, request, queryset):
        chosen = queryset.annotate(last_event=Max("events")).select_related(
            "partnership", "authority", "bridge", "desk"
        )
        enquiries = list(chosen.order_by("due_on", "received_at")[:MOST_AT_ONCE])
        seen = {enquiry.pk: str(enquiry.last_event or 0) for enquiry in enquiries}
        more = queryset.count() - len(enquiries)
        chosen = ChosenEnquiries(name, enquiries, request.user)
        return _page(model_admin, request, chosen, seen, back=request.GET.urlencode(), more=more)

    ask.__name__ = f"{name}_chosen"
    return ask


def act(model_admin, request, action: str):
    """Do the action to the enquiries that were shown, and show the list again as it was; say of each that is left why.

    What was filled in wrongly is asked again, and nothing is done.
    """
    pairs = [pair.partition(":") for pair in request.POST.getlist("enquiry")[:MOST_AT_ONCE]]
    seen = {key: last_event for pk, _, last_event in pairs if (key := key_in(pk))}
    rows = model_admin.get_queryset(request).filter(pk__in=seen).select_related("partnership", "authority", "bridge")
    chosen = ChosenEnquiries(action, list(rows.order_by("due_on", "received_at")), request.user, request.POST)
    back = QueryDict(request.POST.get("list", "")).urlencode()
    if chosen.form and not chosen.form.is_valid():
        return _page(model_admin, request, chosen, seen, back=back)
    outcome = chosen.carry_out(seen)
    for enquiry in outcome.done:
        model_admin.log_change(request, enquiry, chosen.form_class.title)
    if count := len(outcome.done):
        what = "1 enquiry" if count == 1 else f"{count} enquiries"
        messages.success(request, f"{what}: {chosen.form_class.success_message}")
    for enquiry, reason in outcome.left[:MAX_NAMED]:
        messages.warning(request, f"{enquiry.reference} was left as it is. {reason}.")
    if not (outcome.done or outcome.left):
        messages.warning(request, "Nothing was done: no enquiry was chosen.")
    return redirect(f"{model_admin.entry_url('changelist')}{back and '?'}{back}")


def _page(model_admin, request, chosen: ChosenEnquiries, seen: dict[int, str], **context):
    context |= {
        "title": OF_SEVERAL[chosen.action_name],
        "rows": [(enquiry, seen[enquiry.pk], chosen.why_not(enquiry)) for enquiry in chosen.enquiries],
        "form": chosen.form,
        "act_url": model_admin.entry_url(f"{chosen.action_name}_several"),
    }
    return model_admin.page(request, "admin/partnerships/enquiry/chosen.html", context)


ACTIONS = [_action(name) for name in OF_SEVERAL]
PAGES = [
    Page(f"several/{name.replace('_', '-')}/", f"{name}_several", act, may_change, POST, {"action": name})
    for name in OF_SEVERAL
]
