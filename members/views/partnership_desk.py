"""Two pages of the back office about an entry: the checks of it, and the form to propose a change."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.forms.proposals import ProposalForm
from members.models import ChangeProposal
from members.proposals import checks, proposing
from members.vocabulary import ProposalSource
from partnerships import versions
from partnerships.curation import checking
from partnerships.forms.base import CHANGE, SEND, WITHDRAW, StepForm
from partnerships.models.directory import Partnership, PartnershipQuerySet
from partnerships.views.staff_requests import StaffRequest

MAY_VIEW, MAY_CHANGE = "partnerships.view_partnership", "partnerships.change_partnership"
MAY_ASK = "partnerships.publish_partnership"


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_check(request: StaffRequest, pk: int) -> HttpResponse:
    """Show when an entry was checked and its check requests; a POST sends a new one, or revokes the open one."""
    partnership = _own_partnership(request, pk, Partnership.objects.all())
    may_ask = request.user.has_perm(MAY_ASK) and request.user.has_perm(MAY_CHANGE)
    if request.method == "POST":
        if not may_ask:
            raise PermissionDenied
        _ask_or_revoke(request, partnership)
        return redirect("admin:partnership-check", pk)
    sees_proposals = request.user.has_perm("members.view_changeproposal")
    context = {
        "title": "Keeping it true",
        "partnership": partnership,
        "check_requests": list(partnership.check_requests.select_related("asked_by")),
        "may_ask": may_ask,
        "check": _panel(partnership),
        "can_be_asked": checks.can_be_asked().filter(pk=pk).exists(),
        "sees_proposals": sees_proposals,
        "waiting": ChangeProposal.objects.waiting().filter(partnership=partnership) if sees_proposals else [],
    }
    return _show(request, "admin/members/partnership_check.html", context)


def _panel(partnership: Partnership) -> dict[str, Any]:
    """Return what the panel with the button to note a check is drawn from."""
    return {
        "entry": partnership,
        "is_short": True,
        "refusal": checking.why_not(partnership),
        "url": reverse("admin:partnerships_partnership_check_one", args=[partnership.pk]),
        "seen": versions.newest_key(),
    }


def _ask_or_revoke(request: StaffRequest, partnership: Partnership) -> None:
    try:
        if "take_back" in request.POST:
            checks.revoke(partnership=partnership, by=request.user)
            messages.success(request, "The link works no longer.")
        else:
            checks.ask(partnership=partnership, by=request.user)
            messages.success(request, "The coordinator is asked: a mail with a link is on its way.")
    except checks.AlreadyAnswered:
        messages.error(request, "There is no link that waits for an answer.")
    except checks.NoContact:
        messages.error(request, "Nobody can be asked: the entry has no contact address, or is not public.")


@require_http_methods(["GET", "HEAD", "POST"])
def propose_change(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask somebody with an account what is wrong in a published entry, and keep it as a proposal, or withdraw one."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    partnership = _own_partnership(request, pk, Partnership.objects.published())
    proposer = proposing.Proposer(ProposalSource.ACCOUNT, proposed_by=request.user)
    waiting = proposing.waiting_from(partnership, proposer)
    data = request.POST if request.method == "POST" else None
    step = StepForm(data or {})
    if waiting and step.step_is(WITHDRAW):
        return _withdraw(request, waiting)
    form = ProposalForm(data, partnership=partnership, waiting=waiting.changes if waiting else None)
    context = {"title": "Propose a change", "partnership": partnership, "form": form, "waiting": waiting}
    if data is None or not form.is_valid() or step.step_is(CHANGE):
        return _show(request, "admin/members/propose_change.html", context)
    if not step.step_is(SEND) or not step.seals(form.seal):
        return _show(request, "admin/members/propose_change_check.html", context | {"is_again": step.step_is(SEND)})
    proposing.propose(partnership=partnership, proposer=proposer, changes=form.changes, note=form.cleaned_data["note"])
    messages.success(request, "Your changes are with the staff who look after the entry. They write to you.")
    return redirect("admin:partnerships_partnership_change", pk)


def _withdraw(request: StaffRequest, waiting: ChangeProposal) -> HttpResponse:
    try:
        proposing.withdraw(proposal=waiting, by=request.user)
        messages.success(request, "Your changes are taken back. Nobody looks at them any more.")
    except proposing.AlreadyDecided:
        messages.error(request, "Your changes have been decided on meanwhile.")
    return redirect("admin:propose-change", waiting.partnership_id)


def _own_partnership(request: StaffRequest, pk: int, rows: PartnershipQuerySet) -> Partnership:
    """Return the partnership of `rows` with that key, if the person may work with it.

    Raises Http404 or PermissionDenied.
    """
    if not request.user.has_perm(MAY_VIEW) and not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    return get_object_or_404(rows.editable_by(request.user).select_related("bridge"), pk=pk)


def _show(request: StaffRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return TemplateResponse(request, template, admin.site.each_context(request) | context)
