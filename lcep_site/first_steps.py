"""The page for people who are new in the back office: what to do first, in ten short steps they may take."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import User
from django.template.response import TemplateResponse
from django.urls import reverse

from members.sheets.layouts import IMPORT_PERMISSION
from partnerships.publishing import workflow
from partnerships.views.staff_requests import StaffRequest

MOST = 10


@dataclass(frozen=True)
class FirstStep:
    """One step: what to do, why and how in a sentence or two, the page it is done on, and who may take it."""

    title: str
    text: str
    page: str
    link: str
    may: Callable[[User], bool]


def everybody(user: User) -> bool:
    return True


def with_right(*permissions: str) -> Callable[[User], bool]:
    """Return who has all of `permissions`."""
    return lambda user: user.has_perms(permissions)


def _list(model: str) -> str:
    return f"admin:{model}_changelist"


def _coordinates(user: User) -> bool:
    """Whether they edit entries, but publish none."""
    return user.has_perm("partnerships.change_partnership") and not workflow.may_publish(user)


# The first MOST that somebody may take are shown.
STEPS = (
    FirstStep(
        "Make your account safe",
        "Save your recovery codes where you find them again, and add a passkey if your computer or phone has one.",
        *("your-account", "Your account"),
        everybody,
    ),
    FirstStep(
        "See what waits for you",
        "The front page counts what is yours to do. Every number leads to a list of just that.",
        *("admin:index", "Front page"),
        everybody,
    ),
    FirstStep(
        "Find anything",
        "The box at the top of each page finds entries, enquiries by their reference, members, news and places.",
        *("admin:search", "Search"),
        everybody,
    ),
    FirstStep(
        "Check your entries",
        "Look at what the directory says of each partnership. Is it all true? One press says so, of twenty at once.",
        *("admin:partnerships_partnership_check_many", "Entries due a check"),
        workflow.may_publish,
    ),
    FirstStep(
        "Read your entries",
        "Open each and look for what is not true any more. What you may not change yourself, you can propose.",
        *(_list("partnerships_partnership"), "Partnerships"),
        lambda user: user.has_perm("partnerships.view_partnership") and not workflow.may_publish(user),
    ),
    FirstStep(
        "Fill the gaps",
        "Each entry says what it lacks, and leads to the very field. Leave blank what no source says.",
        *("admin:partnerships_partnership_weakest", "Weakest entries first"),
        with_right("partnerships.change_partnership"),
    ),
    FirstStep(
        "Answer enquiries",
        "Each has a date by which it should be answered, and a page with all that can be done with it.",
        *(_list("partnerships_enquiry"), "Enquiries"),
        with_right("partnerships.change_enquiry"),
    ),
    FirstStep(
        "Decide on proposed changes",
        "Partnerships and visitors say what is wrong. Take over what is right, part by part; they are told.",
        *(_list("members_changeproposal"), "Proposed changes"),
        with_right("members.change_changeproposal"),
    ),
    FirstStep(
        "Invite colleagues",
        "Whoever is invited chooses a password of their own. Their role says what they may do.",
        *(_list("auth_user"), "Staff"),
        with_right("auth.add_user"),
    ),
    FirstStep(
        "Tell news and events",
        "Write in a draft, look at the preview, and hand it in or publish it. It also leaves by feed and by mail.",
        *("admin:partnerships_newsitem_add", "Add news or an event"),
        with_right("partnerships.add_newsitem"),
    ),
    FirstStep(
        "Tell what worked",
        "A case study with a picture is read more than anything else. A partnership or your Bridge owns it.",
        *("admin:partnerships_casestudy_add", "Add a case study"),
        _coordinates,
    ),
    FirstStep(
        "Bring members in",
        "Add organisations one by one, or many from a sheet. Nothing is written before you have seen what it would do.",
        *("admin:members_sheetimport_changelist", "Imports"),
        with_right(IMPORT_PERMISSION),
    ),
    FirstStep(
        "Take back a mistake",
        "Every save is kept. “History” on an entry shows what changed, and makes it again what it was.",
        *(_list("partnerships_partnership"), "Choose an entry, then History"),
        with_right("partnerships.change_partnership"),
    ),
    FirstStep(
        "See how enquiries are answered",
        "Read what people ask your Bridge Organisation, and what became of it.",
        *(_list("partnerships_enquiry"), "Enquiries"),
        lambda user: user.has_perm("partnerships.view_enquiry") and not user.has_perm("partnerships.change_enquiry"),
    ),
    FirstStep(
        "Look at the site as visitors do",
        "Type a postcode of your area, and read what somebody is told who looks for a partnership there.",
        *("home", "The public site"),
        everybody,
    ),
)


def steps_for(user: User) -> list[FirstStep]:
    """Return the steps that `user` may take, MOST at most, in their order."""
    return [step for step in STEPS if step.may(user)][:MOST]


def first_steps_page(request: StaffRequest) -> TemplateResponse:
    """Show somebody who is new what to do first."""
    steps = [(step, reverse(step.page)) for step in steps_for(request.user)]
    context = admin.site.each_context(request) | {"title": "First steps", "steps": steps}
    return TemplateResponse(request, "admin/first_steps.html", context)
