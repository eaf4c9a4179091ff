"""A programme or an offer is run by one body, named by a user who may add it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from lcep_site import roles
from partnerships.forms import entries
from partnerships.models import Programme, SupportOffer
from tests.factories import make_bridge, make_officer
from tests.filling import left_as_it_is

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
KINDS = {
    "programme": (Programme, "run_by", {"kind": "investment"}),
    "supportoffer": (SupportOffer, "provider", {"kind": "advice"}),
}
EVERY_KIND = pytest.mark.parametrize("name", KINDS)


def send(client, kind, role, own_bridge, **values):
    """Send the form to add one as an officer of `own_bridge` in `role`, and return the response."""
    roles.sync()
    officer = make_officer(own_bridge)
    officer.groups.add(Group.objects.get(name=role))
    client.force_login(officer)
    address = reverse(f"admin:partnerships_{kind}_add")
    return client.post(address, left_as_it_is(client.get(address)) | {"name": "Fund"} | KINDS[kind][2] | values)


def errors_of(response):
    """Return the messages beside the fields, by field."""
    return {name: list(errors) for name, errors in response.context["adminform"].form.errors.items()}


@EVERY_KIND
def test_two_bodies_are_refused(client, name):
    bridge, other = make_bridge(), KINDS[name][1]

    response = send(client, name, "National editor", bridge, bridge=bridge.pk, **{other: "Council"})

    assert errors_of(response) == {other: [entries.TWO_RUNNERS]}


@EVERY_KIND
def test_nobody_is_refused(client, name):
    response = send(client, name, "National editor", make_bridge())

    assert errors_of(response) == {"bridge": [entries.NO_RUNNER]}


@EVERY_KIND
def test_an_officer_adds_none_for_others(client, name):
    response = send(client, name, "Bridge officer", make_bridge(), **{KINDS[name][1]: "Council"})

    assert errors_of(response) == {"bridge": [entries.NOT_YOUR_BRIDGE]}


@EVERY_KIND
def test_national_staff_add_one_of_another_body_and_an_officer_one_of_their_bridge(client, name):
    bridge, (model, other, _) = make_bridge(), KINDS[name]

    national = send(client, name, "National editor", make_bridge(), **{other: "Council"})
    own = send(client, name, "Bridge officer", bridge, bridge=bridge.pk, name="Own")

    assert (national.status_code, own.status_code) == (302, 302)
    assert (getattr(model.objects.get(name="Fund"), other), model.objects.get(name="Own").bridge) == ("Council", bridge)
