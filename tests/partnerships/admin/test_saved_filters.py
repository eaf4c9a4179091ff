"""Filters of a list are saved under a name, for oneself alone, and removed."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from partnerships.models import SavedFilter
from tests.factories import make_bridge, make_partnership, make_superuser
from tests.partnerships.admin.editorial_forms import in_role
from tests.permission_matrix.world import models_of_the_back_office
from tests.reading import words_of
from tests.signing_in import StaffClient

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = reverse("admin:partnerships_partnership_changelist")
SAVED = reverse("admin:saved-filters", args=["partnerships", "partnership"])


@pytest.fixture
def officer(client):
    officer = in_role("Bridge officer", make_bridge())
    client.force_login(officer)
    return officer


def save(client, name="Emerging", query="stage__exact=emerging", url=SAVED):
    return client.post(url, {"name": name, "query": query})


def test_what_is_chosen_is_saved_found_again_and_removed(client, officer):
    page = client.get(LIST, {"box": "due", "stage__exact": "emerging", "p": "2", "q": "jo@example.org"})
    query = re.search(r'name="query" value="([^"]+)"', page.text)[1].replace("&amp;", "&")

    response = save(client, query=query)

    assert response["Location"] == f"{LIST}?box=due&stage__exact=emerging"
    page = client.get(response["Location"])
    assert "“Emerging” is saved. It stands above this list, for you alone." in words_of(page)
    assert '<a href="?box=due&amp;stage__exact=emerging" aria-current="true">Emerging</a>' in page.text
    assert "Save the chosen filters as" not in words_of(page)

    client.post(SAVED, {"remove": SavedFilter.objects.get().pk})

    assert "Emerging</a>" not in client.get(LIST).text.partition("saved-filters")[2].partition("</details>")[0]
    assert not SavedFilter.objects.exists()


def test_the_same_name_is_saved_anew(client, officer):
    save(client)
    save(client, query="stage__exact=dormant")

    assert [each.query for each in SavedFilter.objects.all()] == ["stage__exact=dormant"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"name": "  "}, "Enter a name for the filter."),
        ({"query": "q=leeds&p=3"}, "Choose a filter first, then save it."),
        ({"query": ""}, "Choose a filter first, then save it."),
        ({"name": "x" * 61}, "at most 60 characters"),
    ],
)
def test_what_is_no_filter_is_not_saved_and_says_why(client, officer, sent, message):
    page = client.get(save(client, **sent)["Location"])

    assert message in words_of(page)
    assert not SavedFilter.objects.exists()


def test_nobody_sees_or_removes_anothers(client, officer):
    save(client)
    other = StaffClient()
    other.force_login(make_superuser())

    other.post(SAVED, {"remove": SavedFilter.objects.get().pk})

    assert SavedFilter.objects.filter(user=officer).exists()
    assert "Emerging" not in other.get(LIST).text.partition("saved-filters")[2].partition("</details>")[0]


def test_lists_that_somebody_may_not_see_or_that_are_not_there_take_none(client, officer):
    no_list = SAVED.replace("partnership/", "atlantis/")

    assert save(client, url=SAVED.replace("partnerships/partnership", "partnerships/auditentry")).status_code == 403
    assert save(client, url=no_list).status_code == 404
    assert not SavedFilter.objects.exists()


def test_every_list_with_filters_offers_to_save_them(client):
    client.force_login(make_superuser())
    make_partnership()
    lists = {model: admin.site.get_model_admin(model) for model in models_of_the_back_office()}
    pages = {model: client.get(each.entry_url("changelist")) for model, each in lists.items()}

    offering = {model for model, page in pages.items() if "Your filters" in page.text}

    assert offering == {model for model, page in pages.items() if page.context["cl"].has_filters}
    assert len(offering) > 15
