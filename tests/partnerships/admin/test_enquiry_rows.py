"""Officers of two Bridge Organisations, each with every right but the national desk's, never see the other's rows.

One walks through the whole back office, by every link there is and by every address that could name a row.
"""

import html
import re
from urllib.parse import urljoin

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryEventKind, EnquiryOutcome, EnquiryState, EnquiryTopic
from tests.factories import (
    make_authority,
    make_bridge,
    make_enquiry,
    make_mail,
    make_officer,
    make_partnership,
)
from tests.permission_matrix import walk

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
MAX_PAGES = 700
CLOSED = {"state": EnquiryState.CLOSED, "closed_at": timezone.now(), "outcome": EnquiryOutcome.JOINED}
HELD = {"state": EnquiryState.QUARANTINED, "suspicions": "Secret suspicion"}
CHANGED_BY_ACTIONS = ["pk", "state", "desk", "topic", "route_reason", "assigned_to", "outcome", "message", "suspicions"]
# From the pages that the first one leads to, on to those about enquiries. All others: tests/test_another_bridge.py.
ABOUT_ENQUIRIES = re.compile("/(enquiry|outgoingmail)/")
SECRET = re.compile(r"secret|LCEP-S", re.IGNORECASE)


def make_secrets(desk):
    """Make enquiries on `desk` in every state, with lines and mails, all of which say that they are secret."""
    partnership = make_partnership([make_authority(bridge=desk)], bridge=desk)
    states = [{}, {"state": EnquiryState.WAITING}, {"state": EnquiryState.ANSWERED}, CLOSED, HELD]
    for number, state in enumerate(states):
        texts = dict.fromkeys(["message", "name", "organisation"], "Secret")
        enquiry = make_enquiry(
            desk=desk,
            partnership=partnership,
            reference=f"LCEP-S{number}",
            email="secret@enquirer.example",
            topic=EnquiryTopic.JOIN,
            **texts | state,
        )
        enquiry.events.create(kind=EnquiryEventKind.NOTED, text="Secret note")
        make_mail(enquiry=enquiry, subject="Secret subject", to="secret@enquirer.example")
    return Enquiry.objects.filter(desk=desk)


@pytest.fixture
def secrets():
    """The enquiries of another desk."""
    return make_secrets(make_bridge())


@pytest.fixture
def stranger(client, desk):
    """A client signed in as an officer of the desk who has every right to every model but the national desk's."""
    make_enquiry(desk=desk, reference="LCEP-OURS", email="us@ours.example")
    rights = Permission.objects.exclude(codename="answer_for_national_desk").values_list("codename", flat=True)
    client.force_login(make_officer(desk, permissions=list(rights)))
    return client


def addresses_naming(row):
    """Return every address of the back office that is about rows of the kind of `row`, with the key of `row`."""
    kind = ContentType.objects.get_for_model(row).pk
    named = []
    for address in walk.addresses():
        route = re.sub(r"<(?:\w+:)?(object_id|pk|id)>", str(row.pk), address.route)
        route = re.sub(r"<(?:\w+:)?content_type_id>", str(kind), route)
        about = address.model is type(row) or "content_type_id" in address.route
        if about and route != address.route and "<" not in route:
            named.append(reverse("admin:index") + route)
    return named


def links_of(page, address):
    """Return the links of a page of the back office to others of its pages, with at most one choice made on a list."""
    links = {urljoin(address, html.unescape(link)) for link in re.findall(r'(?:href|action)="([^"#]+)"', page)}
    inside = {link for link in links if link.startswith(reverse("admin:index"))}
    return {link.partition("?_changelist_filters")[0] for link in inside if not re.search("[?&]o=|&", link)}


