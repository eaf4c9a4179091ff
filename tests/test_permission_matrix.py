"""The back office answers as the committed tables of tests/permission_matrix say, for every role and every address."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from lcep_site import roles
from members.models import MemberOrganisation
from partnerships.admin.base import RowLevelAdmin
from partnerships.models import Enquiry, Programme
from tests.permission_matrix import table, walk
from tests.permission_matrix.asking import FOLLOWING, TO_THEIRS, ask
from tests.permission_matrix.looking import MAX_PAGES, text_of
from tests.permission_matrix.people import NO_ROLE, OF_ONE_BRIDGE, ROLES, make_person
from tests.permission_matrix.world import (
    MARK,
    is_of_a_bridge,
    make_both,
    may_be_chosen,
    models_of_the_back_office,
    snapshot,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]
# What may name in one's own what is published of another Bridge, without the right to change it. That what is not
# published is not offered: tests/members/admin/test_members_of_partnerships.py.
OF_EVERYBODY = {
    "members.casestudymember.organisation",
    "members.membership.organisation",
    "partnerships.programmeparticipation.programme",
}
# Pages that tell of the person's own account, or only of what their role lets them see: nothing, without one.
WITHOUT_A_ROLE = {"index", "jsi18n", "logout", "search", "first-steps", "signed-in"}
ANEW = "Look at what `python -m tests.permission_matrix` prints, and copy what is right."


def test_every_address_action_and_choice_has_its_line():
    there = {
        "answers": set(walk.requests()),
        "actions": {(action,) for action in walk.actions()},
        "choices": {(".".join(choice),) for choice in walk.choices()},
    }

    assert {name: there[name] ^ set(table.read(name)) for name in there} == {name: set() for name in there}, ANEW


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_answered_as_the_tables_say_and_told_nothing_of_another_bridge(role):
    asked = ask(role)

    differing = {
        name: {
            key: (rows.get(key, {}).get(role), answer)
            for key, answer in asked.answers[name].items()
            if rows.get(key, {}).get(role) != answer
        }
        for name, rows in ((name, table.read(name)) for name in table.TABLES)
    }
    assert differing == {name: {} for name in table.TABLES}, ANEW
    if role in OF_ONE_BRIDGE:
        assert (asked.look.leaks, asked.look.offers, asked.theirs_changed) == ({}, [], False)
        assert asked.look.choices > (10 if role == "Bridge officer" else 0)
    if role in FOLLOWING:
        assert 40 < len(asked.look.seen) < MAX_PAGES


@pytest.mark.parametrize("role", OF_ONE_BRIDGE)
def test_the_tables_let_nobody_do_anything_to_the_row_of_another_bridge(role):
    let_in = {key: row[role] for key, row in table.read("answers").items() if key[1] == walk.THEIRS}

    # Where a role may do a thing to no row at all, or with no such verb, the answer is the same for each row there is.
    shown = {
        key
        for key, answer in let_in.items()
        if answer != "404" and answer != table.read("answers")[key[0], walk.OURS, key[2]][role]
    }
    assert (len(let_in) > 50, shown) == (True, set())
    assert set(let_in.values()) <= {"404", "403", "405", "302"}
    assert {key[0] for key, answer in let_in.items() if answer == "302"} == redirects()


@pytest.mark.parametrize("role", OF_ONE_BRIDGE)
def test_the_tables_offer_nobody_the_rows_of_another_bridge(role):
    offered = {name: row[role] for (name,), row in table.read("choices").items()}

    assert {offered[name] for name in OF_EVERYBODY} <= {"all", "403"}
    assert {offered[name] for name in offered.keys() - OF_EVERYBODY} <= {"ours", "the same", "none", "403"}


def test_only_what_is_published_and_says_so_may_be_chosen_of_another_bridge():
    theirs = make_both()[1]
    refers = {
        ".".join(choice): apps.get_model(*choice[:2])._meta.get_field(choice[2]).related_model
        for choice in walk.choices()
    }

    open_to_all = {name for name, related in refers.items() if hasattr(related._default_manager, "choosable_by")}
    assert open_to_all == OF_EVERYBODY
    assert {may_be_chosen(theirs.rows[refers[name]]) for name in OF_EVERYBODY} == {True}


@pytest.mark.parametrize("role", OF_ONE_BRIDGE)
def test_what_was_chosen_of_another_bridge_is_answered_as_all_that_is_theirs(client, role):
    """Chosen is not one's own, also where no place says whose it is."""
    ours, theirs = make_both()
    MemberOrganisation.objects.filter(pk=theirs.rows[MemberOrganisation].pk).update(authority=None)
    for model, field in (tuple(name.rsplit(".", 1)) for name in OF_EVERYBODY):
        made = apps.get_model(model)
        row, related = made._base_manager.earliest("pk"), made._meta.get_field(field).related_model
        row.pk = None
        setattr(row, field, theirs.rows[related])
        row.save(force_insert=True)
    before = snapshot(theirs)
    client.force_login(make_person(role, ours))

    given = {}
    for address in walk.addresses():
        if walk.names_a_row(address.parameters) and address.model in {MemberOrganisation, Programme}:
            url = address.of(theirs)
            given[address.name, walk.THEIRS, "GET"] = walk.answer_of(client.get(url))
            given[address.name, walk.THEIRS, "POST"] = walk.answer_of(client.post(url, TO_THEIRS))

    answers = table.read("answers")
    assert len(given) > 40
    assert given == {key: answers[key][role] for key in given}
    assert snapshot(theirs) == before


