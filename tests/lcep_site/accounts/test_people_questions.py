"""The page of staff: nobody is invited to an empty back office, and what cannot be taken back asks first."""

import pytest
from django.contrib.auth import get_user_model
from django.utils.html import escape

from lcep_site.accounts.account_actions import ACCOUNT_ACTIONS
from tests.factories import make_partnership
from tests.lcep_site.accounts.people import give_app, make_owner, make_person
from tests.lcep_site.accounts.test_people_admin import INVITE, LIST, TYPED, make_editor, page_of, signed_in
from tests.lcep_site.accounts.test_signing_in import is_in

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.mark.parametrize(
    ("role", "field"),
    [("Bridge officer", "bridges"), ("Bridge viewer", "bridges"), ("Coordinator", "partnerships")],
)
def test_nobody_is_invited_to_a_back_office_with_nothing_in_it(role, field):
    response = signed_in(make_editor()).post(INVITE, TYPED | {"role": role})

    [message] = response.context["adminform"].form.errors[field]
    assert "finds an empty back office" in message
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize("role", ["National editor", "Developer"])
def test_who_sees_every_bridge_needs_none(role):
    signed_in(make_editor()).post(INVITE, TYPED | {"role": role})

    assert get_user_model().objects.filter(email="carys@bridge.example").exists()


def test_a_coordinator_is_invited_with_their_partnerships_which_can_be_others_later():
    first, second = make_partnership(), make_partnership()
    client = signed_in(make_editor())

    client.post(INVITE, TYPED | {"role": "Coordinator", "partnerships": [first.pk]})
    person = get_user_model().objects.get(email="carys@bridge.example")
    invited_with = list(person.coordinated_partnerships.all())
    client.post(page_of(person), TYPED | {"role": "Coordinator", "partnerships": [second.pk]})

    assert (invited_with, list(person.coordinated_partnerships.all())) == ([first], [second])


def test_the_button_that_invites_says_so():
    page = signed_in(make_editor()).get(INVITE).content.decode()

    assert 'value="Send the invitation" class="default"' in page


@pytest.mark.parametrize("action", ["end-sessions", "reset-second-factor", "close"])
def test_what_cannot_be_taken_back_asks_before_it_is_done(action):
    person = make_person()
    give_app(person)

    page = signed_in(make_owner()).get(page_of(person)).content.decode()

    before, _, after = page.partition(f'action="{page_of(person, action)}"')
    question = next(each.question for each in ACCOUNT_ACTIONS if each.name == action)
    # The button lies inside what is folded, below the question.
    assert before.rpartition("<details")[2].count('<summary class="button button-secondary">') == 1
    assert "</details>" not in before.rpartition("<details")[2]
    assert after.index(escape(question)) < after.index('type="submit"')


@pytest.mark.parametrize("action", ["end_sessions", "close"])
def test_what_is_done_to_several_at_once_asks_first_and_names_them(action):
    person = make_person()
    client, elsewhere = signed_in(make_owner()), signed_in(person)
    chosen = {"action": action, "_selected_action": [person.pk]}

    asked = client.post(LIST, chosen)
    done_yet = not is_in(elsewhere)
    client.post(LIST, dict(asked.context["chosen"]) | {"confirmed": "yes"})

    assert asked.context["rows"] == ["Amina Example (amina@bridge.example)"]
    person.refresh_from_db()
    assert (done_yet, is_in(elsewhere), person.is_active) == (False, False, action != "close")
