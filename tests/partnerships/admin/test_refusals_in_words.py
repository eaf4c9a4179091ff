"""What the database refuses, forms refuse first, and in words: no constraint is named to staff."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import F, Q, UniqueConstraint
from django.urls import reverse

from lcep_site import roles
from partnerships.models import CouncilSuccession, LocalAuthority
from tests.factories import make_bridge, make_officer, make_region, make_superuser
from tests.permission_matrix.walk import forms_of, request_of

pytestmark = pytest.mark.django_db
# OwnedForm says so beside the field first (tests/partnerships/forms/test_entries.py).
SAID_BEFORE = "_has_one_owner"


def fields_read(condition):
    """Return the names of the fields that a condition reads."""
    if isinstance(condition, Q):
        return set().union(*map(fields_read, condition.children))
    name, value = condition
    return {name.partition("__")[0]} | ({value.name} if isinstance(value, F) else set())


def constraints_typed_into():
    """Yield the constraints all of whose fields stand in one form of the back office."""
    request = request_of(make_superuser())
    request.resolver_match = None
    with_forms = [each for each in admin.site._registry.values() if getattr(each, "row_page", None) is None]
    for model_admin in with_forms:
        for form in forms_of(model_admin):
            if form is model_admin and not form.has_change_permission(request):
                continue
            made = form.get_form(request) if form is model_admin else form.get_formset(request).form
            for constraint in form.opts.constraints:
                is_checked = not isinstance(constraint, UniqueConstraint) or constraint.condition
                if is_checked and fields_read(constraint.condition) <= made.base_fields.keys():
                    yield constraint


def test_each_constraint_that_a_form_may_meet_says_in_words_what_to_do():
    found = {constraint.name: constraint for constraint in constraints_typed_into()}

    without = {
        name
        for name, constraint in found.items()
        if constraint.violation_error_message == constraint.default_violation_error_message
        and not name.endswith(SAID_BEFORE)
    }
    assert (without, len(found) > 15) == (set(), True)


@pytest.fixture
def editor(client):
    """A client signed in as a national editor."""
    roles.sync()
    user = make_officer()
    user.groups.add(Group.objects.get(name="National editor"))
    client.force_login(user)
    return client


def typed(**fields):
    plan = {"name": "Woking", "successor_name": "West Surrey", "on": "2027-04-01", "source": "https://lgr.example"}
    return plan | {"gss_code": "E07000217", "county": "Surrey"} | fields


def test_a_national_editor_plans_a_change_of_councils_mends_it_and_gives_it_up(editor):
    address = reverse("admin:partnerships_councilsuccession_add")

    editor.post(address, typed())
    plan = CouncilSuccession.objects.get()
    assert plan.county == "Surrey"
    editor.post(reverse("admin:partnerships_councilsuccession_change", args=[plan.pk]), typed(county=""))
    plan.refresh_from_db()
    assert plan.county == ""
    editor.post(reverse("admin:partnerships_councilsuccession_delete", args=[plan.pk]), {"post": "yes"})
    assert not CouncilSuccession.objects.exists()


@pytest.mark.parametrize("code", ["07000217", "W06000001", "E0700021"])
def test_a_wrong_code_is_refused_beside_its_field_and_what_was_typed_stays(editor, code):
    response = editor.post(reverse("admin:partnerships_councilsuccession_add"), typed(gss_code=code))

    form = response.context["adminform"].form
    assert form.errors == {"gss_code": ["Enter a GSS code: E and eight digits, such as E06000065."]}
    assert ('value="West Surrey"' in response.text, CouncilSuccession.objects.exists()) == (True, False)


def test_a_national_editor_enters_a_new_council(editor):
    there = {"region": make_region().pk, "bridge": make_bridge().pk, "type": "unitary authority"}
    typed = {"name": "West Surrey", "gss_code": "E06999999", "slug": "", **there}

    wrong = editor.post(reverse("admin:partnerships_localauthority_add"), typed | {"easting": "500000"})
    editor.post(reverse("admin:partnerships_localauthority_add"), typed)

    assert "Enter both easting and northing, or neither." in wrong.text
    assert LocalAuthority.objects.get().name == "West Surrey"
