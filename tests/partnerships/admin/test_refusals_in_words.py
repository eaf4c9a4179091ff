"""What the database refuses, forms refuse first, and in words: no constraint is named to staff."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import UniqueConstraint
from django.urls import reverse

from lcep_site import roles
from members.models import Membership
from partnerships.forms.rows import TWICE, RowForm, fields_of
from partnerships.models import CouncilSuccession, LocalAuthority
from tests.factories import (
    make_bridge,
    make_officer,
    make_organisation,
    make_partnership,
    make_region,
    make_superuser,
)
from tests.partnerships.admin.editorial_forms import send
from tests.permission_matrix.walk import forms_of, request_of

pytestmark = pytest.mark.django_db
# OwnedForm says so beside the field first (tests/partnerships/forms/test_entries.py).
SAID_BEFORE = "_has_one_owner"


def forms_of_rows():
    """Yield the classes of forms and rows of the back office."""
    request = request_of(make_superuser())
    request.resolver_match = None
    with_forms = [each for each in admin.site._registry.values() if getattr(each, "row_page", None) is None]
    for model_admin in with_forms:
        for form in forms_of(model_admin):
            if form is model_admin and not form.has_change_permission(request):
                continue
            made = form.get_form(request) if form is model_admin else form.get_formset(request).form
            yield made


def constraints_typed_into():
    """Yield the constraints all of whose fields stand in one form of the back office, each with that form."""
    for form in forms_of_rows():
        for constraint in form._meta.model._meta.constraints:
            if set(fields_of(constraint)) <= form.base_fields.keys():
                yield form, constraint


def test_each_constraint_that_a_form_may_meet_says_in_words_what_to_do():
    found = {constraint.name: constraint for _, constraint in constraints_typed_into()}

    # RowForm has words for what another row has already.
    without = {
        name
        for name, constraint in found.items()
        if constraint.violation_error_message == constraint.default_violation_error_message
        and (not isinstance(constraint, UniqueConstraint) or constraint.condition)
        and not name.endswith(SAID_BEFORE)
    }
    assert (without, len(found) > 15) == (set(), True)


def test_every_form_of_the_back_office_puts_refusals_beside_their_field():
    forms = list(forms_of_rows())

    assert ([form for form in forms if not issubclass(form, RowForm)], len(forms) > 20) == ([], True)


def test_whatever_a_constraint_refuses_stands_beside_a_field_and_never_names_the_constraint():
    told = 0
    for made, constraint in constraints_typed_into():
        form = made({})
        form.is_valid()
        form._errors.clear()
        is_unique = isinstance(constraint, UniqueConstraint) and not constraint.condition
        refusal = ValidationError(constraint.get_violation_error_message(), code=constraint.violation_error_code)
        if is_unique:
            refusal = form.instance.unique_error_message(type(form.instance), constraint.fields)
        form.add_error(None, ValidationError({NON_FIELD_ERRORS: [refusal]}))
        [(field, [message])] = form.errors.items()
        assert field in set(fields_of(constraint)), constraint.name
        assert not {"Constraint", "already exists", constraint.name} & {*message.split(), message}, constraint.name
        told += 1
    assert told > 15


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": "Kirklees LCEP"}, "name", "There is another partnership with the same “name”. Change that one"),
        ({"checked_on": "2020-01-01"}, "checked_by", ""),
        ({"takes_enquiries": "on"}, "contact_email", ""),
        ({"established": "2020", "ended": "2019"}, "ended", "Enter dates in their order"),
    ],
)
def test_what_an_entry_may_not_be_is_said_beside_the_field(staff_client, typed, field, message):
    make_partnership(name="Kirklees LCEP")
    mine = make_partnership(name="Leeds33")

    response = send(staff_client, reverse("admin:partnerships_partnership_change", args=[mine.pk]), **typed)

    errors = response.context["adminform"].form.errors
    assert (list(errors), message in errors[field][0]) == ([field], True)


def test_a_row_that_stands_twice_is_said_beside_its_field(staff_client):
    """Two new rows of the same, and one that is there already."""
    partnership, museum = make_partnership(), make_organisation(name="Museum")
    partnership.memberships.create(organisation=museum)
    member = {"memberships-TOTAL_FORMS": 3} | {
        f"memberships-{number}-{name}": value
        for number in (1, 2)
        for name, value in {"organisation": museum.pk, "role": "member", "partnership": partnership.pk}.items()
    }

    response = send(staff_client, reverse("admin:partnerships_partnership_change", args=[partnership.pk]), **member)

    [formset] = [each.formset for each in response.context["inline_admin_formsets"] if each.opts.model is Membership]
    assert {name for errors in formset.errors for name in errors} == {"organisation"}
    assert "Please correct the duplicate" not in response.content.decode()
    assert {error for errors in formset.errors for [error] in errors.values()} <= {
        TWICE,
        "There is another membership with the same “member organisation”. Change that one, or enter another",
    }


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
