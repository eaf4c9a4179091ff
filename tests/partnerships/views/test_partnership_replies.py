"""The page a partnership's contact opens from a mail."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.enquiries.partnership_replies import ENQUIRY_LINK, enquiry_link
from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryState
from tests.factories import make_enquiry, make_partnership

pytestmark = pytest.mark.django_db
CONTACT = "host@partnership.example"


@pytest.fixture
def enquiry(desk):
    """An enquiry about a partnership that takes enquiries."""
    partnership = make_partnership(bridge=desk, name="Leeds33", takes_enquiries=True, contact_email=CONTACT)
    return make_enquiry(
        desk=desk, partnership=partnership, message="<script>alert(1)</script>", email="asks@enquirer.example"
    )


@pytest.fixture
def url(enquiry):
    """The address in the mail, without the site's own."""
    return "/" + enquiry_link(enquiry, CONTACT).split("/", 3)[3]


def test_the_page_shows_the_enquiry_with_its_text_escaped(client, url):
    response = client.get(url)

    page = response.content.decode()
    assert response.status_code == 200
    assert ("asks@enquirer.example" in page, "&lt;script&gt;alert(1)" in page, "<script>alert" in page) == (
        True,
        True,
        False,
    )


def test_no_visit_changes_anything_and_nobody_keeps_the_page(client, url, enquiry):
    before = Enquiry.objects.values().get()

    responses = [client.get(url), client.head(url), client.get(url)]

    assert {response["Cache-Control"] for response in responses} == {"private, no-store"}
    assert 'content="noindex, nofollow"' in responses[0].content.decode()
    assert (responses[0].cookies, Enquiry.objects.values().get(), enquiry.events.count()) == ({}, before, 0)


def test_both_buttons_are_shown_until_they_are_pressed(client, url):
    buttons = [client.get(url).context["replies_left"]]
    for statement in ("will", "has"):
        response = client.post(url, {"statement": statement})
        assert (response.status_code, response["Location"]) == (302, url)
        buttons.append(client.get(url).context["replies_left"])

    assert buttons == [["will", "has"], ["has"], []]
    assert "The partnership says that it has answered." in client.get(url).content.decode()
    assert Enquiry.objects.get().state == EnquiryState.ANSWERED


@pytest.mark.parametrize("values", [{}, {"statement": "never"}, {"statement": "has\x00"}])
def test_nothing_is_said_without_one_of_the_buttons(client, url, enquiry, values):
    response = client.post(url, values)

    page = html.unescape(response.content.decode())
    assert (response.status_code, enquiry.events.count()) == (200, 0)
    assert ('<a href="#statement">Press one of the two buttons</a>' in page, "<title>Error: " in page) == (True, True)


def test_another_websites_page_cannot_press_a_button(client, url, enquiry):
    response = client.post(url, {"statement": "has"}, headers={"sec-fetch-site": "cross-site"})

    assert (response.status_code, enquiry.events.count()) == (200, 0)


def test_what_cannot_be_read_says_nothing(client, url, enquiry, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    response = client.post(url, {"statement": "has" * 10})

    assert (response.status_code, enquiry.events.count()) == (413, 0)


@pytest.mark.parametrize("verb", ["put", "delete", "patch"])
def test_the_page_takes_no_other_verb(client, url, verb):
    assert getattr(client, verb)(url).status_code == 405


@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_link_that_was_tampered_with_leads_to_no_enquiry(client, url, verb):
    response = getattr(client, verb)(url[:-3] + "xx/", {"statement": "has"})

    assert (response.status_code, "This link leads to no enquiry" in response.content.decode()) == (404, True)


def test_an_old_link_says_that_it_has_run_out(client, url, monkeypatch):
    later = (timezone.now() + ENQUIRY_LINK.max_age).timestamp() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    response = client.get(url)

    assert (response.status_code, "This link has run out" in response.content.decode()) == (410, True)


@pytest.mark.parametrize("token", ["x", "%00", "a:b:c", "é", "W10:1:x" * 50])
def test_nonsense_in_the_address_leads_to_no_enquiry(client, token):
    assert (
        client.get(reverse("partnerships:enquiry-by-link", args=["x"]).replace("/x/", f"/{token}/")).status_code == 404
    )
