"""Pages of the back office ask the database the same for 3 and for 30 rows that belong to the row they are about."""

from collections import Counter

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages.storage.session import SessionStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lcep_site import roles
from members.models import MemberOrganisation, Membership, SheetImport
from members.models.sheets import SheetKind, SheetState
from partnerships.models.versions import revising
from partnerships.vocabulary import RevisionKind
from tests.factories import make_membership, make_organisation
from tests.lcep_site.related_rows import add_related
from tests.permission_matrix import walk
from tests.permission_matrix.makers import claim
from tests.permission_matrix.people import OWNER, make_person
from tests.permission_matrix.world import make_world, models_of_the_back_office
from tests.signing_in import StaffClient

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.ignore_template_errors,
    pytest.mark.slow,
    pytest.mark.versions,
]
FEW, MANY = 3, 30
MOST_ON_A_CHANGE_PAGE = 40


@pytest.fixture(autouse=True)
def _roles():
    roles.sync()


def queries_of(client, path):
    """Return how many queries the page at `path` takes; None if it does not open."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    if response.status_code == 302 and SessionStorage.session_key in client.session:
        # What it says why is shown now, so that the next page need not.
        client.get(reverse("admin:index"))
    return len(queries) if response.status_code == 200 else None


def paths_of(world):
    """Return the path of every page about a row of `world`, by its name: changes, histories, reviews."""
    return {
        address.name: address.of(world)
        for address in walk.addresses()
        # What deleting asks of the database grows with what would be deleted.
        if {"object_id", "pk"} & set(address.parameters) and not address.name.endswith("_delete")
    }


def signed_in(role, world):
    """Return a client that somebody of `role` is signed in with, and who."""
    client, user = StaffClient(), make_person(role, world)
    client.force_login(user)
    return client, user


def counted(clients, world, pages):
    """Return how many queries each of `pages`, by role and name, takes for the client of that role, where it opens."""
    counts = {}
    for role, (client, user) in clients.items():
        claim(world, user)
        counts |= {page: queries_of(client, path) for page, path in pages.items() if page[0] == role}
    return {page: count for page, count in counts.items() if count is not None}


def test_a_page_about_a_row_asks_the_same_for_few_and_many_rows_of_it():
    world, roles = make_world("Ours"), (OWNER, "Bridge officer")
    clients = {role: signed_in(role, world) for role in roles}
    # Which the site reads once.
    ContentType.objects.get_for_models(*apps.get_models())
    add_related(world, FEW)
    pages = {(role, name): path for role in roles for name, path in paths_of(world).items()}
    few = counted(clients, world, pages)

    add_related(world, MANY - FEW)
    many = counted(clients, world, {page: pages[page] for page in few})

    assert {page: (few[page], many.get(page)) for page in few if few[page] != many.get(page)} == {}
    changes = {page: count for page, count in many.items() if page[1].endswith("_change")}
    assert {page: count for page, count in changes.items() if count >= MOST_ON_A_CHANGE_PAGE} == {}
    opened = Counter(role for role, _ in changes)
    # All but that of a working copy, which leads to its form on the page of the entry.
    assert (opened[OWNER], opened["Bridge officer"] > 10) == (len(models_of_the_back_office()) - 1, True)
    needed = ("propose-change", "partnership-check", "partnerships_partnership_restore")
    assert {(role, name) for role in roles for name in needed} <= set(few)


def add_members(partnership, number, kind):
    """Make new organisations members of `partnership` by one act of `kind`, and return its revision."""
    with revising(kind=kind) as revision:
        for _ in range(number):
            make_membership(partnership=partnership, organisation=make_organisation())
        return revision.write()


def undo_of_entry(partnership, revision, user):
    return reverse("admin:partnerships_partnership_undo", args=[partnership.pk, revision.pk])


def undo_of_import(partnership, revision, user):
    sheet = SheetImport.objects.create(kind=SheetKind.MEMBERS, state=SheetState.DONE, revision=revision, by=user)
    return reverse("admin:members_sheetimport_undo", args=[sheet.pk])


def as_they_were(revision):
    """Change nothing."""


def changed_since(revision):
    for membership in Membership.objects.filter(pk__in=Membership.versions.filter(revision=revision).values("id")):
        membership.save()


def referred_to_since(revision):
    organisations = MemberOrganisation.versions.filter(revision=revision).values("id")
    for organisation in MemberOrganisation.objects.filter(pk__in=organisations):
        make_membership(organisation=organisation)


@pytest.mark.parametrize("since", [as_they_were, changed_since, referred_to_since])
@pytest.mark.parametrize(("page", "kind"), [(undo_of_entry, RevisionKind.MERGE), (undo_of_import, RevisionKind.IMPORT)])
def test_a_page_to_undo_an_act_asks_the_same_for_few_and_many_rows(page, kind, since):
    world = make_world("Ours")
    client, user = signed_in("Bridge officer", world)
    ContentType.objects.get_for_models(*apps.get_models())
    counts = []

    for number in (FEW, MANY):
        revision = add_members(world.partnership, number, kind)
        since(revision)
        counts.append(queries_of(client, page(world.partnership, revision, user)))

    assert counts[0] == counts[1]
