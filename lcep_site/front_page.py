"""The front page of the back office: what waits for the user, and charts of their territory.

Every count leads to a list of as many rows, and nothing is counted that is not the user's to do.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.text import capfirst

from members.models import ChangeProposal, MemberOrganisation, SheetImport
from members.models.sheets import AT_WORK, SheetState
from members.organisations import schools
from members.sheets.layouts import IMPORT_PERMISSION
from partnerships.curation import charts, copies, staff_lists, worklist
from partnerships.enquiries import inbox
from partnerships.models import Enquiry, FinderCount, OutgoingMail, Partnership, ReplyTemplate, WorkingCopy
from partnerships.models.enquiries import answers_for_everybody
from partnerships.published_kinds import table
from partnerships.publishing import workflow
from partnerships.vocabulary import MailState

# The staff lists that wait for somebody, by their names, with their labels on the front page.
ENQUIRIES = {
    "new": "New enquiries",
    "overdue": "Overdue",
    "quiet": "Nobody answered though chased",
    "mine": "Yours",
    "held": "Held back as suspected spam",
}
PROPOSALS = {"waiting": "To review", "held": "Held back as suspected spam"}
ENTRIES = {
    "due": "Due a check",
    "review": "In review",
    "gaps": "With gaps",
    "stage": "Stage not known today",
    "sources": "Without a source",
    "parts": "Parts only in words",
    "drafts": "Drafts",
    "scheduled": "To be published by themselves",
    "dead-links": "With dead links",
}
# What else is published than entries, and the staff lists of each kind of it that wait for who may publish.
PUBLISHED = "News, case studies, resources and support"
PUBLICATION_LISTS = {
    "review": "in review",
    "drafts": "drafts",
    "scheduled": "scheduled",
    "dead-links": "dead links",
    "past-plans": "plans whose date has passed",
    "long-unseen": "not seen for a year",
}
MAILS: dict[str, str] = {MailState.QUEUED: "Mails that have not left", MailState.FAILED: "Mails given up"}


@dataclass(frozen=True)
class WaitingItem:
    """A count of rows that wait: its label, and the URL of the list of these rows."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class FrontPageSection:
    """The counts of one kind, and links to more of it: pairs of label and URL."""

    name: str
    title: str
    items: list[WaitingItem]
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        return not any(item.count for item in self.items)


def sections_for(user: User) -> list[FrontPageSection]:
    """Return the sections of what `user` may see."""
    return [section for section_for in SECTIONS if (section := section_for(user))]


def charts_for(user: User) -> list[charts.Chart]:
    """Return the charts of the territory of `user`; none when they may not see entries."""
    return charts.charts_for(user) if _may_see(user, Partnership) else []


def enquiries(user: User) -> FrontPageSection | None:
    """Count the enquiries on the desks of `user`."""
    if not _may_change(user, Enquiry):
        return None
    items = _items(Enquiry, "box", ENQUIRIES, inbox.counts(user))
    links = [("All that is to do", _list_of(Enquiry))]
    if _may_change(user, ReplyTemplate):
        links.append(("Reply templates", _list_of(ReplyTemplate)))
    return FrontPageSection("enquiries", "Enquiries", items, links)


def proposed_changes(user: User) -> FrontPageSection | None:
    """Count the proposed changes of entries that `user` may edit."""
    if not _may_change(user, ChangeProposal):
        return None
    theirs = ChangeProposal.objects.editable_by(user)
    counts = {"waiting": theirs.waiting().count(), "held": theirs.held().count()}
    return FrontPageSection("proposals", "Proposed changes", _items(ChangeProposal, "box", PROPOSALS, counts))


def entries(user: User) -> FrontPageSection | None:
    """Count the entries that `user` has something to do with."""
    if not _may_change(user, Partnership):
        return None
    items = _items(Partnership, "box", ENTRIES, worklist.counts(user))
    links = [("The weakest entries first", reverse("admin:partnerships_partnership_weakest"))]
    links.append(("Calendar of checks", reverse("admin:partnerships_partnership_checks")))
    if workflow.may_publish(user):
        links.insert(0, ("Check what is due, twenty at a time", reverse("admin:partnerships_partnership_check_many")))
    if _may_see(user, FinderCount):
        links.append(("What visitors did not find", _list_of(FinderCount)))
    return FrontPageSection("entries", "Entries", items, links)


