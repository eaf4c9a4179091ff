"""The front page of the back office counts what waits for the user, and charts their territory."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import resolve, reverse
from django.utils import timezone

from lcep_site import roles
from members.models import SheetImport
from members.models.sheets import SheetKind, SheetState
from partnerships.models import LinkCheck, MailServerTrouble, PresentSupport
from partnerships.vocabulary import EnquiryState, MailState, PublicationState
from tests.factories import (
    make_bridge,
    make_case_study,
    make_enquiry,
    make_event,
    make_mail,
    make_news,
    make_officer,
    make_partnership,
    make_proposal,
    make_resource,
    make_superuser,
)
from tests.reading import words_of
from tests.since_2023 import make_present_support

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
INDEX = reverse("admin:index")
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)
RIGHTS = ["view_enquiry", "change_enquiry"]
OFFICER = [
    *RIGHTS,
    *("view_partnership", "change_partnership", "change_changeproposal", "import_partnership", "view_localauthority"),
]


def counts(section):
    """Return the counts of a section of the front page by their labels."""
    return {item.label: item.count for item in section.items}


def sections(client):
    """Return the sections of the front page by their names."""
    return {section.name: section for section in client.get(INDEX).context["sections"]}


def make_work(desk, officer):
    """Make two new enquiries on `desk`, one of them late, one `officer` looks after and one held back."""
    make_enquiry(desk=desk)
    make_enquiry(desk=desk, due_on=YESTERDAY)
    make_enquiry(desk=desk, state=EnquiryState.WAITING, assigned_to=officer)
    make_enquiry(desk=desk, state=EnquiryState.QUARANTINED, suspicions="Too fast")


def make_entries(bridge, officer):
    """Make a public entry of `bridge`, a draft, one in review, a proposed change to it, and two unfinished imports."""
    partnership = make_partnership(bridge=bridge)
    make_partnership(bridge=bridge, publication=PublicationState.DRAFT)
    make_partnership(bridge=bridge, publication=PublicationState.IN_REVIEW)
    make_proposal(partnership=partnership)
    for state in (SheetState.PREVIEWED, SheetState.READING, SheetState.DONE):
        SheetImport.objects.create(by=officer, kind=SheetKind.MEMBERS, file_name="a.csv", state=state)


def test_who_publishes_sees_what_of_the_rest_is_to_be_published_or_mended(client):
    bridge = make_bridge()
    mine = {"bridge": bridge, "publication": PublicationState.DRAFT}
    now = timezone.now()
    LinkCheck.objects.create(url="https://gone.example/", status=404, checked_at=now, first_failed_at=now)
    make_case_study(**mine)
    make_event(**mine | {"publication": PublicationState.IN_REVIEW})
    make_news(**mine, publish_at=now + datetime.timedelta(days=1))
    make_resource(bridge=bridge, url="https://gone.example/")
    make_case_study(publication=PublicationState.DRAFT)
    rights = ["change_casestudy", "change_newsitem", "change_resource"]
    client.force_login(make_officer(bridge, permissions=rights))
    not_theirs = sections(client)
    client.force_login(make_officer(bridge, permissions=[*rights, "publish_partnership"]))

    section = sections(client)["publications"]

    assert not_theirs == {}
    assert counts(section) == {
        "Case studies: drafts": 1,
        "News, events and opportunities: in review": 1,
        "News, events and opportunities: scheduled": 1,
        "Resources: dead links": 1,
    }
    assert [client.get(item.url).context["cl"].result_count for item in section.items] == [1] * 4


def test_an_officer_sees_what_waits_on_their_desk_and_no_mail(client):
    desk, other_desk = make_bridge(), make_bridge()
    officer = make_officer(desk, permissions=RIGHTS)
    make_work(desk, officer)
    make_work(other_desk, None)
    make_mail(state=MailState.FAILED)
    client.force_login(officer)

    shown = sections(client)

    assert list(shown) == ["enquiries"]
    assert counts(shown["enquiries"]) == {
        "New enquiries": 2,
        "Overdue": 1,
        "Nobody answered though chased": 0,
        "Yours": 1,
        "Held back as suspected spam": 1,
    }


def test_an_officer_sees_what_waits_of_their_own_entries_proposals_and_imports(client):
    bridge, other = make_bridge(), make_bridge()
    officer = make_officer(bridge, permissions=OFFICER)
    make_entries(bridge, officer)
    make_entries(other, make_officer(other))
    client.force_login(officer)

    shown = sections(client)

    assert list(shown) == ["enquiries", "proposals", "entries", "imports"]
    assert counts(shown["entries"]) == {
        "Due a check": 3,
        "In review": 1,
        "With gaps": 3,
        "Stage not known today": 3,
        "Without a source": 3,
        "Parts only in words": 0,
        "Drafts": 1,
        "To be published by themselves": 0,
        "With dead links": 0,
    }
    assert counts(shown["proposals"]) == {"To review": 1, "Held back as suspected spam": 0}
    assert counts(shown["imports"]) == {"Waiting for a decision": 1, "Being read or imported": 1}


@pytest.mark.parametrize("is_superuser", [True, False])
def test_the_national_desk_sees_every_desks_work_and_the_mail(client, is_superuser):
    make_work(make_bridge(), None)
    make_work(None, None)
    make_mail()
    make_mail(state=MailState.FAILED)
    client.force_login(
        make_superuser() if is_superuser else make_officer(permissions=[*RIGHTS, "answer_for_national_desk"])
    )

    shown = sections(client)

    assert counts(shown["enquiries"])["New enquiries"] == 4
    assert counts(shown["mails"]) == {"Mails that have not left": 1, "Mails given up": 1}


def test_every_count_leads_to_a_list_of_as_many_rows(client):
    user = make_superuser()
    make_work(make_bridge(), user)
    make_entries(make_bridge(), user)
    make_mail()
    make_mail(state=MailState.FAILED)
    client.force_login(user)
    items = [item for section in client.get(INDEX).context["sections"] for item in section.items]

    listed = {item.url: len(client.get(item.url).context["cl"].result_list) for item in items}

    assert listed == {item.url: item.count for item in items}
    assert {1, 2, 3} <= set(listed.values())


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("Bridge officer", ["enquiries", "proposals", "entries", "publications", "imports"]),
        ("Bridge viewer", []),
        ("Coordinator", ["entries"]),
        ("National editor", ["enquiries", "proposals", "entries", "publications", "imports", "mails"]),
        ("Developer", []),
    ],
)
def test_every_list_holds_what_its_reader_may_do_something_about(client, role, names):
    roles.sync()
    bridge = make_bridge()
    user = make_officer(bridge)
    user.groups.add(Group.objects.get(name=role))
    make_work(bridge, user)
    make_entries(bridge, user)
    make_case_study(bridge=bridge, publication=PublicationState.DRAFT)
    make_present_support(as_of="2024", bridge=bridge)
    client.force_login(user)

    shown = sections(client)

    # Mails can be tried again, and imports decided on, by whoever sees them.
    items = [item for name, section in shown.items() if name not in {"imports", "mails"} for item in section.items]
    models = {resolve(item.url.partition("?")[0]).func.model_admin.model for item in items}
    closed = {
        model for model in models if not user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    }
    assert (list(shown), closed) == (names, set())
    assert (PresentSupport in models) == (role == "National editor")


def test_where_nothing_waits_the_page_says_so_once(client):
    client.force_login(make_officer(make_bridge(), permissions=RIGHTS))

    response = client.get(INDEX)

    assert "Enquiries Nothing waits. All that is to do" in words_of(response)
    assert "New enquiries" not in words_of(response)


def test_staff_without_rights_see_no_section_and_no_chart(client):
    make_partnership()
    client.force_login(make_officer(make_bridge()))

    context = client.get(INDEX).context

    assert (context["sections"], context["charts"]) == ([], [])


def test_an_officer_sees_how_their_territory_stands(client):
    bridge = make_bridge(name="Arch")
    make_partnership(bridge=bridge)
    client.force_login(make_officer(bridge, permissions=OFFICER))

    text = words_of(client.get(INDEX))

    assert "How fresh its entries are (partnerships)" in text
    assert "Arch Checked in time: 0; Check overdue: 0; Never checked: 1" in text


def test_the_front_page_asks_the_database_the_same_for_one_and_three(client, django_assert_max_num_queries):
    desk = make_bridge()
    officer = make_officer(desk, permissions=[*OFFICER, "answer_for_national_desk"])
    client.force_login(officer)
    query_counts = []
    for count in (1, 2):
        for _ in range(count):
            make_work(desk, officer)
            make_entries(desk, officer)
            make_mail(state=MailState.FAILED)
        with django_assert_max_num_queries(20) as captured:
            client.get(INDEX)
        query_counts.append(len(captured))

    assert query_counts[0] == query_counts[1]


def test_the_workers_own_lists_are_left_out():
    assert MailServerTrouble not in admin.site._registry
