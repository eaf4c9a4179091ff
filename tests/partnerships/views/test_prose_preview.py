"""Staff see what their Markdown will look like, without saving it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.templatetags.prose import prose
from partnerships.vocabulary import PublicationState
from tests.factories import make_partnership, make_superuser, make_user
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def url():
    return reverse("admin:prose-preview")


def test_the_box_that_was_asked_for_is_shown(staff_client):
    response = staff_client.post(url(), {"preview_of": "about", "about": "Some **bold** words", "vision": "Others"})

    assert "<p>Some <strong>bold</strong> words</p>" in response.content.decode()
    assert "Others" not in words_of(response)
    assert "no-store" in response["Cache-Control"]


def test_it_is_not_called_like_the_preview_of_the_whole_page(staff_client):
    draft = make_partnership(publication=PublicationState.DRAFT)

    words = words_of(staff_client.get(reverse("admin:partnerships_partnership_change", args=[draft.pk])))

    assert (words.count("Preview"), "See how it looks" in words) == (1, True)


def test_html_is_shown_as_typed(staff_client):
    response = staff_client.post(url(), {"preview_of": "about", "about": "<script>go()</script>"})

    assert "&lt;script&gt;go()&lt;/script&gt;" in response.content.decode()


def test_an_empty_box_says_so(staff_client):
    response = staff_client.post(url(), {"preview_of": "about", "about": " \n"})

    assert "Nothing is written yet." in words_of(response)


@pytest.mark.parametrize("sent", [{}, {"preview_of": ""}, {"preview_of": "a b"}, {"preview_of": "\0"}])
def test_nonsense_is_refused(staff_client, sent):
    assert staff_client.post(url(), sent).status_code == 400


def test_it_is_posted_only(staff_client):
    assert staff_client.get(url()).status_code == 405


def test_a_form_of_another_site_cannot_post_it():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_superuser())

    assert client.post(url(), {"preview_of": "about"}).status_code == 403


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_others_are_sent_to_sign_in(client, is_signed_in):
    if is_signed_in:
        client.force_login(make_user())

    response = client.post(url(), {"preview_of": "about", "about": "Words"})

    assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("admin:login"))


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("# One\n\n## Two\n\n### Three", ["h3", "h4", "h4"]),
        ("## One\n\n### Two", ["h3", "h4"]),
        ("One\n===\n\nText", ["h3", "p"]),
        ("### One\n\n#### Two", ["h3", "h4"]),
        ("#### One", ["h4"]),
        ("We offer:\n•\tDance\n•\tFilm", ["p", "ul", "li", "li"]),
    ],
)
def test_headings_are_lowered_and_bullets_of_programs_are_lists(written, tags):
    assert re.findall(r"<(h\d|p|ul|li)>", prose(written)) == tags
