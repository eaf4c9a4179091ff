"""Who an enquiry goes to: every topic from every kind of place."""

import datetime

import pytest
from django.utils import timezone

from partnerships.enquiries import routing
from partnerships.enquiries.routing import ROUTES
from partnerships.vocabulary import DATA_DESK, NATIONAL_DESK, EnquiryTopic, RouteKind, Stage
from tests.factories import make_authority, make_bridge, make_partnership, make_user
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db

NATIONAL_ADDRESS = "desk@national.example"
NOBODY = (
    "Nobody is known who supports partnerships there today; until March 2023 that was the Bridge Organisation IVE. So "
    "the national desk is told."
)
PARTNERSHIP, SUPPORT, BRIDGE = RouteKind.PARTNERSHIP, RouteKind.SUPPORT, RouteKind.BRIDGE
NATIONAL, DATA = RouteKind.NATIONAL, RouteKind.DATA
# From where → on what → who gets it.
PLACES = {
    "nowhere": [NATIONAL, NATIONAL, NATIONAL, NATIONAL, NATIONAL, NATIONAL, NATIONAL, DATA],
    "an authority": [NATIONAL, NATIONAL, NATIONAL, BRIDGE, NATIONAL, NATIONAL, BRIDGE, DATA],
    "an authority supported today": [SUPPORT, SUPPORT, SUPPORT, BRIDGE, NATIONAL, SUPPORT, BRIDGE, DATA],
    "a bridge": [NATIONAL, NATIONAL, NATIONAL, BRIDGE, NATIONAL, NATIONAL, BRIDGE, DATA],
    "a bridge whose area is supported today": [SUPPORT, SUPPORT, SUPPORT, BRIDGE, NATIONAL, SUPPORT, BRIDGE, DATA],
    "a partnership": [NATIONAL, NATIONAL, NATIONAL, BRIDGE, NATIONAL, NATIONAL, BRIDGE, DATA],
    "a partnership that takes enquiries": [
        *(PARTNERSHIP, NATIONAL, NATIONAL, BRIDGE, NATIONAL, PARTNERSHIP, BRIDGE, DATA),
    ],
    "a partnership that has ended": [NATIONAL, NATIONAL, NATIONAL, BRIDGE, NATIONAL, NATIONAL, BRIDGE, DATA],
    "a partnership supported today": [SUPPORT, SUPPORT, SUPPORT, BRIDGE, NATIONAL, SUPPORT, BRIDGE, DATA],
    "a partnership in a region supported today": [SUPPORT, SUPPORT, SUPPORT, BRIDGE, NATIONAL, SUPPORT, BRIDGE, DATA],
}
TOPICS = ["join", "start", "support", "correct", "press", "other", "remove", "complain"]
TABLE = [(place, topic, kind) for place, kinds in PLACES.items() for topic, kind in zip(TOPICS, kinds, strict=True)]
TAKES_ENQUIRIES = {"takes_enquiries": True, "contact_email": "hello@leeds.example"}


@pytest.fixture(autouse=True)
def national_desk(settings):
    """Give the national desk an address of its own."""
    settings.NATIONAL_DESK_EMAIL = settings.DATA_DESK_EMAIL = NATIONAL_ADDRESS


@pytest.fixture
def bridge():
    """A Bridge Organisation with an address for enquiries that no longer supports partnerships."""
    return make_bridge(name="IVE", enquiries_email="ask@ive.example")


def about(place, bridge):
    """Return the arguments of route for an enquiry from `place`, which lies in the territory of `bridge`."""
    today = make_bridge(name="Today", enquiries_email="ask@today.example")
    supported = make_authority(bridge=bridge)
    make_present_support([supported.region], bridge=today, name="Today")
    return {
        "nowhere": lambda: {},
        "an authority": lambda: {"authority": make_authority(bridge=bridge)},
        "an authority supported today": lambda: {"authority": supported},
        "a bridge": lambda: {"bridge": make_bridge(name="Other", enquiries_email="ask@ive.example")},
        "a bridge whose area is supported today": lambda: {"bridge": bridge},
        "a partnership": lambda: {"partnership": make_partnership(bridge=bridge)},
        "a partnership that takes enquiries": lambda: {
            "partnership": make_partnership(bridge=bridge, **TAKES_ENQUIRIES)
        },
        "a partnership that has ended": lambda: {
            "partnership": make_partnership(bridge=bridge, stage=Stage.ENDED, **TAKES_ENQUIRIES)
        },
        "a partnership supported today": lambda: {
            "partnership": make_partnership(bridge=bridge, support_organisation=today)
        },
        "a partnership in a region supported today": lambda: {"partnership": make_partnership([supported])},
    }[place]()


