"""To staff of one Bridge Organisation the rows of another do not exist: not by any link, search, choice or address.

Every word of the other's rows is marked. What is everybody's carries no mark: the names of Bridge Organisations,
regions, local authorities, sectors and priorities, and the one organisation that takes part in both.
"""

import html
import re
from urllib.parse import urljoin

import pytest
from django.contrib import admin
from django.forms.models import ModelChoiceField
from django.urls import reverse

from members.models import MemberOrganisation, Membership
from tests.filling import left_as_it_is
from tests.permission_matrix import walk
from tests.permission_matrix.asking import TO_THEIRS
from tests.permission_matrix.people import EVERY_RIGHT, OF_ONE_BRIDGE
from tests.permission_matrix.walk import text_of
from tests.permission_matrix.world import (
    MARK,
    SECRET,
    is_of_a_bridge,
    models_of_the_back_office,
    snapshot,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
MAX_PAGES = 700
EVERY_ROLE = pytest.mark.parametrize("role", [*OF_ONE_BRIDGE, EVERY_RIGHT])
# For slow tests: the other roles read no more than these.
TWO_ROLES = pytest.mark.parametrize("role", ["Coordinator", EVERY_RIGHT])
BACK_OFFICE = "/back-office/"
SIGN_OUT = reverse("admin:logout")


def links_of(page, address):
    """Return the links and forms of a page to others of the back office, with at most one choice made on a list."""
    links = {urljoin(address, html.unescape(link)) for link in re.findall(r'(?:href|action)="([^"#]+)"', page)}
    inside = {link for link in links if link.startswith(BACK_OFFICE) and not link.startswith(SIGN_OUT)}
    return {link.partition("?_changelist_filters")[0] for link in inside if not re.search("[?&](o|_facets)=|&", link)}


def alike(link):
    """Return what `link` has in common with those that only choose another value on the same page."""
    path, _, query = link.partition("?")
    return path, tuple(name.partition("=")[0] for name in query.split("&"))


@pytest.mark.slow
@TWO_ROLES
def test_no_link_leads_to_a_word_of_it(sign_in, client, role):
    sign_in(role)
    seen, known, waiting, leaks = set(), set(), [reverse("admin:index")], {}
    while waiting and len(seen) < MAX_PAGES:
        address = waiting.pop(0)
        seen.add(address)
        response = client.get(address)
        page = text_of(response)
        if match := SECRET.search(page):
            leaks[address] = page[max(0, match.start() - 200) : match.end() + 80]
        if "text/html" in response.get("Content-Type", ""):
            new = {alike(link): link for link in sorted(links_of(page, address)) if alike(link) not in known}
            known |= new.keys()
            waiting += new.values()

    assert leaks == {}
    assert (waiting, len(seen) > 40) == ([], True)


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
    leaks = []

    for model in filter(is_of_a_bridge, models_of_the_back_office()):
        for query in queries(model, theirs):
            address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            response = client.get(address, query, follow=True)
            rows = response.context["cl"].result_list if response.context and "cl" in response.context else []
            leaks += [(address, query) for row in rows if SECRET.search(str(row))]

    assert leaks == []


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

    for choice in walk.choices():
        assert walk.choice_offered(client, choice, worlds) != "all", choice


@EVERY_ROLE
def test_a_choice_cannot_be_asked_for_by_another_field_or_key(sign_in, client, role):
    sign_in(role)
    query = {"app_label": "members", "model_name": "membership", "field_name": "partnership"}

    for more in ({"term": MARK}, {"term": MARK, "to_field": "slug"}, {"term": "", "page": "1"}):
        assert not SECRET.search(text_of(client.get(reverse("admin:autocomplete"), query | more)))


def forms_on(client, worlds):
    """Yield every form to add or change a row of ours, as (address, answer), where it opens."""
    for model in models_of_the_back_office():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for address in (reverse(f"{base}_add"), reverse(f"{base}_change", args=[worlds[0].rows[model].pk])):
            response = client.get(address)
            if response.status_code == 200 and "adminform" in (response.context or {}):
                yield address, response


@EVERY_ROLE
def test_no_form_offers_its_rows(sign_in, client, worlds, role):
    sign_in(role)
    theirs, looked_at = worlds[1], 0

    for address, response in forms_on(client, worlds):
        forms = [response.context["adminform"].form]
        for inline in response.context["inline_admin_formsets"]:
            forms += [*inline.formset.forms, inline.formset.empty_form]
        # The key of an inline's row is no choice: one that is not on the page is not found (see below).
        fields = (item for form in forms for item in form.fields.items())
        for field in (field for name, field in fields if name != "id"):
            if isinstance(field, ModelChoiceField) and field.queryset.model in theirs.rows:
                model = field.queryset.model
                offered = is_of_a_bridge(model) and field.queryset.filter(pk=theirs.rows[model].pk).exists()
                assert not offered, (address, field.label)
                looked_at += 1

    assert looked_at > (10 if role in {"Bridge officer", EVERY_RIGHT} else 0)


def test_no_form_takes_its_rows(sign_in, client, worlds):
    sign_in(EVERY_RIGHT)
    theirs, tried = worlds[1], 0

    for address, response in list(forms_on(client, worlds)):
        fields = response.context["adminform"].form.fields
        for name, field in fields.items():
            related = getattr(getattr(field, "queryset", None), "model", None)
            if related in theirs.rows and is_of_a_bridge(related):
                key = theirs.rows[related].pk
                sent = left_as_it_is(response) | {name: key, "_save": "Save"}
                again = client.post(address, sent)
                assert again.status_code == 200, (address, name)
                assert name in again.context["adminform"].form.errors, (address, name)
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

    sent = left_as_it_is(client.get(address))
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

    sent = left_as_it_is(client.get(address)) | {"memberships-0-id": theirs.pk, "memberships-0-since": "1999"}
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
