"""A key that no row can have is told so, wherever it is named: neither a page nor an action breaks down on it."""

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import IntegerField
from django.urls import reverse

from lcep_site.typed_addresses import LONGEST
from tests.factories import make_partnership, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
# The last is too much for a column.
IMPOSSIBLE = ["abc", "2_3A", "-1", "9" * 25]


@pytest.fixture(autouse=True)
def _owner(client):
    client.force_login(make_superuser())


# The last is too much for Python to read as a number.
@pytest.mark.parametrize("key", ["", *IMPOSSIBLE, "9" * 4_301])
@pytest.mark.parametrize("action", ["delete_selected", "publish_chosen"])
def test_an_action_on_a_row_that_cannot_be_there_is_refused(client, action, key):
    address = reverse("admin:partnerships_partnership_changelist")

    response = client.post(address, {"action": action, ACTION_CHECKBOX_NAME: [make_partnership().pk, key]})

    assert response.status_code == 400


# The last is about as long as an address is read.
@pytest.mark.parametrize("key", [*IMPOSSIBLE, "9" * (LONGEST - 60)])
@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_a_page_about_a_row_that_cannot_be_there_is_not_found(client, page, key):
    assert client.get(f"/back-office/partnerships/partnership/{key}/{page}/").status_code == 404
    assert client.get(f"/back-office/r/1/{key}/").status_code == 404


def test_every_key_in_the_back_office_is_a_number():
    assert {model for model in admin.site._registry if not isinstance(model._meta.pk, IntegerField)} == set()