def told(route, partnership=None, **others):
    """Return the addresses that are told of an enquiry with that route."""
    return routing.recipients(route.kind, route.desk, partnership).addresses


@pytest.mark.parametrize(("place", "topic", "kind"), TABLE)
def test_an_enquiry_goes_to(place, topic, kind, bridge):
    addresses = {
        PARTNERSHIP: ["hello@leeds.example"],
        SUPPORT: ["ask@today.example"],
        BRIDGE: ["ask@ive.example"],
        NATIONAL: [NATIONAL_ADDRESS],
        DATA: [NATIONAL_ADDRESS],
    }

    subject = about(place, bridge)
    route = routing.route(EnquiryTopic(topic), **subject)

    assert (route.kind, told(route, **subject)) == (kind, addresses[kind])


@pytest.mark.parametrize(("place", "topic"), [(place, topic) for place, topic, _ in TABLE])
@pytest.mark.parametrize("address", ["", "ask@ive.example"])
def test_a_page_names_who_reads_what_is_asked_as_its_route_does(place, topic, address):
    subject = about(place, make_bridge(name="IVE", enquiries_email=address))

    assert routing.reader(EnquiryTopic(topic), **subject).name == routing.route(topic, **subject).recipient_name


def test_a_complaint_about_personal_data_goes_to_its_own_desk_where_there_is_one_and_is_due_in_30_days(settings):
    before = routing.route(EnquiryTopic.COMPLAIN)
    told_before = told(before)
    settings.DATA_DESK_EMAIL = "data@national.example"

    route = routing.route(EnquiryTopic.COMPLAIN)

    assert (before.recipient_name, told_before) == (NATIONAL_DESK, [NATIONAL_ADDRESS])
    assert (route.recipient_name, told(route)) == (DATA_DESK, ["data@national.example"])
    assert routing.reader(EnquiryTopic.COMPLAIN).name == DATA_DESK
    assert (route.is_promised, route.days) == (True, "30 days")
    assert route.due_on == timezone.localdate() + datetime.timedelta(30)
    assert route.who_reads_it == f"Your enquiry goes to {DATA_DESK}. It can also be seen by {NATIONAL_DESK}."


def test_the_table_has_every_topic():
    assert set(TOPICS) == set(EnquiryTopic.values) == set(ROUTES)


def test_the_bridge_staff_see_what_the_partnership_gets(bridge):
    partnership = make_partnership(bridge=bridge, **TAKES_ENQUIRIES)

    assert routing.route(EnquiryTopic.JOIN, partnership).desk == bridge


def test_who_supports_the_partnership_today_sees_what_it_is_sent(bridge):
    today = make_bridge(name="Today", enquiries_email="ask@today.example")
    partnership = make_partnership(bridge=bridge, support_organisation=today)

    assert routing.route(EnquiryTopic.JOIN, partnership).desk == today


def test_a_supporter_who_reads_nothing_here_leaves_it_to_the_national_desk():
    authority = make_authority()
    make_present_support([authority.region], name="Curious Minds", bridge=make_bridge())

    route = routing.route(EnquiryTopic.START, authority=authority)

    assert (route.kind, route.desk, told(route)) == (NATIONAL, None, [NATIONAL_ADDRESS])
    assert route.reason == (
        "Curious Minds supports partnerships there today. It reads no enquiries here, so the national desk is told and "
        "can pass it on."
    )


@pytest.mark.parametrize(
    ("place", "is_promised"),
    [("an authority", True), ("an authority supported today", False), ("a partnership that takes enquiries", False)],
)
def test_an_answer_is_promised_by_the_national_desk_for_itself_alone(bridge, place, is_promised):
    assert routing.route(EnquiryTopic.OTHER, **about(place, bridge)).is_promised is is_promised


