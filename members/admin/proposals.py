"""Reviewing proposals: a worklist, and one page for each proposal with all actions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from members.forms.reviewing import DeclineForm, ReviewForm, decided_changes
from members.models import ChangeProposal
from members.proposals import reviewing
from members.vocabulary import DECIDED_STATES, ProposalState
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.lists import column, short_day
from partnerships.admin.pages import POST, Page
from partnerships.curation.staff_lists import StaffList
from partnerships.models import Partnership


def may_review(model_admin, request, proposal) -> bool:
    return request.user.has_perms(["members.change_changeproposal", "partnerships.publish_partnership"])


def act(model_admin, request, proposal, action):
    """Do `action` and show the list again, or the page with the errors of the form."""
    try:
        return action(model_admin, request, proposal)
    except reviewing.AlreadyReviewed:
        messages.error(request, "Somebody has decided on this meanwhile, or a later one has taken its place.")
        return redirect(proposal.get_admin_url())


def accept(model_admin, request, proposal):
    form = ReviewForm(request.POST, proposal=proposal, by=request.user)
    if not form.is_valid() or not (reviewed := form.carry_out(request.user)):
        return proposal_page(model_admin, request, proposal, review=form)
    return _report(model_admin, request, reviewed, reviewed.get_state_display())


def decline(model_admin, request, proposal):
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return proposal_page(model_admin, request, proposal, decline=form)
    declined = reviewing.decline(proposal=proposal, reason=form.cleaned_data["reason"], by=request.user)
    return _report(model_admin, request, declined, declined.get_state_display())


def rebase(model_admin, request, proposal):
    reviewing.rebase(proposal=proposal, by=request.user)
    messages.success(request, "The proposal is set against the entry as it is now.")
    return redirect(proposal.get_admin_url())


def release(model_admin, request, proposal):
    released = reviewing.release(proposal=proposal, by=request.user)
    return _report(model_admin, request, released, "Its sender is asked to confirm it")


def _report(model_admin, request, proposal, message):
    """Log what was done and say it above the list."""
    model_admin.log_change(request, proposal, message)
    messages.success(request, f"{proposal.partnership}: {message.lower()}.")
    return redirect(model_admin.entry_url("changelist"))


def proposal_page(model_admin, request, proposal: ChangeProposal, *, review=None, decline=None):
    """Show the page of `proposal` with the actions possible now; `review` and `decline` are forms with errors."""
    may = may_review(model_admin, request, proposal)
    is_held, sent = proposal.state == ProposalState.HELD, review or decline
    context = {
        "title": f"Proposal for {proposal.partnership}",
        "proposal": proposal,
        "review": review or ReviewForm(proposal=proposal, by=request.user) if proposal.is_waiting else None,
        "decided_changes": [] if proposal.is_waiting else decided_changes(proposal),
        "can_accept": may and proposal.is_waiting,
        "decline": decline or DeclineForm() if may and (proposal.is_waiting or is_held) else None,
        "problems": sent.problems if sent else [],
    }
    return model_admin.page(request, "admin/members/changeproposal/page.html", context)


@admin.register(ChangeProposal)
class ChangeProposalAdmin(RowLevelAdmin):
    """Rows are those of a person's own entries. No field is edited: changes are actions at addresses of their own."""

    # They come from the forms, and personal details are removed by the rules of retention.
    never = ("add", "delete")
    pages = [
        Page(f"<int:pk>/{action.__name__}/", action.__name__, act, may_review, POST, {"action": action})
        for action in (accept, decline, rebase, release)
    ]
    row_page = proposal_page
    staff_lists = [
        StaffList("waiting", "To review", lambda rows, user: rows.waiting()),
        StaffList("held", "Held back", lambda rows, user: rows.held()),
        StaffList("decided", "Decided", lambda rows, user: rows.filter(state__in=DECIDED_STATES), is_work=False),
    ]
    change_list_template = "admin/members/changeproposal/change_list.html"
    list_display = ["title", "sender", "how_many", "proposed", "changed_since", "state"]
    list_select_related = ["partnership", "proposed_by"]
    search_fields = ["partnership__name"]
    search_help_text = "Name of the partnership"
    list_per_page = 50
    ordering = ["proposed_at", "pk"]
    actions = None

    def get_queryset(self, request):
        """Return the person's proposals, each with the `latest_revision` of its entry."""
        versions = Partnership.versions.model.objects.filter(id=OuterRef("partnership_id"))
        latest = versions.order_by("-history_date", "-history_id").values("revision")[:1]
        return super().get_queryset(request).annotate(latest_revision=Subquery(latest))

    title = column("entry", lambda proposal: proposal.partnership.name, "partnership__name")
    sender = column("from", lambda proposal: proposal.get_source_display(), "source")
    proposed = column("proposed", lambda proposal: short_day(timezone.localdate(proposal.proposed_at)), "proposed_at")

    @admin.display(description="changes")
    def how_many(self, proposal):
        number = len(proposal.changes)
        return f"{number} change{'' if number == 1 else 's'}" if number else "A note only"

    @admin.display(description="entry since then")
    def changed_since(self, proposal):
        if not proposal.is_waiting or proposal.latest_revision == proposal.base_revision_id:
            return "As it was"
        return format_html('<strong class="overdue">{}</strong>', "Changed since")

    def delete_view(self, request, object_id, extra_context=None):
        """Raise PermissionDenied, or Http404 for another's proposal."""
        self.get_row(request, object_id)
        raise PermissionDenied