def redirects():
    """Return the addresses that only lead from a row's old address in the admin to its form."""
    return {name for name, whose, _ in walk.requests() if whose == walk.THEIRS and name.endswith("<path:object_id>/")}


def test_the_tables_know_no_page_that_breaks_down():
    answers = {answer for row in table.read("answers").values() for answer in row.values()}

    assert answers <= {"200", "302", "400", "403", "404", "405", "sign in"}


def test_whoever_is_signed_out_or_has_no_role_gets_nowhere():
    answers = table.read("answers")

    assert {row["Signed out"] for key, row in answers.items() if key[0] != "logout"} == {"sign in"}
    assert {
        key[0] for key, row in answers.items() if row["No role"] == "200" and key[2] == "GET" and key[1] != walk.THEIRS
    } == WITHOUT_A_ROLE


def test_whoever_has_no_role_is_told_of_no_row(client):
    client.force_login(make_person(NO_ROLE, make_both()[0]))

    for page in sorted(WITHOUT_A_ROLE - {"logout"}):
        text = text_of(client.get(reverse(f"admin:{page}"), {"q": "organisation"}))
        assert not re.search(rf"Ours |{MARK}|Shared organisation", text), page


@pytest.mark.parametrize("kind", ["view", "add", "change", "delete"])
def test_every_permission_a_role_names_opens_something(kind):
    """A right that opens no page is one that nobody has thought about."""
    answers = table.read("answers")
    named = {name for role in roles.ROLES for name in role.permissions if name.split(".")[1].startswith(f"{kind}_")}
    registered = {f"{model._meta.app_label}.{kind}_{model._meta.model_name}" for model in models_of_the_back_office()}
    inline = {
        f"{form.model._meta.app_label}.{kind}_{form.model._meta.model_name}"
        for model in models_of_the_back_office()
        for form in admin.site._registry[model].inlines
    }

    assert answers != {}
    assert named - registered - inline == set()


@pytest.mark.parametrize("role", roles.ROLES, ids=lambda role: role.name)
@pytest.mark.parametrize("kinds", [["view"], ["change", "add"]], ids=["see", "edit"])
def test_whoever_may_see_or_edit_an_entry_may_do_so_with_all_that_stands_below_its_form(role, kinds):
    lacking = {
        right
        for model in models_of_the_back_office()
        if f"{model._meta.app_label}.{kinds[0]}_{model._meta.model_name}" in role.permissions
        for form in admin.site._registry[model].inlines
        for kind in kinds
        if (right := f"{form.model._meta.app_label}.{kind}_{form.model._meta.model_name}") not in role.permissions
    }

    assert lacking == set()


def test_every_other_permission_a_role_names_is_asked_for_somewhere():
    usual = ("view_", "add_", "change_", "delete_")
    others = {name.split(".")[1] for role in roles.ROLES for name in role.permissions}
    others = {name for name in others if not name.startswith(usual)}
    folders = [Path(roles.__file__).parent.parent / name for name in ("lcep_site", "members", "partnerships")]
    files = [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]
    asking = "".join(path.read_text() for path in files if path.name != "roles.py" and "models" not in path.parts)
    rights = "".join(path.read_text() for path in folders[2].glob("models/*.py") if "has_perm" in path.read_text())

    assert {name for name in others if name not in asking + rights} == set()


def test_every_list_of_rows_that_are_somebodys_is_limited_to_theirs():
    """Enquiries have pages of their own, and limit them themselves."""
    unlimited = {
        model.__name__
        for model in models_of_the_back_office()
        if is_of_a_bridge(model) and not isinstance(admin.site._registry[model], RowLevelAdmin)
    }

    assert unlimited <= {Enquiry.__name__, "ChangeProposal", "SheetImport"}
