"""Taking an organisation out and complaining about personal data: pages that offer it, who gets it, and by when."""

import datetime
import re

import pytest
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.models import Enquiry
from partnerships.search import text_index
from partnerships.vocabulary import DATA_DESK, EnquiryTopic, RouteKind
from tests.enquiry_forms import filled_in, send
from tests.factories import make_authority, make_bridge, make_membership, make_organisation, make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db

NAME = "Smith, Jones and Leeds & Co"


def kept():
    """Return what is kept of the only enquiry there is."""
    return Enquiry.objects.get()


@pytest.fixture
def organisation():
    """A member organisation in Leeds, whose name reads like those of several, and whose Bridge reads enquiries."""
    leeds = make_authority(name="Leeds", bridge=make_bridge(name="IVE", enquiries_email="ask@ive.example"))
    organisation = make_organisation(name=NAME, authority=leeds)
    make_membership(organisation=organisation, partnership=make_partnership([leeds]))
    text_index.rebuild()
    return organisation


def test_the_page_of_an_organisation_leads_to_a_form_that_names_it(client, organisation):
    page = client.get(organisation.get_absolute_url()).content.decode()
    link = re.search(r'href="(/join/\?topic=remove[^"]*)"', page)[1].replace("&amp;", "&")

    form = client.get(link).content.decode()

    assert 'value="remove" id="id_topic_' in form
    assert re.search(r'value="remove" id="id_topic_\d" checked', form)
    for field in ("place", "organisation"):
        assert f'name="{field}" value="Smith, Jones and Leeds &amp; Co"' in form


def test_to_be_taken_out_goes_to_whoever_curates_the_entry_and_names_the_organisation(client, organisation):
    checked = client.post("/join/", filled_in(topic="remove", place=NAME, organisation=""))
    send(client, topic="remove", place=NAME, organisation="")

    assert f"What it is about {NAME} Change" in words_of(checked)
    assert "Your enquiry goes to IVE." in words_of(checked)
    assert (kept().desk.name, kept().organisation, kept().authority.name) == ("IVE", NAME, "Leeds")
    assert kept().due_on == working_days.due_on(timezone.localdate(), 10)


def test_an_organisation_we_cannot_find_is_no_dead_end(client):
    send(client, topic="remove", place="Zzyzx Players", organisation="")

    assert (kept().topic, kept().organisation, kept().desk) == ("remove", "Zzyzx Players", None)


@pytest.mark.parametrize("page", ["/privacy/", "/about/data/"])
def test_a_complaint_is_offered_where_people_look_for_it(client, page):
    assert 'href="/join/?topic=complain"' in client.get(page).content.decode()


def test_a_complaint_has_a_desk_of_its_own_an_acknowledgement_and_thirty_days(client, settings):
    settings.DATA_DESK_EMAIL = "data@national.example"
    day = timezone.localdate() + datetime.timedelta(30)

    checked = client.post("/join/", filled_in(topic="complain"))
    sent = send(client, topic="complain")

    assert f"Your enquiry goes to {DATA_DESK}." in words_of(checked)
    assert "The data desk answers within 30 days." in words_of(checked)
    assert (kept().route, kept().due_on, kept().is_promised) == (RouteKind.DATA, day, True)
    promise = f"The data desk answers by e-mail by {day:%A} {day.day} {day:%B %Y}."
    assert promise in words_of(client.get(sent["Location"]))
    assert promise in kept().mails.get(to="amina@studio.example").text
    assert kept().mails.filter(to="data@national.example").count() == 1


def test_both_are_asked_for_in_the_form_as_any_other_topic(client):
    words = words_of(client.get("/join/"))

    for topic in (EnquiryTopic.REMOVE, EnquiryTopic.COMPLAIN):
        assert topic.label in words
