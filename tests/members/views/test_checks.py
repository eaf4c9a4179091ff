"""The pages a partnership's contact opens from a mail, without an account: opening changes nothing, a button does."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from members.proposals.links import CHECK_LINK
from partnerships.models import Partnership
from partnerships.vocabulary import Stage
from tests.area_parts import make_part
from tests.enquiry_forms import hidden_in
from tests.factories import (
    COORDINATOR,
    make_check_request,
    make_membership,
    make_organisation,
    make_partnership,
    make_sector,
)
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def page(request, name="entry-check"):
    """Return the address a link leads to."""
    return reverse(f"members:{name}", args=[CHECK_LINK.token(request)])


def change_page(request):
    """Return the address of the form."""
    return page(request, "entry-check-change")


def press(client, check_request):
    """Open the page and press its button; return where that leads."""
    return client.post(page(check_request), hidden_in(client.get(page(check_request))), follow=True)


def test_the_page_shows_the_entry_and_sets_no_cookie(client, check_request):
    response = client.get(page(check_request))

    words = words_of(response)
    for text in ("Leeds33", "LCEP Leeds", "Old.", "Listen (Voice)", "Lowry", "http://leeds.example", "Not checked yet"):
        assert text in words
    assert COORDINATOR not in response.content.decode()
    assert (str(response.cookies), "no-store" in response["Cache-Control"]) == ("", True)
    assert "Cookie" not in response.get("Vary", "")


def test_opening_changes_nothing_however_often(client, check_request, full_entry):
    for method in (client.get, client.head, client.get):
        assert method(page(check_request)).status_code == 200
        assert method(change_page(check_request)).status_code == 200

    check_request.refresh_from_db()
    full_entry.refresh_from_db()
    assert (check_request.is_open, full_entry.checked_on) == (True, None)


def test_one_press_says_that_all_is_still_true_and_the_public_sees_it(client, check_request, full_entry):
    response = press(client, check_request)

    assert f"You said on {timezone.localdate():%-d %B %Y} that all of it is still true" in words_of(response)
    public = words_of(client.get(full_entry.get_absolute_url()))
    assert f"Checked on {timezone.localdate():%-d %B %Y} by the partnership" in public


def test_the_page_shows_all_that_a_press_confirms(client, check_request, full_entry):
    shown = {
        **{"stage": Stage.ESTABLISHED, "stage_note": "Meets termly.", "established": "2016-09", "ended": "2019"},
        **{"host": "The Ballet", "legal_form": "CIC", "coverage_note": "North of the river", "scope": "town"},
        **{"how_to_join": "Write to us.", "joining_page": "https://leeds.example/join", "vision": "Art for all."},
    }
    Partnership.objects.update(mission="To make art.", is_pilot=True, support_organisation=full_entry.bridge, **shown)
    make_part(full_entry, authority=full_entry.authorities.get(), name="LS11")
    full_entry.story.create(what="It met in the town hall.", date="2017")
    full_entry.predecessors.add(make_partnership(name="Old Leeds"))
    full_entry.sectors_sought.add(make_sector(name="Parks", plural="Green parks"))
    for role, name in (("host", "Ballet"), ("steering", "Tate"), ("project", "Zoo"), ("funder", "Bank")):
        organisation = make_organisation(name=name)
        make_membership(partnership=full_entry, organisation=organisation, role=role)

    words = words_of(client.get(page(check_request)))

    for text in (
        *("Established when last heard of", "Meets termly.", "Began September 2016", "The Ballet", "CIC"),
        *("North of the river", "A town or part of a district", "Write to us.", "https://leeds.example/join"),
        *(
            "Art for all.",
            "To make art.",
            "Closed 2019",
            "One of the three pilots",
            full_entry.bridge.name,
            "LS11 in",
            "Old Leeds",
        ),
        *("2017: It met in the town hall.", "Green parks", "Ballet (host or lead)", "Tate (steering group)", "Bank"),
        *("Partners in projects Zoo", "One. Two."),
    ):
        assert text in words, text


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: Partnership.objects.update(stage=Stage.DORMANT, stage_as_of="2019"),
        lambda entry: entry.story.create(what="It met."),
        lambda entry: make_part(entry, authority=entry.authorities.get(), name="LS11"),
    ],
)
def test_what_was_not_shown_is_not_confirmed(client, check_request, full_entry, change):
    opened = hidden_in(client.get(page(check_request)))
    change(full_entry)

    again = client.post(page(check_request), opened)

    full_entry.refresh_from_db()
    check_request.refresh_from_db()
    assert "The entry has changed since you opened this page." in words_of(again)
    assert (full_entry.checked_on, check_request.is_open) == (None, True)
    client.post(page(check_request), hidden_in(again))
    full_entry.refresh_from_db()
    assert full_entry.checked_on == timezone.localdate()


def test_a_seal_that_cannot_be_read_confirms_nothing(client, check_request, full_entry):
    answer = client.post(page(check_request), {"seal": "\0"})

    full_entry.refresh_from_db()
    assert (answer.status_code, full_entry.checked_on) == (200, None)


def test_a_second_press_changes_nothing_more(client, check_request, full_entry):
    press(client, check_request)
    full_entry.refresh_from_db()
    full_entry.checked_by = "Arch"
    full_entry.save()

    response = client.post(page(check_request), follow=True)

    full_entry.refresh_from_db()
    assert (response.status_code, full_entry.checked_by) == (200, "Arch")


def test_a_press_on_another_websites_page_counts_for_nothing(client, check_request, full_entry):
    seal = hidden_in(client.get(page(check_request)))
    client.post(page(check_request), seal, headers={"Sec-Fetch-Site": "cross-site"})

    full_entry.refresh_from_db()
    assert full_entry.checked_on is None


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"expires_at": timezone.now() - datetime.timedelta(hours=1)}, (410, "This link has run out")),
        ({"revoked_at": timezone.now()}, (410, "This link no longer works")),
        ({"fingerprint": "0" * 16}, (404, "This link does not work")),
    ],
)
@pytest.mark.parametrize("name", ["entry-check", "entry-check-change"])
def test_a_dead_link_says_why_and_takes_nothing(client, full_entry, name, fields, answer):
    check_request = make_check_request(partnership=full_entry, **fields)

    responses = [
        client.get(page(check_request, name)),
        client.post(page(check_request, name), {"step": "send", "summary": "New"}),
    ]

    status, words = answer
    assert [response.status_code for response in responses] == [status, status]
    assert words in words_of(responses[0])
    full_entry.refresh_from_db()
    assert (full_entry.checked_on, full_entry.proposals.count()) == (None, 0)


@pytest.mark.parametrize("name", ["entry-check", "entry-check-change"])
@pytest.mark.parametrize("verb", ["put", "delete"])
def test_the_pages_take_no_other_verbs(client, check_request, name, verb):
    assert getattr(client, verb)(page(check_request, name)).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_the_database_the_same_for_any_number_of_rows(
    client, check_request, full_entry, django_assert_num_queries, number
):
    for _ in range(number):
        make_membership(partnership=full_entry)
        full_entry.links.create(label="Page", url=f"https://page{full_entry.links.count()}.example/")

    with django_assert_num_queries(3):
        client.get(page(check_request))
    with django_assert_num_queries(16):
        client.get(page(check_request, "entry-check-change"))


def test_who_has_answered_is_led_to_the_entry_and_on_from_there(client, check_request, full_entry):
    answered = press(client, check_request).content.decode()

    main, aside = answered.split('<section class="aside"')
    assert f'<a href="{full_entry.get_absolute_url()}">' in main
    assert "correct/" in aside.partition("</section>")[0]