def test_press_questions_lie_on_the_national_desk_wherever_they_come_from(bridge):
    route = routing.route(EnquiryTopic.PRESS, partnership := make_partnership(bridge=bridge, **TAKES_ENQUIRIES))

    assert (route.desk, told(route, partnership)) == (None, [NATIONAL_ADDRESS])
    assert route.reason == "“Press or research” always goes to the national desk of this directory."


def test_a_bridge_without_an_address_is_told_through_its_staff():
    bridge = make_bridge()
    bridge.officers.add(
        make_user(email="b@ive.example", is_staff=True),
        make_user(email="a@ive.example", is_staff=True),
        make_user(email="gone@ive.example", is_staff=True, is_active=False),
        make_user(email="", is_staff=True),
        make_user(email="no-staff@ive.example"),
    )

    route = routing.route(EnquiryTopic.CORRECT, authority=make_authority(bridge=bridge))

    assert told(route) == ["a@ive.example", "b@ive.example"]


def test_where_nobody_of_a_bridge_is_here_the_national_desk_is_told():
    bridge = make_bridge(name="IVE")

    route = routing.route(EnquiryTopic.CORRECT, authority=make_authority(bridge=bridge))

    assert (route.kind, route.desk, told(route)) == (NATIONAL, None, [NATIONAL_ADDRESS])
    assert route.reason == (
        "It is in the territory of IVE. It has no address and no staff here yet, so the national desk is told."
    )


@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        (EnquiryTopic.JOIN, f"The partnership takes no enquiries itself. {NOBODY}"),
        (EnquiryTopic.START, NOBODY),
    ],
)
def test_staff_are_told_why_a_partnership_was_passed_over(bridge, topic, reason):
    assert routing.route(topic, make_partnership(bridge=bridge)).reason == reason


@pytest.mark.parametrize(
    ("place", "sentences"),
    [
        ("nowhere", f"Your enquiry goes to {NATIONAL_DESK}."),
        ("an authority", f"Your enquiry goes to {NATIONAL_DESK}."),
        ("a bridge", f"Your enquiry goes to {NATIONAL_DESK}."),
        (
            "a bridge whose area is supported today",
            f"Your enquiry goes to Today. It can also be seen by {NATIONAL_DESK}.",
        ),
        (
            "a partnership that takes enquiries",
            f"Your enquiry goes to Leeds33. It can also be seen by the staff of IVE and {NATIONAL_DESK}.",
        ),
    ],
)
def test_enquirers_are_told_who_reads_it(bridge, place, sentences):
    subject = about(place, bridge)
    if partnership := subject.get("partnership"):
        partnership.name = "Leeds33"

    assert routing.route(EnquiryTopic.OTHER, **subject).who_reads_it == sentences


def changed(row, **fields):
    """Return the row of today, with `fields` changed."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.mark.parametrize(
    ("change", "told_now"),
    [
        ({"takes_enquiries": False}, ["ask@ive.example"]),
        ({"stage": Stage.ENDED}, ["ask@ive.example"]),
        ({"name": "Leeds35"}, ["hello@leeds.example"]),
    ],
)
def test_a_route_leads_there_no_longer_when_its_partnership_takes_none_or_is_called_otherwise(bridge, change, told_now):
    partnership = make_partnership(bridge=bridge, **TAKES_ENQUIRIES)
    route = routing.route(EnquiryTopic.JOIN, partnership)
    before = route.leads_there_still(partnership)

    partnership = changed(partnership, **change)

    assert (before, route.leads_there_still(partnership)) == (True, False)
    assert told(route, partnership) == told_now


def test_a_route_leads_there_no_longer_when_its_desk_can_be_told_no_more(bridge):
    route = routing.route(EnquiryTopic.CORRECT, authority=make_authority(bridge=bridge))
    before = route.leads_there_still(None)

    changed(route.desk, enquiries_email="")

    assert (before, route.leads_there_still(None), told(route)) == (True, False, [NATIONAL_ADDRESS])


def test_another_address_of_the_same_desk_changes_nothing_for_the_enquirer(bridge):
    route = routing.route(EnquiryTopic.CORRECT, authority=make_authority(bridge=bridge))

    changed(route.desk, enquiries_email="new@ive.example")

    assert (route.leads_there_still(None), told(route)) == (True, ["new@ive.example"])
