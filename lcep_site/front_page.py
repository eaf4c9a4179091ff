"""The front page of the back office: what waits for whoever signed in, and how their territory stands.

Every count leads to a list of as many rows, and nothing is counted that the person may not see.
"""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse

from members import proposals
from members.models import ChangeProposal, SheetImport
from members.models.sheets import AT_WORK, SheetState
from members.sheets.resources import IMPORT_PERMISSION
from partnerships.curation import charts, staff_lists, worklist
from partnerships.enquiries import inbox
from partnerships.models import CaseStudy, NewsItem, Programme, Question, Resource, SupportOffer
from partnerships.models.enquiries import answers_for_everybody
from partnerships.publishing import workflow
from partnerships.vocabulary import MailState

# The boxes that wait for somebody, as the front page calls them.
ENQUIRIES = {"new": "New enquiries", "overdue": "Overdue", "mine": "Yours", "held": "Held back as suspected spam"}
ENTRIES = {
    "due": "Due a check",
    "review": "In review",
    "gaps": "With gaps",
    "drafts": "Drafts",
    "scheduled": "To be published by themselves",
    "dead-links": "With dead links",
}
# What else is published, as lists of it are called, and the boxes of each that wait for whoever publishes.
PUBLICATIONS = {
    CaseStudy: "Case studies",
    NewsItem: "News, events and opportunities",
    Resource: "Resources",
    Question: "Questions",
    SupportOffer: "Support offers",
    Programme: "Programmes",
}
PUBLISHED = "News, case studies, resources and support"
PUBLICATION_LISTS = {"review": "in review", "drafts": "drafts", "scheduled": "scheduled", "dead-links": "dead links"}
MAILS = {MailState.QUEUED: "Mails that have not left", MailState.FAILED: "Mails given up"}


@dataclass(frozen=True)
class WaitingItem:
    """Something that waits: what, how many, and the address of the list of them."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class FrontPageSection:
    """Things of a kind that wait, and links to all that is to do with them: pairs of words and address."""

    name: str
    title: str
    items: list[WaitingItem]
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing waits in it."""
        return not any(item.count for item in self.items)


def sections_for(user) -> list[FrontPageSection]:
    """Return what waits for `user`, in sections; none for what they may not see."""
    return [section for make in SECTIONS if (section := make(user))]


def charts_for(user) -> list[charts.Chart]:
    """Return how the territory of `user` stands; nothing for who may not see entries."""
    return charts.charts_for(user) if _may_see(user, "partnership") else []


def enquiries(user) -> FrontPageSection | None:
    """Return the enquiries on the person's desks."""
    if not _may_see(user, "enquiry"):
        return None
    counts, address = inbox.counts(user), reverse("admin:partnerships_enquiry_changelist")
    items = [WaitingItem(label, counts[name], f"{address}?box={name}") for name, label in ENQUIRIES.items()]
    return FrontPageSection("enquiries", "Enquiries", items, [("All that is to do", address)])


def proposed_changes(user) -> FrontPageSection | None:
    """Return what others propose to change in the person's entries."""
    if not _may_see(user, "changeproposal", "members"):
        return None
    address = reverse("admin:members_changeproposal_changelist")
    held = ChangeProposal.objects.editable_by(user).held().count()
    items = [
        WaitingItem("To review", proposals.waiting_count(user), f"{address}?box=waiting"),
        WaitingItem("Held back as suspected spam", held, f"{address}?box=held"),
    ]
    return FrontPageSection("proposals", "Proposed changes", items)


def entries(user) -> FrontPageSection | None:
    """Return the person's entries that something is to be done with."""
    if not _may_see(user, "partnership"):
        return None
    counts, address = worklist.counts(user), reverse("admin:partnerships_partnership_changelist")
    items = [WaitingItem(label, counts[name], f"{address}?box={name}") for name, label in ENTRIES.items()]
    weakest = ("The weakest entries first", reverse("admin:partnerships_partnership_weakest"))
    return FrontPageSection("entries", "Entries", items, [weakest])


def publications(user) -> FrontPageSection | None:
    """Return what else is to be published or mended, for who may publish: of each kind only what there is."""
    if not workflow.may_publish(user):
        return None
    items = []
    for model, label in PUBLICATIONS.items():
        if not _may_see(user, model._meta.model_name):
            continue
        counts = staff_lists.counts(worklist.staff_lists_of(model), model.objects.editable_by(user), user)
        address = reverse(f"admin:partnerships_{model._meta.model_name}_changelist")
        items += [
            WaitingItem(f"{label}: {words}", counts[name], f"{address}?box={name}")
            for name, words in PUBLICATION_LISTS.items()
            if counts.get(name)
        ]
    return FrontPageSection("publications", PUBLISHED, items)


def imports(user) -> FrontPageSection | None:
    """Return the person's imports that are not finished."""
    if not user.has_perm(IMPORT_PERMISSION):
        return None
    address = reverse("admin:members_sheetimport_changelist")
    counted = SheetImport.objects.editable_by(user).aggregate(
        undecided=Count("pk", filter=Q(state=SheetState.PREVIEWED)), at_work=Count("pk", filter=Q(state__in=AT_WORK))
    )
    at_work = ",".join(AT_WORK)
    items = [
        WaitingItem("Waiting for a decision", counted["undecided"], f"{address}?state__exact={SheetState.PREVIEWED}"),
        WaitingItem("Being read or imported", counted["at_work"], f"{address}?state__in={at_work}"),
    ]
    return FrontPageSection("imports", "Imports", items)


def mails(user) -> FrontPageSection | None:
    """Return the mails that have not left, for the national desk."""
    if not answers_for_everybody(user):
        return None
    counts, address = inbox.mail_counts(), reverse("admin:partnerships_outgoingmail_changelist")
    items = [WaitingItem(label, counts[state], f"{address}?state__exact={state}") for state, label in MAILS.items()]
    return FrontPageSection("mails", "Mail that leaves the site", items)


SECTIONS = (enquiries, proposed_changes, entries, publications, imports, mails)


def _may_see(user, model: str, app: str = "partnerships") -> bool:
    return user.has_perm(f"{app}.view_{model}") or user.has_perm(f"{app}.change_{model}")
