"""Comments on drafts and working copies in the back office: read and written beside the form they are about."""

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.shortcuts import redirect

from partnerships.admin import copying
from partnerships.admin.pages import POST, Page, Panel
from partnerships.forms.back_office import CommentForm
from partnerships.publishing import draft_comments, second_person, working_copies


def comment(model_admin, request, entry):
    """Keep a comment on what is not public of an entry, and show that again."""
    form = CommentForm(request.POST)
    page = "working_copy" if second_person.is_public(entry) else "change"
    if not draft_comments.may_be_made(entry):
        messages.error(request, "It is published meanwhile, so there is no draft to comment on.")
        return redirect(model_admin.entry_url("change", entry.pk))
    if form.is_valid():
        draft_comments.add(entry, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "Your comment is kept, and the others who work on this are told by mail.")
    else:
        messages.error(request, str(form.errors["text"][0]))
    return redirect(f"{model_admin.entry_url(page, entry.pk)}#comments")


def _panel(model_admin, request, entry):
    """Return the comments on a draft, or on the page of a working copy on that."""
    is_public = second_person.is_public(entry)
    if (
        is_public
        and not copying.is_page(request)
        or IS_POPUP_VAR in request.GET
        or not copying.may_write(model_admin, request, entry)
    ):
        return None
    if is_public and working_copies.of(entry) is None:
        return None
    comments, url = list(draft_comments.on(entry)), model_admin.entry_url("comment", entry.pk)
    return {"comments": comments, "url": url, "form": CommentForm()}


PAGES = [Page("<int:pk>/comment/", "comment", comment, copying.may_write, POST)]
PANELS = [Panel("draft_comments", "admin/_draft_comments.html", _panel)]