def test_no_link_of_the_back_office_leads_to_another_desks_rows(stranger, secrets):
    assert secrets.count() == 5
    seen, waiting = set(), [reverse("admin:index")]
    first = set(waiting)
    while waiting and len(seen) < MAX_PAGES:
        address = waiting.pop(0)
        seen.add(address)
        response = stranger.get(address)
        page = response.content.decode() if "text/html" in response["Content-Type"] else ""
        assert SECRET.findall(page) == [], address
        links = {link for link in links_of(page, address) if address in first or ABOUT_ENQUIRIES.search(link)}
        waiting += sorted(links - {*seen, *waiting})

    assert waiting == []
    assert reverse("admin:partnerships_enquiry_changelist") in seen


def test_the_walk_would_notice_what_it_looks_for(stranger, secrets, desk):
    secrets.update(desk=desk)

    page = stranger.get(reverse("admin:partnerships_enquiry_changelist")).content.decode()

    assert SECRET.findall(page) != []


@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_address_that_names_another_desks_row_shows_or_changes_it(stranger, secrets, verb):
    enquiry = secrets.get(state=EnquiryState.NEW)
    rows = [enquiry, enquiry.mails.get(), enquiry.events.get()]
    before = list(secrets.order_by("pk").values(*CHANGED_BY_ACTIONS))
    tried = 0

    for row in rows:
        for address in addresses_naming(row):
            response = getattr(stranger, verb)(address, {"to": "", "words": "x", "reason": "x"})
            assert SECRET.findall(response.content.decode()) == [], address
            if "/partnerships/enquiry/" in address and isinstance(row, Enquiry) and not address.endswith(f"/{row.pk}/"):
                assert response.status_code == 404, address
            tried += 1

    assert tried > 15
    assert list(secrets.order_by("pk").values(*CHANGED_BY_ACTIONS)) == before


@pytest.mark.parametrize(
    "query",
    [
        "q=secret",
        "q=LCEP-S",
        "box=all",
        "box=held&q=secret",
        "message__icontains=secret",
        "email__startswith=secret",
        "desk__isnull=False&box=all",
        "topic__exact=join&box=all",
    ],
)
def test_no_search_or_filter_reaches_another_desks_rows(stranger, secrets, query):
    response = stranger.get(f"{reverse('admin:partnerships_enquiry_changelist')}?{query}", follow=True)

    shown = {row.reference for row in response.context["cl"].result_list}
    assert (shown <= {"LCEP-OURS"}, "enquirer.example" in response.content.decode()) == (True, False)


def test_choosing_a_related_row_offers_only_ones_own(stranger, secrets):
    response = stranger.get(
        reverse("admin:autocomplete"),
        {"app_label": "partnerships", "model_name": "outgoingmail", "field_name": "enquiry", "term": "LCEP"},
    )

    assert [row["text"] for row in response.json()["results"]] == ["LCEP-OURS"]


def test_deleting_a_bridge_says_how_many_enquiries_are_in_the_way_but_not_which(stranger, secrets):
    bridge = secrets.first().desk

    page = stranger.get(reverse("admin:partnerships_bridgeorganisation_delete", args=[bridge.pk])).content.decode()

    assert ("Enquiries on its desk: 5" in page, SECRET.findall(page)) == (True, [])


def test_each_of_two_officers_sees_their_own_and_the_national_desk_sees_both(client):
    desks = [make_bridge(), make_bridge()]
    for number, desk in enumerate(desks):
        make_enquiry(desk=desk, reference=f"LCEP-{number}")
    rights = ["view_enquiry", "change_enquiry"]
    people = [*(make_officer(desk, permissions=rights) for desk in desks)]
    people.append(make_officer(permissions=[*rights, "answer_for_national_desk"]))

    shown = []
    for person in people:
        client.force_login(person)
        response = client.get(reverse("admin:partnerships_enquiry_changelist"))
        shown.append({row.reference for row in response.context["cl"].result_list})

    assert shown == [{"LCEP-0"}, {"LCEP-1"}, {"LCEP-0", "LCEP-1"}]
