"""The page for those who are new leads each to ten pages at most, all of which they may open."""

import re

import pytest
from django.urls import reverse

from lcep_site import roles
from lcep_site.first_steps import MOST, STEPS
from tests.factories import make_bridge, make_officer
from tests.partnerships.admin.editorial_forms import in_role

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
FIRST_STEPS = reverse("admin:first-steps")
# How many steps there are for each; somebody without a role has those of everybody.
NUMBERS = {
    "Bridge officer": 10,
    "National editor": 10,
    "Coordinator": 9,
    "Bridge viewer": 6,
    "Developer": 5,
    "": 4,
}


@pytest.mark.parametrize("role", NUMBERS)
def test_each_is_led_to_pages_that_they_may_open(client, role):
    roles.sync()
    bridge = make_bridge()
    client.force_login(in_role(role, bridge) if role else make_officer(bridge))

    page = client.get(FIRST_STEPS)

    assert len(page.context["steps"]) == NUMBERS[role] <= MOST
    refused = {url for _, url in page.context["steps"] if client.get(url, follow=True).status_code != 200}
    assert refused == set()


def test_every_step_is_somebodys(client):
    shown = set()
    for role in NUMBERS:
        client.force_login(in_role(role, make_bridge()) if role else make_officer())
        shown |= {step.title for step, _ in client.get(FIRST_STEPS).context["steps"]}

    assert shown == {step.title for step in STEPS}


def test_every_page_of_the_back_office_leads_there(client):
    client.force_login(make_officer())

    assert re.search(rf'<a href="{FIRST_STEPS}">First steps</a>', client.get(reverse("admin:index")).text)
