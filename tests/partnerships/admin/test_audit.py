"""The audit log in the back office: owners and national staff whose role says so read it; nobody changes it."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from partnerships import audit
from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction
from tests.factories import make_bridge, make_officer, make_superuser
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "admin:partnerships_auditentry_changelist"
RIGHTS = ["view_auditentry", "add_auditentry", "change_auditentry", "delete_auditentry"]
PEOPLE = {
    "owner": make_superuser,
    "national": lambda: make_officer(permissions=[*RIGHTS, "see_every_bridge"]),
    "national, not theirs to read": lambda: make_officer(permissions=["see_every_bridge"]),
    "officer": lambda: make_officer(make_bridge(), permissions=RIGHTS),
}


def shown(response):
    """Return what was done in the rows of a list, the latest first."""
    return [row.action for row in response.context["cl"].result_list]


@pytest.mark.parametrize(
    ("person", "status"), [("owner", 200), ("national", 200), ("national, not theirs to read", 403), ("officer", 403)]
)
def test_national_staff_whose_role_says_so_read_it(client, person, status):
    entry = audit.record(AuditAction.PUBLISHED, about="Partnership 1")
    client.force_login(PEOPLE[person]())

    pages = [client.get(reverse(LIST)), client.get(reverse("admin:partnerships_auditentry_change", args=[entry.pk]))]

    assert [page.status_code for page in pages] == [status] * 2


@pytest.mark.parametrize("person", ["owner", "national"])
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_nobody_changes_it_not_even_an_owner(client, person, page):
    entry = audit.record(AuditAction.PUBLISHED, about="Partnership 1")
    client.force_login(PEOPLE[person]())
    address = reverse(f"admin:partnerships_auditentry_{page}", args=[] if page == "add" else [entry.pk])

    response = client.post(address, {"about": "Other", "post": "yes"})

    assert (response.status_code, AuditEntry.objects.get(pk=entry.pk).about) == (403, "Partnership 1")


@pytest.mark.parametrize("person", ["owner", "national"])
def test_no_action_deletes_it(client, person):
    entry = audit.record(AuditAction.PUBLISHED, about="Partnership 1")
    client.force_login(PEOPLE[person]())

    client.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})

    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_it_is_narrowed_by_act_person_and_words(client):
    officer = make_officer()
    audit.record(AuditAction.PUBLISHED, by=officer, about="Partnership 1")
    audit.record(AuditAction.ARCHIVED, about="Partnership 2")
    client.force_login(make_superuser())

    lists = [
        [action for action in shown(client.get(reverse(LIST), query)) if action in {"published", "archived"}]
        for query in (
            {"action": "archived"},
            {"action": "Archived"},
            {"by__id__exact": officer.pk},
            {"q": "Partnership 1"},
            {},
        )
    ]

    assert lists == [["archived"], ["archived"], ["published"], ["published"], ["archived", "published"]]


def test_it_is_searched_by_the_words_people_read(client):
    audit.record(AuditAction.HANDED_IN, about="Partnership 1")
    audit.record(AuditAction.SIGN_IN_FAILED)
    client.force_login(make_superuser())

    found = [shown(client.get(reverse(LIST), {"q": words})) for words in ("for review", "sign-in failed", "handed_in")]

    assert found == [["handed_in"], ["sign_in_failed"], []]


def test_an_act_is_shown_in_words(client):
    entry = audit.record(AuditAction.HANDED_IN, about="Partnership 1")
    client.force_login(make_superuser())

    pages = [client.get(reverse(LIST)), client.get(reverse("admin:partnerships_auditentry_change", args=[entry.pk]))]

    assert ["Handed in for review" in words_of(page) for page in pages] == [True, True]
    assert ["handed_in" in words_of(page) for page in pages] == [False, False]


@pytest.mark.parametrize(("person", "kind"), [("owner", "text/csv; charset=utf-8"), ("national", None)])
def test_owners_alone_export_it(client, person, kind):
    entry = audit.record(AuditAction.PUBLISHED, about="Partnership 1")
    client.force_login(PEOPLE[person]())

    response = client.post(reverse(LIST), {"action": "export", "_selected_action": [entry.pk]})

    assert (response["Content-Type"] == kind) == (kind is not None)
    assert AuditEntry.objects.filter(action=AuditAction.AUDIT_LOG_EXPORTED).exists() == (kind is not None)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_the_same_for_any_number(client, django_assert_num_queries, number):
    client.force_login(make_superuser())
    AuditEntry.objects.all().delete_for_retention()
    for _ in range(number):
        audit.record(AuditAction.PUBLISHED, by=make_officer(), about="Partnership 1")
    client.get(reverse(LIST))

    with django_assert_num_queries(9):
        client.get(reverse(LIST))


@pytest.mark.parametrize("number", [1, 3])
def test_accounts_are_named_by_their_person_and_times_by_24_hours(client, django_assert_num_queries, number):
    client.force_login(owner := make_superuser(first_name="Olga", last_name="Owner"))
    for letter in "abc"[:number]:
        person = make_superuser(username=letter, first_name="Amina", last_name=letter.upper())
        audit.record(AuditAction.ACCOUNT_CLOSED, by=owner, about=f"User {person.pk}")
    audit.record(AuditAction.SESSIONS_ENDED, about="User 999999")
    _set_time("2026-05-03 22:59:00+00:00")
    client.get(reverse(LIST))

    with django_assert_num_queries(10):
        page = re.sub('<td data-heading="[^"]*"', "<td", client.get(reverse(LIST)).content.decode())

    assert ">Account of Amina A<" in page.replace('<td class="field-about_whom">', ">")
    assert '<td class="field-about_whom">Account 999999</td><td class="field-by_whom">The site</td>' in page
    assert ("3 May 2026, 23:59" in page, "p.m." in page, 'in_short">-<' in page) == (True, False, False)


def _set_time(at):
    """Let every act have been done at a time: the log itself refuses to be changed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partnerships_auditentry SET at = %s", [at])


def test_the_page_of_an_act_names_its_person_too(client):
    client.force_login(owner := make_superuser(first_name="Olga", last_name="Owner"))
    details = {"from": {"role": "", "bridges": []}, "to": {"role": "Bridge officer", "bridges": [3]}}
    entry = audit.record(AuditAction.ROLE_CHANGED, about=f"User {owner.pk}", details=details)

    words = words_of(client.get(reverse("admin:partnerships_auditentry_change", args=[entry.pk])))

    assert "Account of Olga Owner" in words
    assert "to: role Bridge officer, bridges 3" in words


def test_the_filter_by_person_names_people_and_the_site(client):
    owner = make_superuser()
    owner.first_name, owner.last_name = "Amina", "Example"
    owner.save()
    audit.record(AuditAction.PUBLISHED, about="Partnership 1", by=owner)
    audit.record(AuditAction.PUBLISHED, about="Partnership 2")
    client.force_login(owner)

    page = client.get(reverse(LIST))

    [by] = [spec for spec in page.context["cl"].filter_specs if spec.title == "person"]
    assert [choice["display"] for choice in by.choices(page.context["cl"])] == ["All", "Amina Example", "The site"]
    assert [row.about for row in client.get(reverse(LIST), {"by__isnull": "True"}).context["cl"].result_list] == [
        "Partnership 2"
    ]
