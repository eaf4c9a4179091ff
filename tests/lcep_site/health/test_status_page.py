"""The page of the back office that says whether all is well."""

import pytest
from django.urls import reverse

from lcep_site import roles
from lcep_site.health import checks
from partnerships.models import DailyRun, Heartbeat
from partnerships.vocabulary.running import DailyOutcome
from tests.factories import make_bridge, make_mail
from tests.partnerships.admin.editorial_forms import in_role
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PAGE, FRONT = "/back-office/status/", "/back-office/"


def test_owners_see_everything_with_its_figures(staff_client, all_well):
    response = staff_client.get(PAGE)
    words = words_of(response)

    assert response.status_code == 200 and "All is well. Visitors are answered." in words
    for each in checks.CHECKS:
        assert f"{each.title} Good." in words
    for said in ("Rows: 1", "Last alive: just now", "Waiting: 0", "GB free of", "Django 5.", "Python 3."):
        assert said in words


def test_what_is_not_well_is_named_and_comes_first(staff_client, all_well):
    Heartbeat.objects.filter(kind="worker").delete()
    run = DailyRun.objects.first()
    DailyRun.objects.filter(pk=run.pk).update(outcome=DailyOutcome.FAILED, tries=99, words="No room for a file.")
    words = words_of(staff_client.get(PAGE))

    assert f"2 of {len(checks.CHECKS)} need somebody to look: worker, daily jobs." in words
    assert words.index("Daily jobs Needs attention.") < words.index("Disk Good.")
    assert "Worker Needs attention. No worker runs" in words and "No room for a file." in words


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("National editor", 200),
        ("Developer", 200),
        ("Bridge officer", 403),
        ("Bridge viewer", 403),
        ("Coordinator", 403),
    ],
)
def test_who_may_see_it_finds_it_in_the_menu(client, role, status):
    roles.sync()
    client.force_login(in_role(role, make_bridge()))

    assert client.get(PAGE).status_code == status
    assert (f'href="{reverse("admin:status")}"' in client.get(FRONT).text) == (status == 200)


def test_it_asks_as_much_whatever_there_is(staff_client, all_well, django_assert_max_num_queries):
    staff_client.get(PAGE)
    with django_assert_max_num_queries(40) as first:
        staff_client.get(PAGE)
    for number in range(3):
        make_mail(key=f"mail:{number}")
    with django_assert_max_num_queries(len(first)):
        staff_client.get(PAGE)
