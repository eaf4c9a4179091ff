"""The page for the second factor speaks only of codes that somebody has."""

import pytest

from lcep_site.accounts.forms import WRONG_APP_CODE
from tests.lcep_site.accounts.people import CODE, give_app, give_codes, give_password, make_person
from tests.lcep_site.accounts.test_second_factor import WRONG
from tests.lcep_site.accounts.test_signing_in import problems

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.mark.parametrize(
    ("gives", "hint", "problem"),
    [
        ([give_app], "The 6 digits your authenticator app shows now", WRONG_APP_CODE),
        ([give_app, give_codes], "The 6 digits your authenticator app shows now, or one of your recovery codes", WRONG),
    ],
)
def test_recovery_codes_are_spoken_of_only_to_who_has_any(client, gives, hint, problem):
    person = make_person()
    for give in gives:
        give(person)
    give_password(client)

    page, response = client.get(CODE), client.post(CODE, {"code": "000000"})

    assert (page.context["form"].fields["code"].help_text, problems(response)) == (hint, [problem])
    assert ("recovery code" in page.content.decode()) is (give_codes in gives)
