"""Telling us what is wrong in an entry: the form, the page that confirms it, and what happens next. Sets no cookie."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from members.forms.corrections import CorrectionForm, SentCorrectionForm, parts_told_in
from members.mailing_list.consent import CURRENT_FOR_CORRECTIONS
from members.proposals import links, mails, proposing
from members.vocabulary import ProposalSource, ProposalState
from partnerships.abuse.spam import OpenedForm
from partnerships.abuse.too_often import Sending, Wait
from partnerships.forms.base import ANEW
from partnerships.forms.enquiries import SubmissionForm
from partnerships.models import Partnership
from partnerships.views.form_posts import UnreadablePost, form_post, sending, suspicions_about, waiting
from partnerships.views.link_pages import link_page
from partnerships.views.query_strings import asked_by, never_kept
from partnerships.views.slug_lookup import EntryMoved, followed, partnership_at

FORM = "correction"


# Nobody is signed in here, so a forged request gains nothing a letter would not; it is held back as suspected spam.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
@never_kept("a form, which holds when it was opened")
def correction_create(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask what is wrong in an entry, and keep it until its sender confirms it."""
    try:
        partnership = partnership_at(slug, Partnership.objects.published())
    except EntryMoved as moved:
        return followed(request, moved)
    if request.method != "POST":
        return _show_form(request, CorrectionForm(partnership=partnership, opened=OpenedForm.now()))
    try:
        data = form_post(request)
    except UnreadablePost as unreadable:
        form = CorrectionForm(partnership=partnership, opened=OpenedForm.now())
        return _show_form(request, form, status=unreadable.status)
    form = CorrectionForm(data, partnership=partnership, opened=SubmissionForm(data).opened)
    if not form.is_valid() or form.opened.is_stale or data.get("step") == ANEW:
        return _show_form(request, form)
    sent = sending(request, FORM, form.cleaned_data["email"], form.opened)
    if wait := sent.wait():
        return waiting(_show_form(request, form, wait=wait), wait)
    _keep(form, sent, suspicions_about(request, FORM, form.opened, sent.email, form.words))
    return redirect(reverse("members:correction-asked", query={"partnership": slug, "part": form.cleaned_data["part"]}))


@transaction.atomic
def _keep(form: CorrectionForm, sent: Sending, suspicions: list[str]) -> None:
    """Keep the correction, and that it was sent: both or neither."""
    sent.remember()
    consent = form.cleaned_data["consent"]
    sender = proposing.Proposer(ProposalSource.VISITOR, email=sent.email, consent_version=consent)
    proposing.propose(
        partnership=form.partnership, proposer=sender, changes=form.changes, note=form.note, suspicions=suspicions
    )


@require_safe
@asked_by(SentCorrectionForm)
def correction_asked(request: HttpRequest, form: SentCorrectionForm) -> HttpResponse:
    """Say what happens next, in the same way whether the correction was held back or not."""
    context = {"form": form, "kept_for": mails.UNCONFIRMED_KEPT, "trail": [("Look in your mailbox", "")]}
    return render(request, "members/correction_asked.html", context)


# The signed link is what a forged request could not know; there is no cookie it could borrow.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@link_page("members/correction_broken.html", lambda: {"kept_for": mails.UNCONFIRMED_KEPT})
def correction_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show which part of which entry a correction is about; a POST confirms it."""
    proposal = links.CORRECTION_LINK.read(token)
    if request.method == "POST":
        proposing.confirm(proposal)
        return redirect(request.path)
    is_confirmed, is_decided = proposal.state != ProposalState.UNCONFIRMED, proposal.reviewed_at is not None
    context = {"partnership": proposal.partnership, "parts": parts_told_in(proposal.note)}
    context |= {"is_confirmed": is_confirmed, "is_decided": is_decided}
    return render(request, "members/correction_confirm.html", context)


def _show_form(
    request: HttpRequest, form: CorrectionForm, *, status: int = 200, wait: Wait | None = None
) -> HttpResponse:
    entry = (form.partnership.name, form.partnership.get_absolute_url())
    trail = [
        ("Partnerships", reverse("partnerships:partnership-list")),
        entry,
        ("Tell us what is wrong or missing", ""),
    ]
    context = {"form": form, "partnership": form.partnership, "consent": CURRENT_FOR_CORRECTIONS, "trail": trail}
    return render(request, "members/correction_form.html", context | {"wait": wait}, status=status)