def copies_at_work(user: User) -> FrontPageSection | None:
    """Count the working copies that `user` has something to do with; None where there are none."""
    if not _may(user, "view", WorkingCopy):
        return None
    counts = staff_lists.counts(copies.STAFF_LISTS, WorkingCopy.objects.editable_by(user), user)
    labels = {each.name: each.label for each in copies.STAFF_LISTS if each.is_work and counts[each.name]}
    items = _items(WorkingCopy, "box", labels, counts)
    return FrontPageSection("copies", "Working copies of what is public", items) if items else None


def organisations(user: User) -> FrontPageSection | None:
    """Count the member organisations of which `user` has to say which school they are; None where there are none."""
    if not _may_change(user, MemberOrganisation):
        return None
    counts = staff_lists.counts(schools.WORK, MemberOrganisation.objects.editable_by(user), user)
    labels = {each.name: each.label for each in schools.WORK if counts[each.name]}
    items = _items(MemberOrganisation, "box", labels, counts)
    return FrontPageSection("organisations", "Member organisations", items) if items else None


def publications(user: User) -> FrontPageSection | None:
    """Count what else is to be published or mended, if `user` may publish and change it; 0 is left out."""
    if not workflow.may_publish(user):
        return None
    items = []
    for model in publication_models():
        if _may_change(user, model):
            counts = staff_lists.counts(worklist.staff_lists_of(model), model.objects.editable_by(user), user)
            of_kind = capfirst(model._meta.verbose_name_plural)
            labels = {name: f"{of_kind}: {label}" for name, label in PUBLICATION_LISTS.items() if counts.get(name)}
            items += _items(model, "box", labels, counts)
    preview = ("What the next news by e-mail says", reverse("admin:digest-preview"))
    return FrontPageSection("publications", PUBLISHED, items, [preview])


def publication_models() -> list[type[Any]]:
    """Return the models of what is published beside entries."""
    return [kind.model for kind in table.publishable_kinds() if kind.model is not Partnership]


def imports(user: User) -> FrontPageSection | None:
    """Count the imports of `user` that are not finished."""
    if not user.has_perm(IMPORT_PERMISSION):
        return None
    counts = SheetImport.objects.editable_by(user).aggregate(
        undecided=Count("pk", filter=Q(state=SheetState.PREVIEWED)), at_work=Count("pk", filter=Q(state__in=AT_WORK))
    )
    address = _list_of(SheetImport)
    items = [
        WaitingItem("Waiting for a decision", counts["undecided"], f"{address}?state__exact={SheetState.PREVIEWED}"),
        WaitingItem("Being read or imported", counts["at_work"], f"{address}?state__in={','.join(AT_WORK)}"),
    ]
    return FrontPageSection("imports", "Imports", items)


def mails(user: User) -> FrontPageSection | None:
    """Count the mails that have not left, if `user` answers for the national desk."""
    if not answers_for_everybody(user):
        return None
    items = _items(OutgoingMail, "state__exact", MAILS, inbox.mail_counts())
    return FrontPageSection("mails", "Mail that leaves the site", items)


SECTIONS = (enquiries, proposed_changes, entries, copies_at_work, organisations, publications, imports, mails)


def _may_see(user: User, model: type[Model]) -> bool:
    return _may(user, "view", model) or _may_change(user, model)


def _may_change(user: User, model: type[Model]) -> bool:
    return _may(user, "change", model)


def _may(user: User, action: str, model: type[Model]) -> bool:
    return user.has_perm(f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}")


def _list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _items(model: type[Model], parameter: str, labels: dict[str, str], counts: dict[str, int]) -> list[WaitingItem]:
    """Return a count for each of `labels`, which are values of the `parameter` that filters the list of `model`."""
    address = _list_of(model)
    return [WaitingItem(label, counts[name], f"{address}?{parameter}={name}") for name, label in labels.items()]
