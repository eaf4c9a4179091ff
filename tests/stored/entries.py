"""The rows that the literals name, each with the number and the words it had. No sequence comes as far as these."""

import datetime
import uuid

from partnerships.models import Enquiry, Partnership
from tests.factories import (
    COORDINATOR,
    make_authority,
    make_bridge,
    make_enquiry,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_region,
    make_sector,
    make_superuser,
    make_user,
)

PERSON, OWNER = 7_000_001, 7_000_002
REGION, BRIDGE, AUTHORITY, SECTOR, PRIORITY = 7_000_003, 7_000_004, 7_000_005, 7_000_006, 7_000_007
ENTRY, NAME, LINK, STATED, ORGANISATION, MEMBERSHIP = range(7_000_008, 7_000_014)
ENQUIRY, SUBSCRIBER, CHECK, PROPOSAL, OTHER = range(7_000_014, 7_000_019)
PREVIEW_KEY = uuid.UUID("0f0e0d0c-0b0a-4908-8706-050403020100")
ADDRESS = "amina@bridge.example"
READER = "reader@school.example"
PASSWORD_OF_THEN = "md5$salt$not-one-anybody-could-type"
SIGNED_IN_AT = datetime.datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=datetime.UTC)


def make_person(**fields):
    """Make the member of staff whom links and sessions are for."""
    known = {"pk": PERSON, "username": ADDRESS, "email": ADDRESS, "first_name": "Amina", "last_name": "Example"}
    person = make_user(**known | {"is_staff": True})
    # As it stood in the table: a hash that anybody made now would have another salt.
    type(person).objects.filter(pk=PERSON).update(**{"password": PASSWORD_OF_THEN} | fields)
    person.refresh_from_db()
    return person


def make_owner():
    """Make somebody who may do everything."""
    return make_superuser(pk=OWNER, username="owner@lcep.example", email="owner@lcep.example")


def make_place():
    """Make the authority that entries lie in, with its region and its Bridge Organisation."""
    region = make_region(pk=REGION, name="Yorkshire", gss_code="E12000003")
    bridge = make_bridge(pk=BRIDGE, name="Arch", enquiries_email="arch@bridge.example")
    return make_authority(pk=AUTHORITY, name="Leeds", gss_code="E08000035", region=region, bridge=bridge)


def make_entry(**fields) -> Partnership:
    """Make the partnership Leeds33, with a row of every kind."""
    known = {"pk": ENTRY, "name": "Leeds33", "summary": "Old words.", "website": "https://leeds33.example"}
    known |= {"contact_email": COORDINATOR, "takes_enquiries": True, "preview_key": PREVIEW_KEY}
    entry = make_partnership([make_place()], **known | fields)
    sector = make_sector(pk=SECTOR, name="Museums", plural="Museums", slug="museums")
    priority = make_priority(pk=PRIORITY, name="Youth voice", slug="youth-voice")
    entry.sectors_sought.add(sector)
    entry.names.create(pk=NAME, name="LeedsCEP")
    entry.links.create(pk=LINK, label="Plan", url="https://leeds33.example/plan")
    entry.stated_priorities.create(pk=STATED, priority=priority, wording="Listen")
    organisation = make_organisation(pk=ORGANISATION, name="Opera North", sector=sector)
    make_membership(pk=MEMBERSHIP, partnership=entry, organisation=organisation)
    return entry


def make_asked(**fields) -> Enquiry:
    """Make the enquiry to Leeds33."""
    entry = fields.pop("partnership", None) or make_entry()
    known = {"pk": ENQUIRY, "reference": "LCEP-7K3M9Q", "partnership": entry, "desk": entry.bridge}
    return make_enquiry(**known | {"route": "partnership", "topic": "join", "email": READER} | fields)
