"""A working copy of what the public sees: written, shown, handed in, returned, published and discarded."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import AuditEntry, OutgoingMail, Partnership, Revision, WorkingCopy
from partnerships.publishing import previews
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState
from partnerships.vocabulary.working_copies import CopyState
from tests.factories import make_authority, make_bridge, make_partnership
from tests.partnerships.admin.copy_steps import (
    NEW,
    OLD,
    copy_url,
    officer_of,
    signed_in,
    step,
    summary,
    summary_for_the_public,
    write,
)
from tests.partnerships.admin.editorial_forms import in_role, of_copy, send_copy, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def partnership(bridge):
    entry = make_partnership([make_authority(bridge=bridge)], name="Leeds33", summary=OLD, host="Opera")
    text_index.rebuild()
    return entry


def test_a_copy_is_saved_beside_the_entry_which_stays_as_it_is(client, jos, partnership):
    versions_before = Revision.objects.count()

    copy = write(jos, partnership, summary=NEW)

    assert (summary(), Revision.objects.count()) == (OLD, versions_before)
    assert copy.content["data"]["summary"] == [NEW]
    page = summary_for_the_public(client, partnership)
    assert (OLD in page, NEW in page) == (True, False)
    assert list(text_index.find(Partnership.objects.all(), "quixotically")) == []
    open_data = client.get("/partnerships.csv").getvalue().decode()
    assert (OLD in open_data, NEW in open_data) == (True, False)


def test_the_form_of_what_is_public_offers_both_ways_in_words(jos, partnership):
    page = jos.get(url_of(partnership)).content.decode()

    assert 'value="Save and publish"' in page
    assert f'value="Save as a working copy" name="_working_copy" formaction="{copy_url(partnership)}"' in page
    draft = make_partnership(bridge=partnership.bridge, publication=PublicationState.DRAFT)
    assert "working copy" not in jos.get(url_of(draft)).content.decode()


def test_opened_again_it_has_what_was_written_and_can_be_written_further(jos, partnership):
    write(jos, partnership, summary=NEW)

    assert of_copy(jos, partnership)["summary"] == NEW
    assert write(jos, partnership, host="Ballet").content["data"]["summary"] == [NEW]
    assert WorkingCopy.objects.get().edition == 2


def test_what_is_not_right_is_said_beside_the_field_and_nothing_is_kept(jos, partnership):
    response = send_copy(jos, partnership, name="", summary=NEW)

    assert response.context["adminform"].form.errors.keys() == {"name"}
    assert response.context["adminform"].form["summary"].value() == NEW
    assert not WorkingCopy.objects.exists()


def test_it_is_published_as_one_version_that_tells_the_story_in_one_line(client, jos, sams, sam, partnership):
    write(
        jos,
        partnership,
        summary=NEW,
        **{"names-TOTAL_FORMS": "1", "names-0-name": "Leeds Arts", "names-0-kind": "also"},
    )
    versions_before = Revision.objects.count()

    assert step(sams, partnership, "publish").status_code == 302

    assert (summary(), [name.name for name in partnership.names.all()]) == (NEW, ["Leeds Arts"])
    assert NEW in summary_for_the_public(client, partnership)
    assert list(text_index.find(Partnership.objects.all(), "quixotically")) == [partnership]
    version = Revision.objects.first()
    assert (Revision.objects.count(), version.by) == (versions_before + 1, sam)
    assert version.reason.startswith("Published. A working copy of ")
    assert version.reason.endswith(" by a colleague")
    assert not WorkingCopy.objects.exists()
    acts = list(AuditEntry.objects.filter(action__startswith="copy_").order_by("pk").values_list("action", flat=True))
    assert acts == ["copy_begun", "copy_published"]


def test_whoever_has_the_link_reads_the_whole_page_as_it_is_to_be(client, jos, partnership):
    copy = write(jos, partnership, summary=NEW)
    before = Revision.objects.count()

    page = client.get(previews.preview_link(copy))

    assert page.status_code == 200
    assert NEW in page.content.decode()
    assert "This is a preview of a working copy" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert (summary(), Revision.objects.count()) == (OLD, before)
    jos.post(url_of(partnership, "end_copy_previews"))
    assert client.get(previews.preview_link(copy)).status_code == 410


def test_a_preview_link_ends_with_the_copy(client, jos, partnership):
    link = previews.preview_link(write(jos, partnership, summary=NEW))

    step(jos, partnership, "discard")

    assert client.get(link).status_code == 404
    assert (summary(), WorkingCopy.objects.count()) == (OLD, 0)


def test_what_is_handed_in_is_told_to_who_may_publish_and_to_nobody_else(jos, sam, partnership):
    officer_of(make_bridge(), "stranger")
    write(jos, partnership, summary=NEW)

    step(jos, partnership, "hand-in")

    [told] = OutgoingMail.objects.all()
    assert (told.to, told.subject) == (sam.email, "To review: Leeds33")
    assert copy_url(partnership) in told.text
    assert NEW not in told.text
    assert WorkingCopy.objects.get().state == CopyState.IN_REVIEW


def test_what_is_returned_is_told_to_who_wrote_it_with_the_reason(jos, jo, sams, partnership):
    write(jos, partnership, summary=NEW)
    step(jos, partnership, "hand-in")
    OutgoingMail.objects.all().delete()

    assert step(sams, partnership, "return", reason="").status_code == 200
    step(sams, partnership, "return", reason="Shorter, please.")

    [told] = OutgoingMail.objects.all()
    assert (told.to, "Shorter, please." in told.text) == (jo.email, True)
    assert WorkingCopy.objects.get().state == CopyState.DRAFT


def test_a_coordinator_writes_one_of_a_public_entry_and_an_officer_publishes_it(coordinators, sams, sam, partnership):
    assert "Write a working copy" in coordinators.get(url_of(partnership)).content.decode()

    write(coordinators, partnership, summary=NEW)

    assert step(coordinators, partnership, "publish").status_code == 200
    assert summary() == OLD
    assert send_copy(coordinators, partnership, host="Ballet").status_code == 302
    assert coordinators.post(url_of(partnership), {"summary": NEW}).status_code == 403
    step(sams, partnership, "publish")
    assert summary() == NEW


def test_what_no_version_keeps_no_copy_keeps_either(jos, partnership):
    Partnership.objects.update(contact_email="old@leeds.example", takes_enquiries=True)

    response = jos.post(
        copy_url(partnership),
        of_copy(jos, partnership) | {"contact_email": "new@leeds.example", "summary": NEW},
        follow=True,
    )

    assert "contact_email" not in WorkingCopy.objects.get().content["data"]
    assert "No working copy keeps contact email" in response.content.decode().lower().replace(
        "no working", "No working"
    )
    step(jos, partnership, "publish")
    assert Partnership.objects.get().contact_email == "old@leeds.example"


def test_of_another_bridge_there_is_none(sams, jos, partnership):
    write(jos, partnership, summary=NEW)
    stranger = signed_in(officer_of(make_bridge(), "stranger"))

    assert [stranger.get(copy_url(partnership, *step)).status_code for step in ([], ["publish"])] == [404, 404]
    assert step(stranger, partnership, "discard").status_code == 404
    assert list(WorkingCopy.objects.editable_by(in_role("Bridge officer", make_bridge()))) == []


def test_lists_say_of_which_entries_there_is_one(jos, partnership):
    list_url = reverse("admin:partnerships_partnership_changelist")
    assert "working copy" not in jos.get(list_url).content.decode()

    write(jos, partnership, summary=NEW)

    assert f"by jo, since {timezone.localdate():%d/%m/%Y}" in jos.get(list_url).content.decode()
    assert "Has a working copy" in jos.get(url_of(partnership)).content.decode()
