"""Where a second person is wanted, or a copy is in conflict, pages say so before anything is pressed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import versions
from partnerships.models import Partnership, PartnershipLink, PartnershipName, WorkingCopy
from partnerships.publishing import previews
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_bridge, make_partnership
from tests.partnerships.admin.copy_steps import NEW, OLD, copy_url, step, write
from tests.partnerships.admin.editorial_forms import send, url_of
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions, pytest.mark.ignore_template_errors]
LIST = reverse("admin:partnerships_partnership_changelist")


@pytest.fixture
def bridge():
    return make_bridge(name="Arch", needs_second_person=True)


@pytest.fixture
def partnership(bridge):
    return make_partnership([make_authority(bridge=bridge)], name="Leeds33", summary=OLD, host="Opera")


@pytest.fixture
def draft(partnership, jos, sams):
    Partnership.objects.update(publication=PublicationState.DRAFT)
    send(jos, url_of(partnership), summary="Film.")
    return partnership


@pytest.fixture
def in_conflict(bridge, partnership, jos, sams):
    """A copy that says another summary than the entry was given meanwhile."""
    bridge.needs_second_person = False
    bridge.save()
    copy = write(jos, partnership, summary=NEW)
    send(sams, url_of(partnership), summary="Film for all of Leeds.")
    return copy


@pytest.mark.parametrize("name", ["publish", "schedule"])
def test_the_page_of_a_step_with_ones_own_draft_says_who_else_takes_it(draft, jos, name):
    page = jos.get(url_of(draft, "publication", name))

    assert "Arch wants a second person to look at it first. sam can publish it" in words_of(page)
    assert 'class="button " type="submit"' not in page.content.decode()
    assert f'href="{url_of(draft, "publication", "hand_in")}">Hand in for review' in page.content.decode()


def test_nor_does_the_list_promise_to_publish_it(draft, jos, sams):
    chosen = {"action": "publish_chosen", "_selected_action": [draft.pk]}

    mine, theirs = (client.post(LIST, chosen) for client in (jos, sams))

    assert "Leeds33: You wrote in this or handed it in, and Arch wants a second person" in words_of(mine)
    assert (mine.context["possible_count"], theirs.context["possible_count"]) == (0, 1)


def test_adding_a_membership_says_where_it_is_done_instead(partnership, jos):
    field = jos.get(reverse("admin:members_membership_add")).context["adminform"].form.fields["partnership"]

    assert f'<a href="{copy_url(partnership)}">Leeds33</a>' in field.help_text


def test_adding_a_membership_says_nothing_of_what_it_offers(bridge, partnership, jos):
    bridge.needs_second_person = False
    bridge.save()

    page = jos.get(reverse("admin:members_membership_add"))

    assert "is not offered here" not in words_of(page)


def test_changing_several_names_at_first_those_that_cannot_be(bridge, partnership, jos):
    other = make_partnership([make_authority(bridge=bridge)], name="Open", publication=PublicationState.DRAFT)
    both, only = (
        jos.post(LIST, {"action": "change_chosen", "_selected_action": keys})
        for keys in ([partnership.pk, other.pk], [partnership.pk])
    )

    assert "Left as they are, whatever you enter: 1 of 2. Leeds33: It is public, and Arch wants" in words_of(both)
    assert "Show what would change" in words_of(both)
    assert "None of them can be changed here." in words_of(only)
    assert "Show what would change" not in words_of(only)


def test_versions_lead_to_a_working_copy_where_none_can_be_restored_at_once(bridge, partnership, jos):
    bridge.needs_second_person = False
    bridge.save()
    send(jos, url_of(partnership), summary="Film.")
    send(jos, url_of(partnership), summary="Song.")
    older = list(versions.revisions_of(partnership))[1].pk
    pages = [url_of(partnership, "history"), f"{url_of(partnership, 'compare')}?newer={older}"]
    restoring = url_of(partnership, "restore", older)
    assert all(restoring in jos.get(page).content.decode() for page in pages)
    bridge.needs_second_person = True
    bridge.save()

    for page in pages:
        content = jos.get(page).content.decode()
        assert (restoring in content, copy_url(partnership) in content) == (False, True)
        assert "So no version is restored here" in content


def test_who_wrote_a_copy_takes_it_back_and_others_return_it(partnership, jos, sams):
    write(jos, partnership, summary=NEW)
    step(jos, partnership, "hand-in")

    labels = [
        [each["label"] for each in client.get(copy_url(partnership)).context["working_copy"]["buttons"]]
        for client in (jos, sams)
    ]

    assert ("Take it back" in labels[0], "Return to who wrote it" in labels[0]) == (True, False)
    assert ("Take it back" in labels[1], "Return to who wrote it" in labels[1]) == (False, True)
    assert step(sams, partnership, "return").status_code == 200
    assert step(jos, partnership, "take-back").status_code == 302
    assert WorkingCopy.objects.get().state == "draft"


def test_a_preview_of_a_copy_in_conflict_says_that_somebody_decides_and_works_again_then(
    client, in_conflict, partnership, jos
):
    link = previews.preview_link(in_conflict)

    page = client.get(link)

    assert page.status_code == 409
    assert "This preview cannot be shown yet" in words_of(page)
    assert "has ended" not in words_of(page)
    assert "It cannot be shown until somebody has decided between the two changes of Summary" in words_of(
        jos.get(copy_url(partnership))
    )
    write(jos, partnership)
    assert client.get(link).status_code == 200


def test_deciding_comes_before_publishing_and_what_differs_is_marked(in_conflict, partnership, jos):
    page = jos.get(copy_url(partnership))

    looks = {each["label"]: each["look"] for each in page.context["working_copy"]["buttons"]}
    assert "" not in looks.values()
    content = page.content.decode()
    assert '<button class="button" type="submit" name="_continue" value="yes">Save the working copy' in content
    assert "<ins>Film </ins>for all" in content and "<ins>Leeds, quixotically.</ins>" in content


def test_only_where_it_is_so_is_an_added_action_plan_said_to_be_public_at_once(bridge, partnership, jos):
    words = "what is added is public at once"
    pages = [url_of(partnership), copy_url(partnership), url_of("partnership", "add")]
    assert [words in words_of(jos.get(page)) for page in pages] == [False, False, False]
    bridge.needs_second_person = False
    bridge.save()

    assert [words in words_of(jos.get(page)) for page in pages] == [True, False, False]


def test_copies_are_found_by_the_names_of_their_entries_and_no_filter_is_empty(partnership, jos):
    write(jos, partnership, summary=NEW)
    copies = reverse("admin:partnerships_workingcopy_changelist")

    found = [len(jos.get(copies, {"q": words}).context["cl"].result_list) for words in ("leeds", "Bradford")]

    assert found == [1, 0]
    assert 'id="changelist-filter"' not in jos.get(copies).content.decode()


def test_a_preview_of_a_copy_asks_the_same_with_six_names_and_links_as_with_one(client, partnership, jos):
    def queries(count):
        for number in range(partnership.names.count(), count):
            PartnershipName.objects.create(partnership=partnership, name=f"Name {number}", kind="also")
            address = f"https://a.example/{number}"
            PartnershipLink.objects.create(partnership=partnership, label=f"Page {number}", url=address)
        WorkingCopy.objects.all().delete()
        link = previews.preview_link(write(jos, partnership, summary=NEW))
        with CaptureQueriesContext(connection) as asked:
            page = words_of(client.get(link))
        assert (f"Name {count - 1}" in page, f"Page {count - 1}" in page) == (True, True)
        return len(asked)

    queries(1)

    assert queries(1) == queries(6)
