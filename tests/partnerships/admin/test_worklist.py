"""The list of entries as a worklist, the page of the weakest, and what an entry's page says it lacks."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.admin.worklist import complete
from partnerships.curation import completeness, worklist
from partnerships.models import LinkCheck
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_bridge, make_officer, make_partnership, make_superuser, make_user
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = reverse("admin:partnerships_partnership_changelist")
WEAKEST = reverse("admin:partnerships_partnership_weakest")
RIGHTS = ["view_partnership", "change_partnership", "publish_partnership"]


@pytest.fixture
def officer(client):
    """An officer of a Bridge Organisation, signed in."""
    officer = make_officer(make_bridge(name="Arch"), permissions=RIGHTS)
    client.force_login(officer)
    return officer


def make_own(officer, **fields):
    """Make an entry of the officer's Bridge Organisation."""
    return make_partnership(bridge=officer.bridges.get(), **fields)


def names(response):
    """Return the names in the list in `response`, in their order."""
    return [row.name for row in response.context["cl"].result_list]


@pytest.mark.parametrize("name", [staff_list.name for staff_list in worklist.STAFF_LISTS])
def test_a_staff_list_has_as_many_rows_as_its_tab_counts(client, officer, name):
    make_own(officer, publication=PublicationState.DRAFT, website="https://dead.example/")
    make_own(officer, publication=PublicationState.IN_REVIEW, coverage_note="Whitby")
    make_own(officer, publish_at=timezone.now(), publication=PublicationState.DRAFT)
    make_partnership()
    now = timezone.now()
    LinkCheck.objects.create(url="https://dead.example/", status=410, checked_at=now, first_failed_at=now)

    response = client.get(LIST, {"box": name})

    assert response.context["cl"].result_count == worklist.counts(officer)[name] > 0


def test_the_list_stands_by_completeness_when_asked_with_what_is_not_measured_last(client, officer):
    make_own(officer, name="Good", summary="Short", about="Long")
    make_own(officer, name="Bare")
    make_own(officer, name="Ended", stage=Stage.ENDED)
    column = client.get(LIST).context["cl"].list_display.index(complete)

    up, down = (names(client.get(LIST, {"o": order})) for order in (f"{column}", f"-{column}"))

    assert (up, down) == (["Bare", "Good", "Ended"], ["Ended", "Good", "Bare"])


def test_the_list_says_how_complete_and_how_fresh_each_is(client, officer):
    long_ago = datetime.date(2020, 5, 3)
    make_own(officer, name="Bare")
    make_own(officer, name="Old", checked_on=long_ago, checked_by="Arch", stage=Stage.EMERGING)
    make_own(officer, name="Ended", stage=Stage.ENDED)

    text = words_of(client.get(LIST))

    assert "Bare Not known Published Not yet 6%" in text
    year = datetime.date.today().year
    assert f"Old Emerging when last heard of, {year} Published 3 May 2020 overdue 11%" in text
    assert f"Ended Ended, {year} Published Not yet Not measured" in text


@pytest.mark.parametrize(("is_national", "shows"), [(True, True), (False, False)])
def test_only_national_staff_are_shown_whose_entries_they_are(client, officer, is_national, shows):
    for _ in range(2):
        make_partnership()
    client.force_login(make_superuser() if is_national else officer)

    listed = client.get(LIST).context["cl"]

    assert ("bridge" in listed.list_display) is shows
    assert ("bridge" in [spec.title for spec in listed.filter_specs]) is shows
    assert ("region" in [spec.title for spec in listed.filter_specs]) is shows


@pytest.mark.parametrize(
    "query",
    [{}, {"box": "drafts"}],
)
def test_somebody_without_entries_is_told_so(client, officer, query):
    make_partnership()

    assert "No entry is yours to work with yet." in words_of(client.get(LIST, query))


def test_an_empty_staff_list_says_so_and_leads_to_all(client, officer):
    make_own(officer)

    assert "None of your entries is like that. Show all 1" in words_of(client.get(LIST, {"box": "drafts"}))


