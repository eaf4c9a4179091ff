"""What a page forgot to ask is stopped where its version is kept, and only that."""

import pytest

from partnerships import versions
from partnerships.models import BridgeOrganisation, Partnership
from partnerships.models.versions import revising
from partnerships.publishing import at_once
from partnerships.vocabulary import PublicationState, RevisionKind
from tests.factories import make_bridge, make_membership, make_partnership
from tests.partnerships.admin.copy_steps import officer_of, signed_in
from tests.partnerships.admin.editorial_forms import send, url_of
from tests.partnerships.publishing.one_person import NEW, make_site, save
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions, pytest.mark.ignore_template_errors]


@pytest.fixture
def site():
    return make_site()


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
