"""By whatever way people and programs change what the public sees, the stamp is another; by no other way it is."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from members.models import MemberOrganisation
from members.organisations import merging
from members.proposals import reviewing
from members.sheets import lifecycle
from partnerships import versions
from partnerships.geography.postcode_data import table
from partnerships.models import Partnership, Region, SearchDocument
from partnerships.open_data import dump
from partnerships.public_content import changes, stamp, upkeep
from partnerships.publishing import public_changes, workflow
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_news,
    make_officer,
    make_organisation,
    make_partnership,
    make_proposal,
    make_sector,
)
from tests.lcep_site.directory_files import Files
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import preview
from tests.partnerships.admin.test_editing import send
from tests.partnerships.public_content.acts import is_stamped, of_partnerships, told_by
from tests.pictures import upload
from tests.postcode_lists import packed_list

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep files in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"


def test_importing_a_sheet_changes_it_but_looking_at_what_it_would_do_does_not():
    bridge = make_bridge()
    make_authority(name="Leeds", bridge=bridge)
    make_sector(name="Culture")
    rows, sheets = [("Name", "Sector", "Local authority"), ("Opera North", "Culture", "Leeds")], []
    importer = make_importer(bridge)

    assert not is_stamped(lambda: sheets.append(preview(*rows, by=importer)))
    assert is_stamped(lambda: lifecycle.confirm(sheets[0]))
    assert MemberOrganisation.objects.get().name == "Opera North"


def test_accepting_a_proposal_changes_it_but_making_or_declining_one_does_not():
    officer = make_officer(make_bridge())
    partnership = make_partnership(bridge=officer.bridges.get(), summary="Old.")
    proposals = []

    def propose():
        proposals.append(make_proposal(partnership=partnership, changes={"summary": ["Old.", "New."]}))

    assert not is_stamped(propose)
    assert not is_stamped(lambda: reviewing.decline(proposal=proposals[0], reason="No.", by=officer))
    propose()
    assert is_stamped(lambda: reviewing.accept(proposal=proposals[1], keys=["summary"], by=officer))


def test_merging_two_organisations_changes_it_and_names_both_and_their_partnerships():
    bridge = make_bridge()
    officer = make_officer(bridge, permissions=["change_memberorganisation", "view_memberorganisation"])
    keep, gone = make_organisation(), make_organisation(sector=make_sector())
    partnership = make_membership(partnership=make_partnership(bridge=bridge), organisation=gone).partnership
    make_membership(partnership=partnership, organisation=keep)
    seen = merging.plan(keep=keep, gone=gone, by=officer).fingerprint

    both = changes.Changes(frozenset({partnership.pk}), frozenset({keep.pk, gone.pk}))

    assert told_by(lambda: merging.merge(keep=keep, gone=gone, by=officer, seen=seen)) == both


def test_loading_the_directory_changes_it_once(tmp_path):
    files = Files(tmp_path)

    assert is_stamped(files.load)
    assert not is_stamped(files.load)
    files.change("partnerships", summary="Else")
    assert is_stamped(files.load)


def test_importing_postcodes_changes_it_and_being_refused_does_not(tmp_path):
    assert is_stamped(lambda: table.load(packed_list(tmp_path)))

    def refused():
        with pytest.raises(table.AlreadyLoaded):
            table.load(packed_list(tmp_path))

    assert not is_stamped(refused)


def test_renaming_a_region_changes_it_and_everything():
    region = make_authority().region
    region.name = "Else"

    assert told_by(region.save).is_everything
    assert is_stamped(lambda: Region.objects.update(name="Once more"))


def test_timed_publishing_changes_it_only_when_something_is_due():
    due = make_partnership(publication=PublicationState.DRAFT, publish_at=timezone.now())
    make_news(publication=PublicationState.DRAFT, publish_at=timezone.now() + datetime.timedelta(hours=1))

    assert is_stamped(lambda: workflow.publish_due(timezone.now()))
    assert Partnership.objects.get(pk=due.pk).is_published
    assert not is_stamped(lambda: workflow.publish_due(timezone.now()))


@pytest.mark.ignore_template_errors
def test_uploading_a_logo_changes_it(staff_client):
    partnership = make_partnership(name="Leeds33", publication=PublicationState.DRAFT)

    assert told_by(lambda: send(staff_client, partnership, logo=upload(), logo_alt="Leeds33")) == of_partnerships(
        partnership
    )
    assert Partnership.objects.get().logo


@pytest.mark.ignore_template_errors
def test_saving_an_entry_as_it_was_changes_only_when_it_was_saved(staff_client):
    partnership = make_partnership(name="Leeds33")

    # Which files and feeds say.
    assert is_stamped(lambda: send(staff_client, partnership))
    assert told_by(lambda: send(staff_client, partnership)) == changes.Changes()
    assert told_by(lambda: send(staff_client, partnership, summary="Else")) == of_partnerships(partnership)


def test_going_back_to_a_version_changes_it():
    partnership = make_partnership(summary="Before")
    partnership.summary = "After"
    partnership.save()
    officer = make_officer(partnership.bridge, permissions=["change_partnership", "publish_partnership"])
    before = partnership.versions.earliest("pk").revision

    assert is_stamped(lambda: versions.restore(partnership, before, by=officer))


def test_what_changed_for_the_public_is_read_in_public_too():
    make_partnership()

    assert is_stamped(public_changes.take_snapshots)
    assert not is_stamped(public_changes.take_snapshots)


def test_a_new_file_of_everything_changes_it():
    assert is_stamped(dump.write)


def test_writing_the_text_search_anew_changes_nothing():
    make_partnership()

    assert not is_stamped(text_index.rebuild)
    assert SearchDocument.objects.exists()


def test_having_the_text_search_written_anew_by_hand_is_a_change_since_words_are_kept():
    assert is_stamped(lambda: call_command("rebuild_search", verbosity=0))


def test_the_workers_upkeep_changes_nothing(monkeypatch):
    monkeypatch.setattr(stamp, "MAX_ROWS", 0)
    monkeypatch.setattr(changes, "MAX_ROWS", 0)
    make_partnership()
    before = stamp.current()

    assert upkeep.tidy() is False
    assert stamp.current() == before


def test_the_daily_commands_change_nothing_when_there_is_nothing_to_do():
    make_partnership()
    public_changes.take_snapshots()

    for command in ("apply_retention", "check_links", "remove_unused_pictures", "sync_roles"):
        assert not is_stamped(lambda command=command: call_command(command, verbosity=0)), command
