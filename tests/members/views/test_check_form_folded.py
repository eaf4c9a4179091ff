"""The form behind a mailed link is short: rows are folded, but for what was changed, and members are ticked."""

import pytest
from django.urls import reverse

from members.proposals import proposing
from members.proposals.links import CHECK_LINK
from members.vocabulary import ProposalSource
from tests.factories import COORDINATOR
from tests.reading import words_of

pytestmark = pytest.mark.django_db
FOLDED, OPEN = '<details class="proposal-row">', '<details class="proposal-row" open>'


@pytest.fixture
def change_page(check_request):
    """The address of the form."""
    return reverse("members:entry-check-change", args=[CHECK_LINK.token(check_request)])


def filled_in(response, **changes):
    """Return what a browser sends from the form in `response`, with `changes`."""
    values = {field.html_name: field.value() for field in response.context["form"]}
    return {name: value for name, value in values.items() if value not in (None, False)} | changes


def test_rows_are_folded_and_each_says_what_it_is(client, change_page, full_entry):
    html = client.get(change_page).content.decode()

    rows = full_entry.links.count() + full_entry.stated_priorities.count()
    assert html.count(FOLDED) >= rows > 0 and OPEN not in html
    assert "<summary>Plan" in html


def test_a_row_with_a_mistake_is_open_so_that_the_link_of_the_summary_leads_there(client, change_page, full_entry):
    [link] = full_entry.links.all()
    response = client.post(change_page, filled_in(client.get(change_page), **{f"link-{link.pk}-url": ""}))

    html = response.content.decode()
    [opened] = html.split(OPEN)[1:]
    assert f'id="id_link-{link.pk}-url"' in opened.partition("</details>")[0]
    assert (f"#id_link-{link.pk}-url" in html, OPEN in html) == (True, True)


def test_what_was_sent_before_and_waits_is_open(client, change_page, check_request, full_entry):
    [link] = full_entry.links.all()
    before = {"kind": "page", "label": "Plan", "url": link.url}
    sender = proposing.Proposer(ProposalSource.LINK, email=COORDINATOR, check_request=check_request)
    proposing.propose(partnership=full_entry, proposer=sender, changes={f"link:{link.pk}": [before, None]})

    [opened] = client.get(change_page).content.decode().split(OPEN)[1:]
    assert f'name="link-{link.pk}-gone"' in opened.partition("</details>")[0]


def test_members_are_a_list_to_tick(client, change_page, full_entry):
    [member] = full_entry.memberships.all()
    response = client.get(change_page)

    assert "Tick who is no longer in it Lowry (Museums)" in words_of(response)
    ticked = client.post(change_page, filled_in(response, **{f"member-{member.pk}-gone": "on"}))
    assert "Lowry (Museums)" in words_of(ticked)
