"""What the place and the partnerships of a member organisation told until now, who looks after it, it says itself."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from members.models import MemberOrganisation
from tests.factories import make_authority, make_bridge, make_membership, make_organisation
from tests.factories import make_partnership as partnership_of
from tests.looking_after import leave_to_national_staff

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
MIGRATION = import_module("members.migrations.0014_who_looks_after_organisations")


def test_it_is_the_only_bridge_of_its_partnerships_or_that_of_its_place_or_nobody_and_so_in_its_versions():
    arch, ive = make_bridge(name="Arch"), make_bridge(name="IVE")
    there = {"authority": make_authority(bridge=ive)}
    rows = {
        "of one": ([arch], there, arch),
        "of both": ([arch, ive], there, ive),
        "of both, placeless": ([arch, ive], {}, None),
        "of none": ([], there, ive),
        "of none, placeless": ([], {}, None),
    }
    for name, (bridges, where, _) in rows.items():
        organisation = make_organisation(name=name, **where)
        for bridge in bridges:
            make_membership(partnership=partnership_of(bridge=bridge), organisation=organisation)
        leave_to_national_staff(organisation)

    MIGRATION.say_who_looks_after_each(apps, SimpleNamespace(connection=connection))

    for organisation in MemberOrganisation.objects.all():
        expected = rows[organisation.name][2]
        assert organisation.looked_after_by == expected, organisation
        assert {version.looked_after_by for version in organisation.versions.all()} == {expected}, organisation
