"""Who is said to read a proposal: the staff of the entry's Bridge Organisation only where there are any."""

import pytest
from django.urls import reverse

from tests.factories import make_bridge, make_partnership, make_user
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("account", "reviewers"),
    [
        ({"is_staff": True}, "Staff of IVE or of this directory read what you send"),
        ({"is_staff": True, "is_active": False}, "Staff of this directory read what you send"),
        ({}, "Staff of this directory read what you send"),
    ],
)
def test_the_form_for_corrections_names_who_reads_them(client, account, reviewers):
    bridge = make_bridge(name="IVE")
    bridge.officers.add(make_user(**account))
    partnership = make_partnership(bridge=bridge)

    assert reviewers in words_of(client.get(reverse("members:correction-create", args=[partnership.slug])))
