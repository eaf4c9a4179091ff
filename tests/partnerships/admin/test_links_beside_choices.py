"""What opens the row that is chosen in a form: not there where the row may be another Bridge Organisation's."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from lcep_site import roles
from tests.factories import make_bridge, make_membership, make_partnership, make_superuser
from tests.partnerships.admin.editorial_forms import in_role

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
# What may be chosen of another Bridge Organisation, and so not be opened.
OF_OTHERS = {"memberorganisation", "programme"}
OPENING = re.compile(r'data-href-template="/back-office/\w+/(\w+)/__fk__/')


@pytest.fixture
def bridge():
    roles.sync()
    return make_bridge(name="Arch")


def opened_from(client, address):
    """Return the kinds of rows that are opened from the form at `address`; None if there is no such form for them."""
    page = client.get(address)
    return set(OPENING.findall(page.text)) if page.status_code == 200 else None


def forms():
    """Return the addresses of all forms in which a row is added."""
    return [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add") for model in admin.site._registry]


@pytest.mark.parametrize("role", ["Bridge officer", "Coordinator"])
def test_no_form_opens_what_may_be_anothers(client, bridge, role):
    client.force_login(in_role(role, bridge))
    own = make_membership(partnership=make_partnership(bridge=bridge))
    entry = reverse("admin:partnerships_partnership_change", args=[own.partnership.pk])
    pages = [reverse("admin:members_membership_change", args=[own.pk]), entry, *forms()]

    opened = [kinds for page in pages if (kinds := opened_from(client, page)) is not None]

    assert len(opened) > 2
    assert not OF_OTHERS & set().union(*opened)
    # What is the same for everybody, or their own, opens as ever.
    assert "partnership" in set().union(*opened)


def test_who_may_open_them_all_has_the_links(client, bridge):
    client.force_login(make_superuser())

    opened = set().union(*(kinds for page in forms() if (kinds := opened_from(client, page)) is not None))

    assert opened >= OF_OTHERS


def test_who_may_add_one_may_do_so_from_the_form_still(client, bridge):
    client.force_login(in_role("Bridge officer", bridge))

    page = client.get(reverse("admin:members_membership_add")).text

    assert 'id="add_id_organisation"' in page
    assert 'id="change_id_organisation"' not in page and 'id="view_id_organisation"' not in page
