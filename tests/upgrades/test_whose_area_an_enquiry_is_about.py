"""What only the desk of an enquiry said until now, that it is about a Bridge Organisation, it says itself."""

from importlib import import_module

import pytest
from django.apps import apps

from partnerships.models import Enquiry
from tests.factories import make_authority, make_bridge, make_enquiry

pytestmark = pytest.mark.django_db
MIGRATION = import_module("partnerships.migrations.0025_whose_area_an_enquiry_is_about")


def test_one_that_names_no_place_is_about_the_bridge_organisation_it_lay_with():
    desk = make_bridge(name="Arch")
    make_enquiry(desk=desk)
    make_enquiry(desk=desk, authority=make_authority(bridge=desk))
    make_enquiry()

    MIGRATION.say_whose_area(apps, None)

    assert [*Enquiry.objects.order_by("pk").values_list("bridge", flat=True)] == [desk.pk, None, None]
