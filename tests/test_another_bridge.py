"""To staff of one Bridge Organisation the rows of another do not exist: not by any link, search, choice or address.

Every word of the other's rows is marked. What is everybody's carries no mark: the names of Bridge Organisations,
regions, local authorities, sectors and priorities, and the one organisation that takes part in both.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from members.models import MemberOrganisation, Membership
from tests.drawing import undrawn
from tests.filling import left_as_it_is, opened
from tests.permission_matrix import walk
from tests.permission_matrix.asking import TO_THEIRS
from tests.permission_matrix.looking import Look, text_of
from tests.permission_matrix.people import EVERY_RIGHT, OF_ONE_BRIDGE
from tests.permission_matrix.world import (
    MARK,
    SECRET,
    is_of_a_bridge,
    may_be_chosen,
    models_of_the_back_office,
    snapshot,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
EVERY_ROLE = pytest.mark.parametrize("role", [*OF_ONE_BRIDGE, EVERY_RIGHT])
# For slow tests: the other roles read no more than these.
TWO_ROLES = pytest.mark.parametrize("role", ["Coordinator", EVERY_RIGHT])


@pytest.mark.slow
def test_no_link_leads_to_a_word_of_it_and_no_form_offers_its_rows(sign_in, client, worlds):
    """Nor to somebody who was given every right by hand. The other roles: tests/test_permission_matrix.py."""
    sign_in(EVERY_RIGHT)
    look = Look(worlds[1])
    for address in [reverse("admin:index"), *forms_of(worlds[0])]:
        look.at("GET", address, client.get(address))

    waiting = look.follow(client)

    assert (look.leaks, look.offers) == ({}, [])
    assert (waiting, len(look.seen) > 40, look.choices > 10) == ([], True, True)


def test_the_walk_would_notice_what_it_looks_for(sign_in, client):
    sign_in("National editor")

    page = text_of(client.get(reverse("admin:partnerships_partnership_changelist")))

    assert SECRET.search(page)


@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_address_that_names_its_rows_tells_a_word_or_changes_one(sign_in, client, worlds, verb):
    """Nor to somebody who was given every right by hand. The other roles: tests/test_permission_matrix.py."""
    sign_in(EVERY_RIGHT)
    ours, theirs = worlds
    before, leaks = snapshot(theirs), []

    for address in walk.addresses():
        if {"object_id", "pk", "id"} & set(address.parameters) and is_of_a_bridge(address.model):
            path = address.of(theirs)
            response = getattr(client, verb)(path, TO_THEIRS)
            leaks += [path] if SECRET.search(text_of(response)) else []

    assert (leaks, snapshot(theirs)) == ([], before)


@EVERY_ROLE
def test_no_action_reaches_its_rows(sign_in, client, worlds, role):
    user = sign_in(role)
    ours, theirs = worlds
    before, leaks, tried = snapshot(theirs), [], 0

    for action in sorted(walk.actions_offered(user)):
        label, name = action.split()
        model = next(model for model in models_of_the_back_office() if model._meta.label_lower == label)
        if is_of_a_bridge(model):
            address = reverse(f"admin:{label.replace('.', '_')}_changelist")
            sent = {"action": name, "_selected_action": [theirs.rows[model].pk], "select_across": "1", "post": "yes"}
            response = client.post(address, sent)
            leaks += [action] if SECRET.search(text_of(response)) else []
            tried += 1

    assert (leaks, snapshot(theirs)) == ([], before)
    assert tried > (3 if role != "Bridge viewer" else 0)


@pytest.mark.slow
@TWO_ROLES
def test_no_search_filter_or_export_reaches_its_rows(sign_in, client, worlds, role):
    sign_in(role)
    ours, theirs = worlds
    leaks, found = [], 0

    for model in filter(is_of_a_bridge, models_of_the_back_office()):
        for query in queries(model, theirs):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            with undrawn():
                response = client.get(address, query, follow=True)
            context = getattr(response, "context_data", None) or {}
            leaks += [(address, query) for row in rows_of(context) if SECRET.search(str(row))]
            found += len(rows_of(context))

    assert (leaks, found > 20) == ([], True)


def rows_of(context):
    """Return the rows that a list shows; none if it is no list."""
    return context["cl"].result_list if "cl" in context else []


def queries(model, theirs):
    """Yield the query strings of a list that could reach rows of `theirs`."""
    yield {"q": MARK}
    yield {"_popup": "1", "q": MARK}
    yield {"_to_field": "id", "_popup": "1"}
    for field in model._meta.get_fields():
        related = field.related_model
        if related in theirs.rows:
            yield {f"{field.name}__id__exact": theirs.rows[related].pk}
            yield {f"{field.name}__name__startswith": MARK}


def test_no_choice_offers_its_rows(sign_in, client, worlds):
    """Nor to somebody who was given every right by hand. The other roles: tests/test_permission_matrix.py."""
    sign_in(EVERY_RIGHT)

    for app, model, name in walk.choices():
        related = apps.get_model(app, model)._meta.get_field(name).related_model
        if not (related in worlds[1].rows and may_be_chosen(worlds[1].rows[related])):
            assert walk.choice_offered(client, (app, model, name), worlds) != "all", (app, model, name)


@EVERY_ROLE
def test_a_choice_cannot_be_asked_for_by_another_field_or_key(sign_in, client, role):
    sign_in(role)
    query = {"app_label": "members", "model_name": "membership", "field_name": "partnership"}

    for more in ({"term": MARK}, {"term": MARK, "to_field": "slug"}, {"term": "", "page": "1"}):
        assert not SECRET.search(text_of(client.get(reverse("admin:autocomplete"), query | more)))


def forms_of(world):
    """Yield the address of every form to add a row or to change that of `world`."""
    for model in models_of_the_back_office():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield from (reverse(f"{base}_add"), reverse(f"{base}_change", args=[world.rows[model].pk]))


def test_no_form_takes_its_rows(sign_in, client, worlds):
    sign_in(EVERY_RIGHT)
    theirs, tried = worlds[1], 0

    for address in forms_of(worlds[0]):
        form = opened(client, address)
        context = getattr(form, "context_data", None) or {}
        fields = context["adminform"].form.fields if "adminform" in context else {}
        for name, field in fields.items():
            related = getattr(getattr(field, "queryset", None), "model", None)
            if related in theirs.rows and is_of_a_bridge(related) and not may_be_chosen(theirs.rows[related]):
                key = theirs.rows[related].pk
                with undrawn():
                    again = client.post(address, left_as_it_is(form) | {name: key, "_save": "Save"})
                assert again.status_code == 200, (address, name)
                assert name in again.context_data["adminform"].form.errors, (address, name)
                tried += 1

    assert tried > 5


def shared():
    """Return the organisation that takes part in partnerships of both."""
    return MemberOrganisation.objects.get(name="Shared organisation")


@pytest.mark.parametrize("role", ["Bridge officer", EVERY_RIGHT])
def test_an_organisation_of_both_shows_and_saves_ones_own_memberships_only(sign_in, client, worlds, role):
    sign_in(role)
    ours = shared().memberships.get(partnership=worlds[0].partnership)
    theirs = shared().memberships.get(partnership=worlds[1].draft)
    before = Membership.objects.filter(pk=theirs.pk).values().get()
    address = reverse("admin:members_memberorganisation_change", args=[shared().pk])

    sent = left_as_it_is(opened(client, address))
    client.post(address, sent | {"website": "https://shared.example/", "memberships-0-since": "2016"})

    ours.refresh_from_db()
    assert sent["memberships-TOTAL_FORMS"] == 1
    assert (shared().website, ours.since) == ("https://shared.example/", "2016")
    assert Membership.objects.filter(pk=theirs.pk).values().get() == before


@pytest.mark.parametrize("role", ["Bridge officer", EVERY_RIGHT])
def test_a_membership_of_the_other_cannot_be_changed_through_a_form_of_ones_own(sign_in, client, worlds, role):
    sign_in(role)
    theirs = shared().memberships.get(partnership=worlds[1].draft)
    address = reverse("admin:members_memberorganisation_change", args=[shared().pk])

    sent = left_as_it_is(opened(client, address)) | {"memberships-0-id": theirs.pk, "memberships-0-since": "1999"}
    client.post(address, sent | {"memberships-0-DELETE": "on"})

    theirs.refresh_from_db()
    assert theirs.since == ""


def test_an_organisation_of_both_is_deleted_only_by_who_may_touch_all_of_it(sign_in, client):
    sign_in(EVERY_RIGHT)
    address = reverse("admin:members_memberorganisation_delete", args=[shared().pk])

    asked, deleted = client.get(address), client.post(address, {"post": "yes"})

    assert (asked.status_code, deleted.status_code) == (403, 403)
    assert shared().memberships.count() == 2


def test_one_that_is_ones_own_alone_can_be_deleted(sign_in, client, worlds):
    sign_in(EVERY_RIGHT)
    own = worlds[0].rows[MemberOrganisation]

    response = client.post(reverse("admin:members_memberorganisation_delete", args=[own.pk]), {"post": "yes"})

    assert response.status_code == 302
    assert not MemberOrganisation.objects.filter(pk=own.pk).exists()


@EVERY_ROLE
def test_the_way_to_the_public_page_is_for_ones_own_rows(sign_in, client, worlds, role):
    sign_in(role)
    answers = []

    for world in worlds:
        for row in (world.partnership, world.draft):
            address = next(address for address in walk.addresses() if address.name == "view_on_site")
            path = address.of(world).replace(f"/{world.partnership.pk}/", f"/{row.pk}/")
            answers.append(client.get(path).status_code)

    assert answers == [302, 302, 404, 404]
    assert admin.site.is_registered(MemberOrganisation)
