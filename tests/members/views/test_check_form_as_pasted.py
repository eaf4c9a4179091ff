"""What a partnership pastes into the form about its entry is kept as it was meant, from the link to the proposal."""

import pytest
from hypothesis import given, settings

from members.models import ChangeProposal
from tests.factories import COORDINATOR, make_check_request, make_partnership
from tests.members.views.test_check_form import change_page, send
from tests.test_typed import AROUND_MAIL, AROUND_WEB, EXAMPLES, MAIL, TEXT, as_pasted

pytestmark = pytest.mark.django_db
WEBSITE = "https://example.org/our_plan/"


@settings(EXAMPLES, max_examples=4)
@given(
    mail=as_pasted(MAIL, AROUND_MAIL),
    web=as_pasted(WEBSITE, AROUND_WEB),
    text=as_pasted(TEXT),
    name=as_pasted("The Hub of Leeds"),
)
def test_the_form_of_a_check_keeps_what_was_meant(client, mail, web, text, name):
    entry = make_partnership(summary="Old.", website="https://old.example/", contact_email=COORDINATOR)
    check_request = make_check_request(partnership=entry)
    typed = {"summary": text, "website": web, "contact_email": mail, "note": text}
    row = {"link-new1-label": name, "link-new1-url": web, "link-new1-kind": "page", "how_to_join": "\u200b\ufeff\u00a0"}

    send(client, check_request, **typed, **row)

    proposal = ChangeProposal.objects.latest("pk")
    assert (proposal.check_request, proposal.note) == (check_request, TEXT)
    assert {part: new for part, (_, new) in proposal.changes.items()} == {
        "summary": TEXT,
        "website": WEBSITE,
        "contact_email": MAIL,
        "link:+1": {"kind": "page", "label": "The Hub of Leeds", "url": WEBSITE},
    }


def test_the_form_of_a_check_that_says_what_is_there_in_other_shapes_changes_nothing(client):
    entry = make_partnership(summary=TEXT, website=WEBSITE, contact_email=COORDINATOR)
    check_request = make_check_request(partnership=entry)
    shapes = {"summary": f"\ufeff{TEXT}\u200b", "website": f"<{WEBSITE}>"}

    response = client.post(change_page(check_request), shapes)

    assert response.context["form"].changes == {}
