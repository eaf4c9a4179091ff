"""The command that shows what hangs on councils that have ended, and moves it when told to."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from partnerships.models import AuditEntry, CouncilSuccession, LocalAuthority
from partnerships.vocabulary import AuditAction
from tests.councils import NEW, TANDRIDGE, make_succession, make_surrey
from tests.factories import make_bridge, make_partnership
from tests.schools import make_school
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db


@pytest.fixture
def surrey():
    return make_surrey()


def run(*arguments):
    """Run the command and return what it says."""
    said = StringIO()
    call_command("change_councils", *arguments, stdout=said)
    return said.getvalue()


def test_it_shows_first_and_changes_only_when_told_to(surrey):
    make_partnership([surrey[0]], name="Elmbridge CEP")
    make_partnership(surrey, name="Surrey CEP")
    make_school(authority=surrey[1])
    make_present_support(authorities=[surrey[0]], name="Supporter")

    shown = run("--code", f"East Surrey={NEW}")

    assert shown.splitlines() == [
        f"East Surrey ({NEW}), from 1 April 2026, follows Elmbridge and Tandridge.",
        "       2 partnerships move to it.",
        "       1 present support moves to it.",
        "       1 school moves to it.",
        "  Elmbridge CEP works in a part of it from then on: Elmbridge.",
        "  Look at the present support “Supporter”: what it says of some of these will be said of all of it.",
    ]
    assert LocalAuthority.objects.count() == 2

    assert run("--apply", "--code", f"East Surrey={NEW}").endswith("East Surrey: done.\n")
    assert LocalAuthority.objects.get().name == "East Surrey"
    noted = AuditEntry.objects.get(action=AuditAction.COUNCILS_CHANGED).details
    assert noted == {"partnerships": 2, "present support": 1, "schools": 1}
    assert run("--apply") == ""


def test_it_tells_what_is_planned(surrey):
    CouncilSuccession.objects.update(on=datetime.date(2027, 4, 1))

    assert run("--apply") == "East Surrey is to come on 1 April 2027: nothing to do yet.\n"


def test_what_is_refused_is_told_and_left_while_the_rest_is_done(surrey):
    make_succession("E07000299", "Nowhere", successor_name="Elsewhere")

    said = run("--apply", "--code", f"East Surrey={NEW}")

    assert "  Left as it is. There is no local authority with the code E07000299" in said
    assert LocalAuthority.objects.get().name == "East Surrey"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "Nothing was changed. Give the GSS code of East Surrey"),
        (["--code", "East Surrey=E1"], "“East Surrey=E1” is not"),
        (["--code", NEW], f"“{NEW}” is not"),
        (["--bridge", "East Surrey=nobody"], "no Bridge Organisation at the address “nobody”"),
    ],
)
def test_it_asks_for_what_nobody_may_invent(surrey, arguments, reason):
    with pytest.raises(CommandError, match=reason):
        run("--apply", *arguments)

    assert LocalAuthority.objects.count() == 2


def test_it_is_told_whose_territory_the_new_council_is_in(surrey):
    make_bridge(name="Other", slug="other")
    LocalAuthority.objects.filter(gss_code=TANDRIDGE).update(bridge=make_bridge(name="Third"))

    run("--apply", "--code", f"East Surrey={NEW}", "--bridge", "East Surrey=other")

    assert LocalAuthority.objects.get().bridge.slug == "other"
