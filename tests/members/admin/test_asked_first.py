"""What cannot be taken back asks before it acts, outside the pages of accounts too: no button does it at one press."""

import re

import pytest
from django.urls import reverse

from members.vocabulary import ProposalSource, ProposalState
from partnerships.vocabulary import PublicationState
from tests.factories import (
    COORDINATOR,
    make_check_request,
    make_partnership,
    make_proposal,
    make_sector,
    make_superuser,
)
from tests.members.sheets.sheet_files import preview

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
QUESTION = re.compile(r'<details class="question">.*?</details>', re.DOTALL)


def draft(owner):
    entry = make_partnership(publication=PublicationState.DRAFT)
    return (
        reverse("admin:partnerships_partnership_change", args=[entry.pk]),
        f'action="{reverse("admin:partnerships_partnership_end_previews", args=[entry.pk])}"',
        "can no longer read the entry by it",
    )


def sheet(owner):
    make_sector(name="Culture")
    sheet = preview(("Entry", "Name", "Sector"), ("", "Tate", "Culture"), by=owner)
    return (
        reverse("admin:members_sheetimport_change", args=[sheet.pk]),
        f'action="{reverse("admin:members_sheetimport_throw_away", args=[sheet.pk])}"',
        "What was read from it is deleted",
    )


def check_link(owner):
    request = make_check_request(partnership=make_partnership(contact_email=COORDINATOR))
    address = reverse("admin:partnership-check", args=[request.partnership_id])
    return address, 'name="take_back"', "stops working at once"


def proposal_held_back(owner):
    held = make_proposal(source=ProposalSource.VISITOR, state=ProposalState.HELD, suspicions="Too fast.")
    address = reverse("admin:members_changeproposal_change", args=[held.pk])
    return address, f'action="{address.replace("change/", "release/")}"', "asked to confirm it"


@pytest.mark.parametrize("make", [draft, sheet, check_link, proposal_held_back])
def test_the_button_stands_below_its_question_and_nowhere_else(client, make):
    owner = make_superuser()
    client.force_login(owner)
    address, button, question = make(owner)

    page = client.get(address).text
    asked = [each for each in QUESTION.findall(page) if button in each]

    assert [question in each for each in asked] == [True]
    assert " open" not in asked[0].partition(">")[0]
    assert button not in QUESTION.sub("", page)
