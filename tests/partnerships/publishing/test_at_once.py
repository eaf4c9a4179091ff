"""Where a Bridge Organisation wants a second person, no way leads one person to what the public reads."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.urls import reverse

from lcep_site.back_office import PAGES
from members.models.sheets import SheetKind
from members.proposals import reviewing
from partnerships import versions
from partnerships.models import BridgeOrganisation, Partnership
from partnerships.versions.histories import now
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_organisation,
    make_proposal,
)
from tests.filling import left_as_it_is, opened
from tests.members.sheets.sheet_files import preview, problems
from tests.partnerships.admin.editorial_forms import send, send_copy, url_of
from tests.partnerships.publishing.one_person import NEW, Site, make_site
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions, pytest.mark.ignore_template_errors]


@pytest.fixture
def site():
    return make_site()


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
        # A page that says it, not the last line of defence.
        assert answer.status_code == (403 if way == "delete" else 200)


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
        *(
            "search",
            "first-steps",
            "saved-filters",
            "digest-preview",
            "reports",
            "report",
            "prose-preview",
            "signed-in",
            "status",
        ),
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


def test_a_reviewer_accepts_what_others_wrote_and_neither_their_own_words_nor_their_own_proposal(site):
    theirs, mine = make_proposal(partnership=site.entry), make_proposal(partnership=site.entry, proposed_by=site.user)

    for proposal, edited in ((theirs, {"summary": NEW}), (mine, {})):
        with pytest.raises(reviewing.OwnWords, match="Arch wants a second person"):
            reviewing.accept(proposal=proposal, keys=["summary"], edited=edited, by=site.user)
    reviewing.accept(proposal=theirs, keys=["summary"], by=site.user)

    assert Partnership.objects.get().summary == "New words."


def test_where_nobody_wants_a_second_person_members_are_added_on_their_own_page(site):
    BridgeOrganisation.objects.update(needs_second_person=False)
    field = site.browser.get(reverse("admin:members_membership_add")).context["adminform"].form.fields["partnership"]

    assert list(field.queryset) == [site.entry]
