"""Reviewing proposals: a worklist, and one page for each proposal with all actions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from members.forms.reviewing import DeclineForm, ReviewForm, decided_changes
from members.models import ChangeProposal
from members.models.proposals import ChangeProposalQuerySet
from members.proposals import reviewing
from members.vocabulary import DECIDED_STATES, ProposalState
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.staff_lists import StaffListFilter
from partnerships.curation import staff_lists
from partnerships.curation.staff_lists import StaffList
from partnerships.models import Partnership

LIST = "admin:members_changeproposal_changelist"
STAFF_LISTS: tuple[StaffList[ChangeProposalQuerySet], ...] = (
    StaffList("waiting", "To review", lambda rows, user: rows.waiting()),
    StaffList("held", "Held back", lambda rows, user: rows.held()),
    StaffList("decided", "Decided", lambda rows, user: rows.filter(state__in=DECIDED_STATES), is_work=False),
)
REVIEW_ACTIONS = ("accept", "decline", "rebase", "release")
MAY_REVIEW = ("members.change_changeproposal", "partnerships.publish_partnership")
TOO_LATE = "Somebody has decided on this meanwhile, or a later one has taken its place."


class ProposalListFilter(StaffListFilter):
    staff_lists = STAFF_LISTS


@admin.register(ChangeProposal)
class ChangeProposalAdmin(RowLevelAdmin):
    """Rows are those of a person's own entries. No field is edited: every change is one of REVIEW_ACTIONS."""

    change_list_template = "admin/members/changeproposal/change_list.html"
    list_display = ["title", "sender", "how_many", "proposed", "changed_since", "state"]
    list_filter = [ProposalListFilter]
    list_select_related = ["partnership", "proposed_by"]
    search_fields = ["partnership__name"]
    search_help_text = "Name of the partnership"
    list_per_page = 50
    ordering = ["proposed_at", "pk"]
    actions = None
    readonly_fields = [field.name for field in ChangeProposal._meta.fields]

    def get_queryset(self, request):
        """Return the person's proposals, each with the `latest_revision` of its entry."""
        versions = Partnership.versions.model.objects.filter(id=OuterRef("partnership_id"))
        latest = versions.order_by("-history_date", "-history_id").values("revision")[:1]
        return super().get_queryset(request).annotate(latest_revision=Subquery(latest))

    def has_add_permission(self, request):
        """Return False: proposals come from the forms."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Return False: personal details are removed by the rules of retention."""
        return False

    @admin.display(description="entry", ordering="partnership__name")
    def title(self, proposal):
        return proposal.partnership.name

    @admin.display(description="from", ordering="source")
    def sender(self, proposal):
        return proposal.get_source_display()

    @admin.display(description="changes")
    def how_many(self, proposal):
        number = len(proposal.changes)
        return f"{number} change{'' if number == 1 else 's'}" if number else "A note only"

    @admin.display(description="proposed", ordering="proposed_at")
    def proposed(self, proposal):
        return date_format(timezone.localdate(proposal.proposed_at), "j M Y")

    @admin.display(description="entry since then")
    def changed_since(self, proposal):
        if not proposal.is_waiting or proposal.latest_revision == proposal.base_revision_id:
            return "As it was"
        return format_html('<strong class="overdue">{}</strong>', "Changed since")

    def changelist_view(self, request, extra_context=None):
        """Show the worklist, with its staff lists as tabs."""
        counts = staff_lists.counts(STAFF_LISTS, ChangeProposal.objects.editable_by(request.user), request.user)
        shown = [
            {"name": staff_list.name, "label": staff_list.label, "count": counts[staff_list.name]}
            for staff_list in STAFF_LISTS
        ]
        return super().changelist_view(request, {"title": "Proposals", "staff_lists": shown} | (extra_context or {}))

    def get_urls(self):
        """Put an address for every action before Django's own."""
        view = self.admin_site.admin_view(self.action_view)
        addresses = [
            path(f"<int:pk>/{action}/", view, {"action": action}, name=f"members_changeproposal_{action}")
            for action in REVIEW_ACTIONS
        ]
        return addresses + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a proposal's page, which only answers GET: each action has its own address."""
        proposal = self._own_proposal(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, proposal)

    def delete_view(self, request, object_id, extra_context=None):
        """Raise PermissionDenied, or Http404 for another's proposal."""
        self._own_proposal(request, object_id)
        raise PermissionDenied

    def action_view(self, request, pk, action):
        """Do `action` and show the list again, or the page with the errors of the form."""
        proposal = self._own_proposal(request, pk)
        if not request.user.has_perms(MAY_REVIEW):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            return getattr(self, f"_{action}")(request, proposal)
        except reviewing.AlreadyReviewed:
            messages.error(request, TOO_LATE)
            return redirect(proposal.get_admin_url())

    def _accept(self, request, proposal):
        form = ReviewForm(request.POST, proposal=proposal)
        if not form.is_valid() or not (reviewed := form.carry_out(request.user)):
            return self._page(request, proposal, review=form)
        return self._report(request, reviewed, reviewed.get_state_display())

    def _decline(self, request, proposal):
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self._page(request, proposal, decline=form)
        declined = reviewing.decline(proposal=proposal, reason=form.cleaned_data["reason"], by=request.user)
        return self._report(request, declined, declined.get_state_display())

    def _rebase(self, request, proposal):
        reviewing.rebase(proposal=proposal, by=request.user)
        messages.success(request, "The proposal is set against the entry as it is now.")
        return redirect(proposal.get_admin_url())

    def _release(self, request, proposal):
        released = reviewing.release(proposal=proposal, by=request.user)
        return self._report(request, released, "Its sender is asked to confirm it")

    def _report(self, request, proposal, message):
        """Log what was done and say it above the list."""
        self.log_change(request, proposal, message)
        messages.success(request, f"{proposal.partnership}: {message.lower()}.")
        return redirect(reverse(LIST))

    def _own_proposal(self, request, key) -> ChangeProposal:
        """Return the proposal with that key, if the person may review it. Raises Http404 or PermissionDenied."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        proposal = self.get_object(request, str(key))
        if proposal is None:
            raise Http404
        return proposal

    def _page(self, request, proposal: ChangeProposal, *, review=None, decline=None):
        """Show the page of `proposal` with the actions possible now; `review` and `decline` are forms with errors."""
        may_review = request.user.has_perms(MAY_REVIEW)
        can_accept = may_review and proposal.is_waiting
        can_decline = can_accept or may_review and proposal.state == ProposalState.HELD
        sent = review or decline
        context = self.admin_site.each_context(request) | {
            "title": f"Proposal for {proposal.partnership}",
            "opts": self.opts,
            "proposal": proposal,
            "review": review or ReviewForm(proposal=proposal) if proposal.is_waiting else None,
            "decided_changes": [] if proposal.is_waiting else decided_changes(proposal),
            "can_accept": can_accept,
            "decline": decline or DeclineForm() if can_decline else None,
            "problems": sent.problems if sent else [],
        }
        return TemplateResponse(request, "admin/members/changeproposal/page.html", context)
