"""Making the sender of an enquiry a member: a page of the back office."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from members.forms.joining import JoiningForm
from partnerships.enquiries import desk as enquiry_desk
from partnerships.models import Enquiry
from partnerships.views.staff_requests import StaffRequest


@require_http_methods(["GET", "HEAD", "POST"])
def make_member(request: StaffRequest, pk: int) -> HttpResponse:
    """Show which organisation it may be already and what would be added; on POST add it.

    Only staff reach it, by the address the back office gives it.
    """
    enquiries = Enquiry.objects.editable_by(request.user).select_related("partnership", "authority", "desk")
    enquiry = get_object_or_404(enquiries, pk=pk)
    if not request.user.has_perm("partnerships.change_enquiry"):
        raise PermissionDenied
    if not enquiry_desk.record_member.is_possible(enquiry):
        messages.error(request, f"{enquiry.reference}: nobody can be made a member of it as it stands.")
        return redirect(enquiry.get_admin_url())
    form = JoiningForm(request.POST if request.method == "POST" else None, enquiry=enquiry, by=request.user)
    if form.is_bound and form.is_valid() and (membership := form.carry_out()):
        messages.success(request, f"{membership.organisation} is a member of {membership.partnership}.")
        return redirect(enquiry.get_admin_url())
    return show(request, enquiry, form)


def show(request: StaffRequest, enquiry: Enquiry, form: JoiningForm) -> HttpResponse:
    latest = enquiry_desk.latest_event(enquiry)
    # After a conflict the user sees what happened meanwhile, so the next POST is about that.
    keeps_seen = request.method == "POST" and not form.moved_meanwhile
    context = admin.site.each_context(request) | {
        "title": "Make a member",
        "subtitle": enquiry.reference,
        "enquiry": enquiry,
        "form": form,
        "seen": request.POST.get("seen", "") if keeps_seen else latest.pk if latest else 0,
    }
    return TemplateResponse(request, "admin/members/make_member.html", context)
