"""What waits to be decided of a member organisation and the register of schools: a panel, and its buttons."""

from functools import partial

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.shortcuts import redirect

from members.organisations import school_choices
from members.organisations.joining import NameTaken
from partnerships.admin.pages import POST, Page, Panel, may_change

END = "members.change_membership"
NO_SUCH_SCHOOL = "Nothing was changed: the register has no such school."


def _question(model_admin, request, organisation):
    """Return what is asked, with the addresses of the buttons, for who may answer."""
    if IS_POPUP_VAR in request.GET or not model_admin.has_change_permission(request, organisation):
        return None
    question = school_choices.question_about(organisation)
    names = [*school_choices.DECISIONS, *(["end_memberships"] if request.user.has_perm(END) else [])]
    return question and {
        "question": question,
        "urls": {name: model_admin.entry_url(name, organisation.pk) for name in names},
    }


def decide(decision, model_admin, request, organisation):
    """Do what the button says, and show the entry again."""
    try:
        urn = request.POST.get("school", "")
        done = school_choices.decide(organisation, decision, by=request.user, urn=urn)
    except school_choices.NoSuchSchool:
        messages.error(request, NO_SUCH_SCHOOL)
    except NameTaken as taken:
        message = f"Nothing was changed: {taken.organisation} is the name of another entry. The two may be one."
        messages.error(request, message)
    else:
        model_admin.log_change(request, organisation, done)
        messages.success(request, f"{organisation}: {done}.")
    return redirect(model_admin.entry_url("change", organisation.pk))


PAGES = [
    Page(f"<int:pk>/{name.replace('_', '-')}/", name, partial(decide, name), may_change, POST)
    for name in school_choices.DECISIONS
]
PANELS = [Panel("school", "admin/members/memberorganisation/_school.html", _question)]
