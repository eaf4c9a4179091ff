"""What staff do in the back office leaves the text search equal to a fresh one."""

import pytest
from django.forms import FileField
from django.urls import reverse

from members.models import MemberOrganisation, Membership
from partnerships.models import (
    BridgeOrganisation,
    LocalAuthority,
    Partnership,
    PartnershipPriority,
    Programme,
    Region,
    SearchDocument,
    Sector,
    StrategicPriority,
)
from partnerships.search import text_index
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_region,
    make_sector,
    make_superuser,
)
from tests.filling import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    """Return a client signed in as somebody who may do everything."""
    client.force_login(make_superuser())
    return client


@pytest.fixture
def partnership():
    """Return a partnership that says something of every kind of row there is, with a fresh index."""
    bridge = make_bridge(name="Arch")
    authority = make_authority(region=make_region(name="Wolds"), bridge=bridge, name="Leeds", county="Ridings")
    partnership = make_partnership([authority], support_organisation=make_bridge())
    partnership.names.create(name="Artforms")
    partnership.stated_priorities.create(priority=make_priority(name="Voice"), wording="Listen")
    partnership.sectors_sought.add(make_sector(name="Circus"))
    partnership.programme_participations.create(programme=make_programme(name="Lab"))
    organisation = make_organisation(name="Lowry", sector=make_sector(name="Gallery"), authority=authority)
    make_membership(partnership=partnership, organisation=organisation)
    make_membership(organisation=organisation)
    text_index.rebuild()
    return partnership


PARTS = ("names", "places", "themes", "rest")


def index():
    """Return all that is indexed now."""
    return list(SearchDocument.objects.order_by("kind", "object_id").values_list("kind", "object_id", *PARTS))


def assert_index_is_fresh(*, unlike):
    """Check that the index has changed since it was `unlike` this, and is what a new one would be."""
    current = index()
    text_index.rebuild()
    assert current == index()
    assert current != unlike


def admin_url(row, page):
    """Return the address of a page of the back office about `row`."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk] if page != "add" else [])


def values_of(form, prefix):
    """Return what a browser would send for `form` if nothing were changed."""
    values = {}
    for name, field in form.fields.items():
        prepared = None if isinstance(field, FileField) else field.prepare_value(form[name].value())
        if prepared is not None and prepared is not False:
            values[f"{prefix}{name}"] = prepared
    return values


def sent_from(response, **changes):
    """Return what a browser would send from the change page in `response`, with `changes`."""
    values = {}
    for formset in response.context_data["inline_admin_formsets"]:
        values |= values_of(formset.formset.management_form, f"{formset.formset.prefix}-")
        for form in formset.formset.initial_forms:
            values |= values_of(form, f"{form.prefix}-")
    form = response.context_data["adminform"].form
    return values | values_of(form, "") | changes


CHANGES = [
    (Region, {"name": "Moors"}),
    (LocalAuthority, {"name": "Whitby"}),
    (BridgeOrganisation, {"name": "Span"}),
    (StrategicPriority, {"name": "Clay"}),
    (PartnershipPriority, {"wording": "Dance"}),
    (Programme, {"name": "Choirs"}),
    (Partnership, {"name": "Renamed"}),
    (Partnership, {"authorities": []}),
    (Partnership, {"names-0-name": "Other"}),
    (Partnership, {"names-0-DELETE": "on"}),
    (MemberOrganisation, {"name": "Tate"}),
    (MemberOrganisation, {"authority": ""}),
    (MemberOrganisation, {"memberships-0-DELETE": "on"}),
    (Membership, {"until": "2019"}),
]


@pytest.mark.parametrize(("model", "changes"), CHANGES)
def test_a_change_is_found_at_once(editor, partnership, model, changes):
    before, row = index(), model.objects.order_by("pk").first()
    if "authorities" in changes:
        changes = {"authorities": [make_authority(bridge=partnership.bridge).pk]}
    url = admin_url(row, "change")

    response = editor.post(url, sent_from(opened(editor, url), **changes))

    assert response.status_code == 302, response.context["errors"]
    assert_index_is_fresh(unlike=before)


@pytest.mark.parametrize("name", ["Circus", "Gallery"])
def test_a_changed_sector_is_found_at_once(editor, partnership, name):
    before, url = index(), admin_url(Sector.objects.get(name=name), "change")

    editor.post(url, sent_from(opened(editor, url), name="Puppetry"))

    assert_index_is_fresh(unlike=before)


def test_a_membership_that_moves_leaves_one_partnership_for_the_other(editor, partnership):
    membership, other = Membership.objects.filter(partnership=partnership).get(), make_partnership()
    text_index.refresh(other)
    before, url = index(), admin_url(membership, "change")

    editor.post(url, sent_from(opened(editor, url), partnership=other.pk))

    assert_index_is_fresh(unlike=before)


def test_what_is_added_is_found_at_once(editor, partnership):
    before, organisation = index(), make_organisation(name="Tate")
    text_index.refresh(organisation)

    response = editor.post(
        admin_url(Membership(), "add"),
        {"partnership": partnership.pk, "organisation": organisation.pk, "role": "member"},
    )

    assert response.status_code == 302
    assert_index_is_fresh(unlike=before)


DELETED = [MemberOrganisation, Membership, PartnershipPriority, Programme, Partnership]


@pytest.mark.parametrize("model", DELETED)
def test_what_is_deleted_is_not_found_any_more(editor, partnership, model):
    before, row = index(), model.objects.order_by("pk").first()

    response = editor.post(admin_url(row, "delete"), {"post": "yes"})

    assert response.status_code == 302
    assert_index_is_fresh(unlike=before)


@pytest.mark.parametrize("model", DELETED)
def test_what_is_deleted_from_a_list_is_not_found_any_more(editor, partnership, model):
    before, row = index(), model.objects.order_by("pk").first()
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_changelist")

    response = editor.post(url, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})

    assert response.status_code == 302
    assert_index_is_fresh(unlike=before)
