"""Enquiries from before their recipient was written with them get the one that would have been named."""

from importlib import import_module

import pytest
from django.apps import apps

from partnerships.models import Enquiry
from tests.factories import make_bridge, make_enquiry, make_partnership, make_user

pytestmark = pytest.mark.django_db
MIGRATION = import_module("partnerships.migrations.0012_recipients_of_enquiries")
NATIONAL_DESK = "the national desk of this directory"


def test_an_enquiry_of_before_names_its_partnership_its_desk_if_anybody_is_there_or_the_national_desk():
    told, staffed, empty = (
        make_bridge(name="Told", enquiries_email="a@b.example"),
        make_bridge(name="Staffed"),
        make_bridge(),
    )
    staffed.officers.add(make_user(is_staff=True, email="officer@b.example"))
    partnership = make_partnership(name="Leeds33", bridge=told)
    routes = [
        {"route": "partnership", "partnership": partnership, "desk": told},
        {"route": "partnership", "partnership": partnership, "desk": told},
        {"route": "support", "partnership": partnership, "desk": staffed},
        {"route": "bridge", "desk": told},
        {"route": "bridge", "desk": empty},
        {"route": "national"},
        # Its partnership was deleted since.
        {"route": "partnership", "desk": told},
    ]
    for route in routes:
        make_enquiry(recipient_name="", **route)

    MIGRATION.name_recipients(apps, None)

    named = [*Enquiry.objects.order_by("pk").values_list("recipient_name", flat=True)]
    assert named == ["Leeds33", "Leeds33", "Staffed", "Told", NATIONAL_DESK, NATIONAL_DESK, "Told"]
