"""An address narrows a list of the back office as its filters do, and in no other way: what is not shown stays so."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import resolve, reverse

from partnerships.admin.lists import narrows_as_offered
from partnerships.models import OutgoingMail
from tests.factories import make_superuser, make_user
from tests.permission_matrix.people import make_person
from tests.permission_matrix.world import make_both, models_of_the_back_office

pytestmark = pytest.mark.django_db

FAR = 4
ASKING = ("", "exact", "iexact", "startswith", "regex", "iregex", "contains", "gt", "lte", "in", "isnull", "range")
# Where a secret stands: what nobody is shown, whatever else of the row they are.
SECRETS = {
    (User, "password"),
    (Authenticator, "data"),
    (UserSession, "session_key"),
    (UserSession, "ip"),
    (OutgoingMail, "text"),
    (OutgoingMail, "html"),
    (OutgoingMail, "headers"),
}
MUST_BE_REACHED = {"password", "data", "session_key", "text"}


def paths_to_secrets(model):
    """Return how lookups of `model` reach each secret, by every way of up to FAR relations without coming back."""
    found, ways = set(), [((), model, {model})]
    for _ in range(FAR):
        longer = []
        for path, at, passed in ways:
            found |= {"__".join([*path, name]) for secret, name in SECRETS if at is secret}
            for relation in (field for field in at._meta.get_fields(include_hidden=True) if field.is_relation):
                related = relation.related_model
                # Hidden ones have no name that a lookup could use.
                if related in passed or related is None or getattr(relation, "hidden", False):
                    continue
                longer.append(((*path, relation.name), related, passed | {related}))
        ways = longer
    return found


def test_no_lookup_of_any_list_reaches_a_secret(rf):
    request = rf.get("/")
    request.user = make_superuser()
    reached, let_through = set(), []
    for model in models_of_the_back_office():
        model_admin = admin.site.get_model_admin(model)
        for path in paths_to_secrets(model):
            reached.add(path.rpartition("__")[2])
            lookups = [f"{path}__{asking}".removesuffix("__") for asking in ASKING]
            let_through += [(model, lookup) for lookup in lookups if model_admin.lookup_allowed(lookup, "^a", request)]

    assert let_through == []
    assert reached >= MUST_BE_REACHED


@pytest.mark.parametrize("model", models_of_the_back_office())
def test_no_column_can_be_asked_for_patterns(rf, model):
    model_admin, request = admin.site.get_model_admin(model), rf.get("/")
    request.user = make_superuser()
    names = [field.name for field in model._meta.get_fields()]
    patterns = [f"{name}__{asking}" for name in names for asking in ("regex", "startswith", "contains", "gt", "range")]

    assert [lookup for lookup in patterns if model_admin.lookup_allowed(lookup, "a", request)] == []


@pytest.mark.parametrize("model", models_of_the_back_office())
def test_every_filter_of_a_list_still_works(rf, model):
    model_admin, request = admin.site.get_model_admin(model), rf.get("/")
    request.user, request.resolver_match = make_superuser(), resolve(model_admin.entry_url("changelist"))
    specs = model_admin.get_changelist_instance(request).filter_specs
    parameters = {parameter for spec in specs for parameter in spec.expected_parameters()}
    if model_admin.date_hierarchy:
        parameters |= {f"{model_admin.date_hierarchy}__{part}" for part in ("year", "month", "day")}

    assert {name for name in parameters if not model_admin.lookup_allowed(name, "1", request)} == set()


def test_a_filter_allows_no_other_field_that_begins_like_it():
    assert narrows_as_offered("bridge__id__exact", ["bridge"], None)
    assert not narrows_as_offered("bridge__staff__password", ["bridge"], None)
    assert not narrows_as_offered("bridge_two", ["bridge"], None)
    assert not narrows_as_offered("at__gt", [], "at")


def test_an_address_that_asks_for_a_password_is_refused(staff_client):
    staff_client.force_login(make_superuser())
    make_user(password="md5$salt$abc")
    address = reverse("admin:auth_user_changelist")

    for query in ("password__regex=^md5", "password__startswith=md5", "password=x", "groups__user__password__gt=a"):
        answer = staff_client.get(f"{address}?{query}")
        assert (answer.status_code, answer["Location"]) == (302, f"{address}?e=1"), query
    assert staff_client.get(f"{address}?q=a").status_code == 200


def test_the_secrets_are_columns_that_there_are():
    assert all(apps.get_model(model._meta.label)._meta.get_field(name) for model, name in SECRETS)


def test_an_officer_follows_a_chart_to_the_entries_of_their_bridge(staff_client):
    world = make_both()[0]
    staff_client.force_login(make_person("Bridge officer", world))
    address = reverse("admin:partnerships_partnership_changelist")

    assert staff_client.get(f"{address}?bridge__id__exact={world.bridge.pk}").status_code == 200
