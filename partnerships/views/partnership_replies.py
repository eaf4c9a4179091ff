"""The page a partnership's contact, who has no account, opens from a mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partnerships.enquiries import partnership_replies
from partnerships.enquiries.links import ENQUIRY_LINK
from partnerships.enquiries.partnership_replies import Reply
from partnerships.forms.enquiry_actions import PartnershipReplyForm
from partnerships.models import Enquiry
from partnerships.views.form_posts import UnreadablePost, form_post, is_from_elsewhere
from partnerships.views.link_pages import link_page


# No cookie is needed: whoever can make this request knows the link, and with it all there is to know.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
@link_page("partnerships/enquiry_link_ended.html", lambda: {"days": ENQUIRY_LINK.max_age.days})
def enquiry_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show an enquiry to the partnership it is about; to post says that it will answer, or has answered."""
    enquiry = partnership_replies.enquiry_of(token)
    form = PartnershipReplyForm()
    if request.method == "POST" and not is_from_elsewhere(request):
        try:
            form = PartnershipReplyForm(form_post(request))
        except UnreadablePost as unreadable:
            return _show(request, enquiry, PartnershipReplyForm({}), unreadable.status)
        if form.is_valid():
            partnership_replies.record(token=token, reply=Reply(form.cleaned_data["statement"]))
            return redirect("partnerships:enquiry-by-link", token)
    return _show(request, enquiry, form)


def _show(request: HttpRequest, enquiry: Enquiry, form: PartnershipReplyForm, status: int = 200) -> HttpResponse:
    """Show the enquiry with the two buttons, as far as they have not been pressed."""
    recorded = partnership_replies.recorded(enquiry)
    context = {
        "enquiry": enquiry,
        "problems": [(message, "statement") for message in form.errors.get("statement", [])],
        "sentences": list(recorded.values()),
        "replies_left": [] if Reply.HAS_ANSWERED in recorded else [reply for reply in Reply if reply not in recorded],
    }
    return render(request, "partnerships/enquiry_by_link.html", context, status=status)
