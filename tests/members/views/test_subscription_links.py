"""The pages that the links in mails lead to: opening changes nothing, the button does, and no cookie is needed."""

import datetime
import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from members.mailing_list.links import CHOICES, CONFIRM, END
from members.models import Subscriber
from tests.factories import make_partnership, make_priority, make_region, make_subscriber
from tests.reading import words_of

pytestmark = pytest.mark.django_db

JO = "jo@reader.example"


def ticked(response):
    """Return the values of the boxes with a tick."""
    boxes = re.findall(r'<input type="checkbox"[^>]* checked[^>]*>', response.content.decode())
    return sorted(re.search(r'value="([^"]*)"', box).group(1) for box in boxes)


def test_opening_a_link_changes_nothing_however_often(client):
    waiting, reader = make_subscriber(confirmed_at=None), make_subscriber()

    for method in (client.get, client.head, client.get):
        assert method(CONFIRM.path(waiting)).status_code == 200
        assert method(CHOICES.path(reader)).status_code == 200
        assert method(END.path(reader)).status_code == 200

    waiting.refresh_from_db()
    assert waiting.confirmed_at is None
    assert Subscriber.objects.filter(pk=reader.pk).exists()


def test_pressing_the_button_confirms_even_after_a_scanner_opened_the_link(client):
    subscriber = make_subscriber(confirmed_at=None)
    address = CONFIRM.path(subscriber)
    client.get(address)

    response = client.post(address)

    subscriber.refresh_from_db()
    assert subscriber.confirmed_at
    # So that going back or reading it again sends nothing twice.
    assert (response.status_code, response["Location"]) == (302, address)
    assert "You are on the list" in words_of(client.get(address))


def test_the_choices_page_saves_choices_without_a_password(client):
    old, new = make_region(), make_region()
    kept, added = make_partnership(), make_partnership()
    subscriber = make_subscriber([old], partnerships=[kept], kinds=["events"])
    choices = {"regions": [new.slug], "partnerships": [kept.slug], "partnership": added.slug, "kinds": ["news"]}

    response = client.post(CHOICES.path(subscriber), choices, follow=True)

    assert response.redirect_chain == [(f"{CHOICES.path(subscriber)}?saved", 302)]
    assert "Your choices are saved" in words_of(response)
    assert [*subscriber.regions.all()] == [new]
    assert set(subscriber.partnerships.all()) == {kept, added}
    assert ticked(response) == sorted(["news", new.slug, kept.slug, added.slug])


def test_what_was_chosen_is_said_before_and_after_confirming(client):
    subscriber = make_subscriber([make_region(name="London")], kinds=["opportunities"], confirmed_at=None)
    address = CONFIRM.path(subscriber)

    before, after = client.get(address), client.post(address, follow=True)

    assert "What was chosen: Opportunities; London." in words_of(before)
    assert "You chose: Opportunities; London." in words_of(after)


def test_the_choices_page_shows_enough_of_the_address_to_know_it_and_no_more(client):
    subscriber = make_subscriber(email=JO)

    response = client.get(CHOICES.path(subscriber))

    assert "j…@reader.example" in words_of(response)
    assert JO not in response.content.decode()


def test_one_click_in_a_mail_program_erases_the_row_without_cookie_token_or_redirect():
    subscriber = make_subscriber()
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://mail.example"})

    response = strict.post(END.path(subscriber), {"List-Unsubscribe": "One-Click"})

    assert (response.status_code, str(response.cookies)) == (200, "")
    assert Subscriber.objects.count() == 0


def test_one_click_twice_says_that_no_more_news_come(client):
    address = END.path(make_subscriber())

    first = client.post(address)
    second = client.post(address)

    assert (first.status_code, second.status_code) == (200, 404)
    assert "you get no more" in words_of(second)


@pytest.mark.parametrize("link", [CONFIRM, CHOICES, END])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_learns_which_numbers_subscribers_have(client, link, method):
    there, gone = make_subscriber(), make_subscriber()
    tokens = [f"{number}.1aaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaa" for number in (there.pk, gone.pk, 999_999)]
    gone.delete()

    answers = [getattr(client, method)(reverse(link.page, args=[token])) for token in [*tokens, "no-link"]]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content.replace(answer.wsgi_request.path.encode(), b"") for answer in answers}) == 1


@pytest.mark.parametrize("link", [CONFIRM, CHOICES, END])
def test_a_link_of_somebody_who_left_says_how_to_get_a_new_one(client, link):
    subscriber = make_subscriber()
    address = link.path(subscriber)
    subscriber.delete()

    response = client.post(address)

    assert response.status_code == 404
    assert reverse("members:subscription-create") in response.content.decode()


def test_a_broken_link_to_stop_does_not_say_that_the_news_stopped(client):
    subscriber = make_subscriber()

    response = client.post(END.path(subscriber)[:-2] + "/")

    assert response.status_code == 404
    assert Subscriber.objects.filter(pk=subscriber.pk).exists()


def test_an_old_link_says_that_it_is_too_old(client, monkeypatch):
    address = CONFIRM.path(make_subscriber(confirmed_at=None))
    in_eight_days = (timezone.now() + datetime.timedelta(days=8)).timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: in_eight_days)

    response = client.post(address)

    assert response.status_code == 410
    assert "This link is too old" in words_of(response)
    assert Subscriber.objects.confirmed().count() == 0


@pytest.mark.parametrize("link", [CONFIRM, CHOICES, END])
def test_a_page_behind_a_link_sets_no_cookie_and_is_kept_by_nobody(client, link):
    response = client.get(link.path(make_subscriber()))

    assert str(response.cookies) == ""
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("link", [CONFIRM, CHOICES, END])
def test_pages_behind_links_take_no_other_verbs(client, link):
    assert client.put(link.path(make_subscriber())).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_choices_ask_the_database_the_same_for_any_number(client, django_assert_num_queries, number):
    entries = {"regions": make_region, "priorities": make_priority, "partnerships": make_partnership}
    subscriber = make_subscriber(**{name: [make() for _ in range(number)] for name, make in entries.items()})

    with django_assert_num_queries(9):
        client.get(CHOICES.path(subscriber))


@override_settings(SECRET_KEY="another-key-altogether", SECRET_KEY_FALLBACKS=[])
def _path_under_another_key(subscriber):
    return END.path(subscriber)


def test_a_link_signed_with_another_key_is_broken(client):
    subscriber = make_subscriber()

    response = client.post(_path_under_another_key(subscriber))

    assert response.status_code == 404
    assert Subscriber.objects.filter(pk=subscriber.pk).exists()
