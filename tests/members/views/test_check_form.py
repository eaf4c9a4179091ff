"""The entry as a form behind a mailed link: what is changed is shown once more, and then is a proposal."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import ChangeProposal
from members.proposals import reviewing
from members.proposals.links import CHECK_LINK
from members.vocabulary import ProposalSource, ProposalState
from partnerships.models import Partnership
from partnerships.vocabulary import Stage
from tests.area_parts import make_part
from tests.enquiry_forms import hidden_in
from tests.factories import COORDINATOR, make_check_request, make_proposal, make_superuser
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def page(request, name="entry-check"):
    """Return the address a link leads to."""
    return reverse(f"members:{name}", args=[CHECK_LINK.token(request)])


def change_page(request):
    """Return the address of the form."""
    return page(request, "entry-check-change")


def left_alone(response):
    """Return what a browser sends from the form in `response` if nobody touches it."""
    form = response.context["form"]
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in values.items() if value not in (None, False)}


def send(client, check_request, **changes):
    """Fill in the form, look at the changes and send them; return what the site answers."""
    values = left_alone(client.get(change_page(check_request))) | changes
    checked = client.post(change_page(check_request), values)
    return client.post(change_page(check_request), hidden_in(checked) | changes | {"step": "send"})


def test_the_form_sent_as_it_is_proposes_nothing(client, check_request):
    response = client.post(change_page(check_request), left_alone(client.get(change_page(check_request))))

    assert "Nothing is changed yet" in words_of(response)
    assert response.context["form"].changes == {}


def test_the_long_form_has_its_contents_beside_it(client, check_request):
    content = client.get(change_page(check_request)).content.decode()

    contents = re.search(r'<nav aria-label="On this page">(.*?)</nav>', content, re.DOTALL)
    targets = re.findall(r'href="#([^"]+)"', contents.group(1))
    assert len(targets) == len(set(targets)) > 5
    assert all(f'id="{target}"' in content for target in targets)
    # The class that puts it there.
    assert 'class="page main reading"' in content


def test_the_form_never_shows_the_contact_address(client, check_request):
    response = client.get(change_page(check_request))

    assert COORDINATOR not in response.content.decode()
    assert "New contact address" in words_of(response)


def test_the_changes_are_shown_old_and_new_before_they_are_sent(client, check_request):
    values = left_alone(client.get(change_page(check_request)))

    response = client.post(
        change_page(check_request), values | {"summary": "New.", "contact_email": "new@partnership.example"}
    )

    words = words_of(response)
    assert "Summary: changed Now Old. New New." in words
    assert "Now The one there is now New new@partnership.example" in words
    assert (COORDINATOR in words, ChangeProposal.objects.count()) == (False, 0)


def test_what_is_sent_is_a_proposal_part_by_part(client, check_request, full_entry):
    [member], [link] = full_entry.memberships.all(), full_entry.links.all()
    sent = {
        "summary": "New.",
        "takes_new_members": "yes",
        f"member-{member.pk}-gone": "on",
        "member-new1-name": "Tetley",
        "member-new1-sector": "museums",
        f"link-{link.pk}-label": "Action plan",
        "priority-new2-wording": "Ask",
        "priority-new2-priority": "voice",
        "note": "Also the map.",
    }

    response = send(client, check_request, **sent)

    proposal = ChangeProposal.objects.get()
    assert (response.status_code, response["Location"]) == (302, page(check_request))
    assert proposal.changes == {
        "summary": ["Old.", "New."],
        "takes_new_members": [None, True],
        f"member:{member.pk}": [{"name": "Lowry", "sector": "museums", "role": "member"}, None],
        "member:+1": [None, {"name": "Tetley", "sector": "museums", "role": "member"}],
        f"link:{link.pk}": [
            {"kind": "page", "label": "Plan", "url": "https://plan.example/"},
            {"kind": "page", "label": "Action plan", "url": "https://plan.example/"},
        ],
        "priority:+2": [None, {"wording": "Ask", "priority": "voice"}],
    }
    assert (proposal.source, proposal.state, proposal.email) == (
        ProposalSource.LINK,
        ProposalState.WAITING,
        COORDINATOR,
    )
    assert (proposal.check_request, proposal.note) == (check_request, "Also the map.")
    full_entry.refresh_from_db()
    assert (full_entry.summary, full_entry.checked_on) == ("Old.", None)


def test_a_part_it_works_in_and_a_fact_without_a_date_can_be_added(client, check_request, full_entry):
    [place] = full_entry.authorities.all()

    send(client, check_request, **{"part-new1-name": "LS1", "fact-new1-what": "It met.", "stage_as_of": "2024"})

    assert ChangeProposal.objects.get().changes == {
        "stage_as_of": ["", "2024"],
        "part:+1": [None, {"name": "LS1", "kind": "district", "authority": place.slug}],
        "fact:+1": [None, {"what": "It met.", "kind": "beginnings", "date": ""}],
    }


@pytest.mark.parametrize(
    ("before", "sent", "as_of"),
    [
        ("", "", f"{timezone.localdate():%Y-%m}"),
        ("", "2024-05", "2024-05"),
        ("2016", "", ""),
        ("2016", "2024-05", "2024-05"),
    ],
)
def test_another_stage_is_written_with_the_date_that_was_shown(client, check_request, before, sent, as_of):
    Partnership.objects.update(stage=Stage.EMERGING, stage_as_of=before, stage_source="old.example")
    changes = left_alone(client.get(change_page(check_request))) | {"stage": Stage.DORMANT, "stage_as_of": sent}
    shown = client.post(change_page(check_request), changes)
    client.post(change_page(check_request), hidden_in(shown) | {"step": "send"})

    proposal = ChangeProposal.objects.get()
    reviewing.accept(proposal=proposal, keys=proposal.changes, by=make_superuser())

    entry = Partnership.objects.get()
    shown_dates = words_of(shown).count(f"New {entry.stage_as_of_words or 'Undated'}")
    assert (entry.stage, entry.stage_as_of, shown_dates) == (Stage.DORMANT, as_of, 1)
    assert entry.stage_source.startswith("The partnership itself, ")


def test_a_stage_that_is_not_known_has_no_date(client, check_request):
    Partnership.objects.update(stage=Stage.EMERGING, stage_as_of="2016")

    send(client, check_request, stage="")

    assert ChangeProposal.objects.get().changes == {"stage": ["emerging", ""], "stage_as_of": ["2016", ""]}


def test_another_stage_does_not_keep_the_date_of_the_one_before(client, check_request):
    Partnership.objects.update(stage=Stage.EMERGING, stage_as_of="2016")

    as_it_is = left_alone(client.get(change_page(check_request)))
    response = client.post(change_page(check_request), as_it_is | {"stage": Stage.DORMANT})

    assert response.context["form"].errors.keys() == {"stage_as_of"}
    assert "The stage is another now. Enter as of when this one is known" in words_of(response)
    assert not ChangeProposal.objects.exists()


def test_the_link_says_that_changes_were_sent_and_takes_no_more(client, check_request):
    send(client, check_request, summary="New.")

    responses = [client.get(page(check_request)), client.get(change_page(check_request), follow=True)]
    again = client.post(change_page(check_request), {"step": "send", "summary": "Newer."}, follow=True)

    for response in (*responses, again):
        assert "You sent us changes on" in words_of(response)
    assert ChangeProposal.objects.count() == 1


def test_sent_without_the_page_that_shows_the_changes_it_is_shown_first(client, check_request):
    values = left_alone(client.get(change_page(check_request)))

    response = client.post(change_page(check_request), values | {"summary": "New.", "step": "send"})

    assert "Check your changes" in words_of(response)
    assert ChangeProposal.objects.count() == 0


def test_when_the_entry_changed_meanwhile_the_changes_are_shown_once_more(client, check_request, full_entry):
    values = left_alone(client.get(change_page(check_request))) | {"summary": "New."}
    checked = client.post(change_page(check_request), values)
    full_entry.summary = "Changed meanwhile."
    full_entry.save()

    response = client.post(change_page(check_request), hidden_in(checked) | {"step": "send"})

    assert "Now Changed meanwhile. New New." in words_of(response)
    assert ChangeProposal.objects.count() == 0


def test_back_to_the_form_nothing_typed_is_lost(client, check_request):
    checked = client.post(
        change_page(check_request), left_alone(client.get(change_page(check_request))) | {"summary": "New."}
    )

    response = client.post(change_page(check_request), hidden_in(checked) | {"step": "change"})

    assert response.context["form"]["summary"].value() == "New."


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"name": ""}, "Enter the name of the partnership"),
        ({"website": "no address"}, "Enter a web address, like https://example.org"),
        ({"established": "spring"}, "Enter a year (2016), a month (2017-09) or a day (2015-04-01)."),
        ({"stage_as_of": "2999-01"}, "January 2999 is still to come. Enter one that has begun."),
        ({"ended": "2999"}, "2999 is still to come. Enter one that has begun."),
        ({"fact-new1-what": "It met.", "fact-new1-date": "2999"}, "2999 is still to come. Enter one that has begun."),
        ({"stage": "proposed"}, "Select a valid choice. proposed is not one of the available choices."),
        ({"member-new1-name": "Tetley"}, "Sector: fill this in, or leave the whole row"),
        ({"link-new1-url": "https://a.example/"}, "What it is called: fill this in, or leave the whole row"),
        ({"contact_email": "nobody"}, "Enter an e-mail address in the correct format, like name@example.com"),
        ({"summary": "A" * 1001}, "Summary must be 1,000 characters or fewer. It has 1,001"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_sent(client, check_request, typed, problem):
    values = left_alone(client.get(change_page(check_request))) | typed

    response = client.post(change_page(check_request), values)

    [(message, element)] = response.context["form"].problems
    assert message == problem
    assert f'id="{element}"' in response.content.decode()
    assert ChangeProposal.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "kind", "problem"),
    [
        ("YO11", "district", "YO11 is no postcode district of Leeds, which has for example LS"),
        ("LS11 2AB", "district", "LS112AB is no postcode district of Leeds, which has for example LS"),
        ("Atlantis", "town", "We know no postcode district of Leeds that is mostly Atlantis. Give one of its postcode"),
    ],
)
def test_a_part_that_staff_could_not_save_is_told_beside_its_field_before_it_is_sent(
    client, check_request, typed, kind, problem
):
    known = make_part(check_request.partnership, name="A dale", kind="town")
    values = left_alone(client.get(change_page(check_request))) | {"part-new1-kind": kind}
    before, after = (
        client.post(change_page(check_request), values | {name: typed})
        for name in ("part-new1-name", f"part-{known.pk}-name")
    )

    assert before.context["form"].errors.keys() == {"part-new1-name"}
    assert after.context["form"].errors.keys() == {f"part-{known.pk}-name"}
    assert problem in words_of(before)


def test_a_null_sign_and_too_much_are_no_trouble(client, check_request, settings):
    values = left_alone(client.get(change_page(check_request)))
    nulls = client.post(change_page(check_request), values | {"summary": "New\0", "member-new1-name": "\0"})
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    too_much = client.post(change_page(check_request), values | {"about": "A" * 2000})

    assert nulls.context["form"].changes == {"summary": ["Old.", "New"]}
    assert too_much.status_code == 413


def test_what_still_waits_is_filled_in_and_replaced_by_what_is_sent(client, check_request, full_entry):
    send(client, check_request, summary="New.", **{"link-new1-label": "Map", "link-new1-url": "https://map.example/"})
    later = make_check_request(partnership=full_entry)

    form = client.get(change_page(later))
    send(client, later, vision="Art.")

    assert "Staff have not looked at your changes of" in words_of(form)
    [waiting] = ChangeProposal.objects.waiting()
    assert set(waiting.changes) == {"summary", "vision", "link:+1"}


def test_a_proposal_of_somebody_else_is_not_shown(client, check_request, full_entry):
    make_proposal(partnership=full_entry, source=ProposalSource.VISITOR, proposer="visitor:1")

    assert client.get(change_page(check_request)).context["waiting"] is None
