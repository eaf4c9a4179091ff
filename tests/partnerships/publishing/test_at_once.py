"""Where a Bridge Organisation wants a second person, no way leads one person to what the public reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from lcep_site.back_office import PAGES
from members.models import Membership
from members.models.sheets import SheetKind
from partnerships import versions
from partnerships.models import BridgeOrganisation, Partnership, Revision
from partnerships.models.versions import revising
from partnerships.publishing import at_once
from partnerships.versions.histories import now
from partnerships.vocabulary import PublicationState, RevisionKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_proposal,
    make_superuser,
)
from tests.filling import left_as_it_is, opened
from tests.members.sheets.sheet_files import preview, problems
from tests.partnerships.admin.copy_steps import officer_of, signed_in
from tests.partnerships.admin.editorial_forms import send, send_copy, url_of
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions, pytest.mark.ignore_template_errors]
NEW = "Written by one person alone."


@dataclass
class Site:
    """An entry that is public, where a second person is wanted, and somebody who may do everything, with a browser."""

    entry: Any
    membership: Membership
    user: Any
    browser: Any
    earlier: Revision

    def post(self, *where, **sent):
        return self.browser.post(url_of(*where), sent)


@pytest.fixture
def site():
    """The entry was saved twice while nobody wanted a second person."""
    bridge = make_bridge(name="Arch")
    entry = make_partnership([make_authority(name="Leeds", bridge=bridge)], name="Leeds33", summary="Before.")
    membership = make_membership(partnership=entry, organisation=make_organisation(name="Opera North"))
    user = make_superuser()
    earlier = save(entry, user, "First.")
    save(entry, user, "Second.", RevisionKind.TOGETHER)
    BridgeOrganisation.objects.update(needs_second_person=True)
    return Site(Partnership.objects.get(), membership, user, signed_in(user), earlier)


def save(entry, by, summary, kind=RevisionKind.EDIT):
    with revising(by=by, kind=kind) as revision:
        entry.summary = summary
        entry.save()
    return revision.written


# The ways that are refused, each with what tries it; it returns the answer, if that is a page of the back office.


def the_form(site):
    return send(site.browser, url_of(site.entry), summary=NEW)


def deleting(site):
    return site.post(site.entry, "delete", post="yes")


def deleting_the_chosen(site):
    url = url_of("partnership", "changelist")
    chosen = {"action": "delete_selected", "_selected_action": [site.entry.pk], "post": "yes"}
    assert site.browser.post(url, chosen).status_code == 403


def restoring(site):
    return site.post(site.entry, "restore", site.earlier.pk)


def undoing(site):
    return site.post(site.entry, "undo", versions.revisions_of(site.entry).first().pk)


def changing_several(site):
    sent = {"entry": site.entry.pk, "seen": versions.newest_key(), "takes_new_members": "yes"}
    site.post("partnership", "together", step="save", **sent)
    return site.post("partnership", "together", step="preview", **sent)


def importing(site):
    headings = ["Entry", "Name", "Local authorities", "Bridge Organisation"]
    rows = [[site.entry.slug, NEW, "Leeds", "Arch"], ["", "Bradford33", "Leeds", "Arch"]]
    sheet = preview(headings, *rows, by=site.user, kind=SheetKind.PARTNERSHIPS)
    assert "Arch wants a second person" in problems(sheet)[0][1]
    confirming = reverse("admin:members_sheetimport_confirm", args=[sheet.pk])
    page = site.browser.post(confirming, {"publishes": "on"}, follow=True)
    # What is new is handed in, where it would be public at once otherwise.
    assert Partnership.objects.get(name="Bradford33").publication == PublicationState.IN_REVIEW
    return page


def importing_members(site):
    rows = [["Partnership", "Member organisation", "Role"], ["Leeds33", "Opera North", "Steering group"]]
    sheet = preview(*rows, by=site.user, kind=SheetKind.MEMBERSHIPS)
    assert "Arch wants a second person" in problems(sheet)[0][1]


def page_of_a_membership(site):
    url = reverse("admin:members_membership_change", args=[site.membership.pk])
    answer = site.browser.post(url, {"until": "2020"})
    assert answer.status_code == 403
    assert url_of(site.entry, "working_copy") in site.browser.get(url).content.decode()


def adding_a_membership(site):
    values = {"organisation": make_organisation().pk, "partnership": site.entry.pk, "role": "member"}
    answer = site.browser.post(reverse("admin:members_membership_add"), values | {"confidence": "staff"})
    assert answer.context["adminform"].form.errors.keys() == {"partnership"}


def deleting_a_membership(site):
    url = reverse("admin:members_membership_delete", args=[site.membership.pk])
    assert site.browser.post(url, {"post": "yes"}).status_code == 403


def restoring_a_membership(site):
    key = versions.revisions_of(site.membership).first().pk
    url = reverse("admin:members_membership_restore", args=[site.membership.pk, key])
    assert site.browser.post(url).status_code == 403


def page_of_a_member(site):
    url = reverse("admin:members_memberorganisation_change", args=[site.membership.organisation_id])
    sent = left_as_it_is(opened(site.browser, url))
    return site.browser.post(url, sent | {"memberships-0-until": "2020"})


def ending_memberships(site):
    organisation = site.membership.organisation
    url = reverse("admin:members_memberorganisation_end_memberships", args=[organisation.pk])
    return site.browser.post(url, follow=True)


def deleting_a_member(site):
    organisation = site.membership.organisation
    url = reverse("admin:members_memberorganisation_delete", args=[organisation.pk])
    assert site.browser.post(url, {"post": "yes"}).status_code == 403


def accepting_with_own_words(site):
    proposal = make_proposal(partnership=site.entry)
    url = reverse("admin:members_changeproposal_accept", args=[proposal.pk])
    site.browser.post(url, {"do-0": "edit", "edit-0-summary": NEW})
    page = site.browser.get(proposal.get_admin_url())
    assert "Accept with my words" not in words_of(page)
    return page


def publishing_ones_own_copy(site):
    send_copy(site.browser, site.entry, summary=NEW)
    return site.post(site.entry, "copy_step", "publish", edition=1)


REFUSED: dict[str, Callable[[Site], Any]] = {
    "change": the_form,
    "delete": deleting,
    "action delete_selected": deleting_the_chosen,
    "restore": restoring,
    "undo": undoing,
    "together": changing_several,
    "import": importing,
    "import of memberships": importing_members,
    "change of membership": page_of_a_membership,
    "add of membership": adding_a_membership,
    "delete of membership": deleting_a_membership,
    "restore of membership": restoring_a_membership,
    "inline membership of memberorganisation": page_of_a_member,
    "end_memberships": ending_memberships,
    "delete of memberorganisation": deleting_a_member,
    "accept": accepting_with_own_words,
    "copy_step": publishing_ones_own_copy,
}


@pytest.mark.parametrize("way", REFUSED)
def test_one_person_alone_changes_nothing_that_the_public_reads_and_is_told_why(site, way):
    before = now(site.entry)

    answer = REFUSED[way](site)

    assert now(site.entry) == before
    if answer is not None:
        assert "wants a second person" in words_of(answer)


# What else is posted in the back office, by what is the same for all of it: each with why it needs no second person.
PASSES = {
    "The form of the entry, and its copy, go by the rule of the entry": {
        *("inline partnershippart", "inline partnershipname", "inline storyfact", "inline partnershippriority"),
        *("inline partnershiplink", "inline partnershipsource", "inline resource", "inline casestudypicture"),
        *("inline casestudymember", "inline programmeround", "inline programmeparticipation", "inline membership"),
    },
    "It writes what the public does not see": {
        *("working_copy", "end_copy_previews", "end_previews", "comment", "action hand_in_chosen", "checks", "weakest"),
        *("close", "preview_reply", "assign_several", "close_several", "hold_back_several", "release_several"),
        *("release", "reply", "assign", "note", "mail", "pass_on", "change_topic", "reopen", "hold_back"),
        *("action assign_chosen", "action close_chosen", "action hold_back_chosen", "action release_chosen"),
        *("action try_again", "decline", "rebase", "throw_away", "action export", "action export_as_xlsx"),
        *("action export_as_csv", "export"),
    },
    "The steps of publication look for the second person themselves, and hiding something must not wait": {
        *("publication", "action publish_chosen", "action archive_chosen"),
    },
    "It changes no word: somebody says that all of it is true": {"check_many", "check_one", "action check_chosen"},
    "It does what the preview of the import says, which names what is refused": {"confirm", "begin_again"},
    "It asks first, and is done by another way of these": {"action change_chosen"},
    "The national list of organisations is nobody's entry": {
        *("merge", "action merge_two", "tie_school", "no_school", "take_school_name", "keep_school_name"),
    },
    "An organisation asked for it: staff who agree are the second person": {"make-member"},
    "What is proposed waits for somebody else": {"propose-change", "partnership-check"},
    "The law does not let a person wait who is to be taken out": {"personal-data"},
    "It is read, and writes nothing": {
        *("search", "first-steps", "saved-filters", "digest-preview", "reports", "report", "prose-preview", "signed-in"),
    },
    "What is added is a draft": {"add"},
    "Accounts": {
        *("invite-again", "end-sessions", "reset-second-factor", "open-again", "action invite_again"),
        *("action end_sessions", "action close"),
    },
}


def ways():
    """Return what can be posted in the back office, by the names of pages, actions and inlines."""
    yield from (name for _, _, name in PAGES)
    for model_admin in admin.site._registry.values():
        yield from ("add", "change", "delete")
        yield from (page.name for page in getattr(model_admin, "pages", ()) if "POST" in page.methods)
        actions = (each if isinstance(each, str) else each.__name__ for each in model_admin.actions or ())
        yield from (f"action {name}" for name in actions)
        yield from (f"inline {inline.model._meta.model_name}" for inline in model_admin.inlines)


def test_every_way_is_refused_above_or_says_why_it_passes():
    known = {way.partition(" of ")[0] for way in REFUSED}.union(*PASSES.values())

    assert set(ways()) - known == set()
    assert known - set(ways()) - {"action delete_selected"} == set()


def test_every_act_is_stopped_where_it_is_kept_unless_it_says_why_not(site):
    stopped = set()
    for kind in RevisionKind:
        try:
            save(site.entry, site.user, f"{NEW} {kind}", kind)
        except at_once.SecondPersonWanted:
            stopped.add(kind)

    assert stopped == set(RevisionKind) - at_once.ONE_PERSON.keys()
    assert stopped == {RevisionKind.EDIT, RevisionKind.IMPORT, RevisionKind.RESTORE, RevisionKind.UNDO, "together"}


def test_a_part_is_stopped_too_and_so_is_taking_it_away(site):
    for write in (site.membership.save, site.membership.delete, lambda: make_membership(partnership=site.entry)):
        with pytest.raises(at_once.SecondPersonWanted, match="Arch wants a second person"), revising(by=site.user):
            site.membership.until = "2020"
            write()


def test_nothing_is_stopped_of_drafts_of_other_bridges_or_by_the_site_itself(site):
    elsewhere = make_partnership(bridge=make_bridge())
    save(elsewhere, site.user, NEW)
    with revising(by=None):
        site.entry.summary = NEW
        site.entry.save()
    Partnership.objects.update(publication=PublicationState.DRAFT)
    site.entry.refresh_from_db()
    save(site.entry, site.user, f"{NEW} In a draft.")

    assert set(Partnership.objects.values_list("summary", flat=True)) == {NEW, f"{NEW} In a draft."}


def test_a_page_that_forgot_to_ask_says_so_in_words(site, monkeypatch):
    monkeypatch.setattr("partnerships.admin.working_copies.before_saving", lambda *_: None)

    answer = send(site.browser, url_of(site.entry), summary=NEW)

    assert (answer.status_code, "wants a second person" in words_of(answer)) == (403, True)


def test_a_check_that_was_noted_is_taken_back_by_one_person(site):
    site.post("partnership", "check_many", entry=[site.entry.pk], seen=versions.newest_key())
    assert Partnership.objects.get().checked_on

    site.post(site.entry, "undo", versions.revisions_of(site.entry).first().pk)

    assert Partnership.objects.get().checked_on is None


def test_where_enquiries_go_is_changed_at_once_as_nobody_is_shown_that_and_no_copy_keeps_it(site):
    assert "Save where enquiries go" in site.browser.get(url_of(site.entry)).content.decode()

    send(site.browser, url_of(site.entry), contact_email="desk@leeds.example", takes_enquiries="on")
    refused = send(site.browser, url_of(site.entry), contact_email="other@leeds.example", summary=NEW)

    assert (Partnership.objects.get().contact_email, Partnership.objects.get().takes_enquiries) == (
        "desk@leeds.example",
        True,
    )
    assert refused.context["adminform"].form["contact_email"].value() == "other@leeds.example"


def test_a_bridge_organisation_is_changed_at_once_by_the_national_desk_only(site):
    bridge = BridgeOrganisation.objects.get()
    officers = signed_in(officer_of(bridge, "jo"))

    assert "wants a second person" in words_of(send(officers, url_of(bridge), about=NEW))
    assert send(site.browser, url_of(bridge), about="Arts.").status_code == 302
    assert BridgeOrganisation.objects.get().about == "Arts."