def test_nonsense_in_the_address_shows_the_list(client, officer):
    make_own(officer)

    assert client.get(LIST, {"box": "sail", "complete": "sail", "freshness": "sail"}).status_code == 200


def test_the_weakest_come_first_with_what_they_lack(client, officer):
    make_own(officer, name="Good", summary="Short", about="Long")
    bare = make_own(officer, name="Bare")
    make_own(officer, name="Proposed", stage=Stage.PROPOSED)
    make_partnership(name="Another’s")

    response = client.get(WEAKEST)

    assert [entry.name for entry, _ in response.context["entries"]] == ["Bare", "Good"]
    form = reverse("admin:partnerships_partnership_change", args=[bare.pk])
    assert f'href="{form}#{completeness.measure(bare)[1][0].anchor}"' in response.content.decode()


@pytest.mark.parametrize(
    ("page", "args", "measured"), [("change", [], 1), ("history", [], 0), ("publication", ["archive"], 0)]
)
def test_a_page_about_an_entry_does_not_read_what_the_list_shows(client, officer, page, args, measured):
    address = reverse(f"admin:partnerships_partnership_{page}", args=[make_own(officer).pk, *args])

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)

    assert response.status_code == 200
    assert sum('AS "completeness"' in query["sql"] for query in queries) == measured
    assert not any('AS "freshness"' in query["sql"] for query in queries)


def test_the_weakest_take_the_same_queries_for_any_number(client, officer, django_assert_max_num_queries):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            make_own(officer)
        with django_assert_max_num_queries(20) as captured:
            client.get(WEAKEST)
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["2", "999", "sail"])
def test_the_weakest_stand_on_pages(client, officer, page, monkeypatch):
    monkeypatch.setattr("partnerships.admin.directory.PartnershipAdmin.list_per_page", 1)
    for name in ("First", "Second"):
        make_own(officer, name=name)

    shown = [entry.name for entry, _ in client.get(WEAKEST, {"p": page}).context["entries"]]

    assert shown == (["First"] if page == "sail" else ["Second"])


def test_the_weakest_are_for_who_may_see_entries(client):
    client.force_login(make_user(is_staff=True))

    assert client.get(WEAKEST).status_code == 403


def test_an_entrys_page_says_what_it_lacks_and_leads_to_fields_that_are_there(client):
    client.force_login(make_superuser())
    partnership = make_partnership()
    partnership.authorities.clear()

    response = client.get(reverse("admin:partnerships_partnership_change", args=[partnership.pk]))

    page, gaps = response.content.decode(), response.context["completeness"]["gaps"]
    assert len(gaps) == len(completeness.PARTS)
    assert [gap.label for gap in gaps if f'href="#{gap.anchor}"' not in page] == []
    assert [gap.label for gap in gaps if f'id="{gap.anchor}"' not in page] == []


def test_an_entrys_page_names_its_dead_links(client):
    client.force_login(make_superuser())
    own = {"website": "https://alive.example/", "joining_page": "https://dead.example/join"}
    partnership, now = make_partnership(**own), timezone.now()
    partnership.links.create(label="Plan", url="https://dead.example/plan")
    for url in ("https://dead.example/plan", "https://dead.example/join", "https://dead.example/another"):
        LinkCheck.objects.create(url=url, status=404, checked_at=now, first_failed_at=now)

    response = client.get(reverse("admin:partnerships_partnership_change", args=[partnership.pk]))

    assert response.context["completeness"]["dead_links"] == ["https://dead.example/join", "https://dead.example/plan"]
    assert "Led nowhere when we last looked: https://dead.example/join https://dead.example/plan" in words_of(response)


def test_what_is_not_measured_has_no_score_on_its_page(client):
    client.force_login(make_superuser())
    proposed = make_partnership(stage=Stage.PROPOSED)

    response = client.get(reverse("admin:partnerships_partnership_change", args=[proposed.pk]))

    assert "of 100" not in words_of(response)
