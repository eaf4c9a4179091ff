"""One function for each kind of row. Each makes one, with the rows it needs, and returns it.

Nothing is random: a value that is not given is blank, or numbered so that no two rows clash.
"""

import datetime
import itertools
import uuid

from django.contrib.auth.models import Permission, User
from django.utils import timezone

from members.models import ChangeProposal, CheckRequest, MemberOrganisation, Membership, Subscriber
from members.vocabulary import ProposalSource
from partnerships.enquiries.partnership_replies import fingerprint
from partnerships.models import (
    BridgeOrganisation,
    CaseStudy,
    Enquiry,
    LocalAuthority,
    NewsItem,
    OutgoingMail,
    Partnership,
    Programme,
    Question,
    Region,
    Resource,
    Sector,
    StrategicPriority,
    SupportOffer,
)
from partnerships.vocabulary import (
    AuthorityType,
    EnquirerKind,
    EnquiryTopic,
    NewsKind,
    OfferKind,
    ProgrammeKind,
    PublicationState,
    ResourceKind,
    ResourceSection,
    RouteKind,
)
from tests.looking_after import adopted
from tests.no_versions import quietly

COORDINATOR = "coordinator@partnership.example"
PASSWORD = "correct horse battery staple"
# Few enough for the smallest column, and all of as many digits, so that their order is that of their words too.
FIRST_NUMBER, FIRST_PREPARED = 1_001, 20_001
_numbers = itertools.count(FIRST_NUMBER)
THIS_YEAR = str(datetime.date.today().year)


def count_from(number: int) -> None:
    """Number what is made from now on from `number` on."""
    global _numbers
    _numbers = itertools.count(number)


def _named(kind: str, number: int, fields: dict) -> dict:
    """Return a name with the address it would get, which then need not be looked for, unless `fields` has a name."""
    return {} if "name" in fields else {"name": f"{kind} {number}", "slug": f"{kind.lower()}-{number}"}


def make_region(**fields) -> Region:
    """Make a region, listed after earlier ones."""
    number = next(_numbers)
    # No real region has such a code: the seventh would be London, which the map draws apart.
    defaults = {"gss_code": f"E129{number:05}", "position": number}
    return Region.objects.create(**defaults | _named("Region", number, fields) | fields)


def make_bridge(**fields) -> BridgeOrganisation:
    """Make a Bridge Organisation without a territory."""
    return BridgeOrganisation.objects.create(**_named("Bridge", next(_numbers), fields) | fields)


def make_authority(**fields) -> LocalAuthority:
    """Make a local authority, in a region and a Bridge's territory of its own unless they are given."""
    number = next(_numbers)
    for name, make in {"region": make_region, "bridge": make_bridge}.items():
        if name not in fields:
            fields[name] = make()
    defaults = {"gss_code": f"E99{number:06}", "type": AuthorityType.DISTRICT}
    return LocalAuthority.objects.create(**defaults | _named("Authority", number, fields) | fields)


def make_partnership(authorities=None, **fields) -> Partnership:
    """Make a published partnership that covers `authorities`: one of its own unless they are given.

    Its stage is not known, or one of this year, and its Bridge Organisation is that of its first authority.
    """
    authorities = [make_authority()] if authorities is None else list(authorities)
    defaults = _named("Partnership", next(_numbers), fields) | {"publication": PublicationState.PUBLISHED}
    defaults |= {} if "bridge" in fields else {"bridge": authorities[0].bridge}
    defaults |= {"stage_as_of": THIS_YEAR} if fields.get("stage") else {}
    partnership = Partnership.objects.create(**defaults | fields)
    partnership.authorities.add(*authorities)
    return partnership


def make_priority(**fields) -> StrategicPriority:
    """Make a strategic priority that no partnership states yet."""
    return StrategicPriority.objects.create(**_named("Priority", next(_numbers), fields) | fields)


def make_sector(**fields) -> Sector:
    """Make a sector, not one of the usual ones unless `is_usual` is given."""
    number = next(_numbers)
    defaults = {"plural": f"Sectors {number}", "position": number}
    return Sector.objects.create(**defaults | _named("Sector", number, fields) | fields)


def make_support_offer(**fields) -> SupportOffer:
    """Make a published offer: of `bridge` or `provider` if given, else of a national body."""
    number = next(_numbers)
    defaults = {
        "name": f"Offer {number}",
        "kind": OfferKind.ADVICE,
        "provider": "" if fields.get("bridge") else f"Provider {number}",
        "publication": PublicationState.PUBLISHED,
    }
    return SupportOffer.objects.create(**defaults | fields)


def make_programme(**fields) -> Programme:
    """Make a published programme: of `bridge` or `run_by` if given, else of a national body."""
    number = next(_numbers)
    defaults = {
        "name": f"Programme {number}",
        "kind": ProgrammeKind.INVESTMENT,
        "run_by": "" if fields.get("bridge") else f"National body {number}",
        "publication": PublicationState.PUBLISHED,
    }
    return Programme.objects.create(**defaults | fields)


def make_case_study(**fields) -> CaseStudy:
    """Make a published national case study without pictures."""
    number = next(_numbers)
    defaults = {"title": f"Case study {number}", "summary": f"Summary {number}", "what_was_done": f"Done {number}"}
    return CaseStudy.objects.create(**defaults | {"publication": PublicationState.PUBLISHED} | fields)


def make_resource(**fields) -> Resource:
    """Make a published national toolkit: a link, unless a `document` is given with its type and size."""
    number = next(_numbers)
    defaults = {
        "title": f"Resource {number}",
        "section": ResourceSection.BUILD,
        "kind": ResourceKind.TOOLKIT,
        "url": "" if "document" in fields else f"https://library.example/{number}",
        "publication": PublicationState.PUBLISHED,
    }
    return Resource.objects.create(**defaults | fields)


def make_question(**fields) -> Question:
    """Make a published question that everybody asks, with its answer."""
    number = next(_numbers)
    defaults = {"title": f"Question {number}?", "answer": f"Answer {number}.", "position": number}
    return Question.objects.create(**defaults | {"publication": PublicationState.PUBLISHED} | fields)


def make_news(**fields) -> NewsItem:
    """Make a published piece of national news."""
    number = next(_numbers)
    defaults = {"title": f"News {number}", "summary": f"Summary {number}", "publication": PublicationState.PUBLISHED}
    return NewsItem.objects.create(**defaults | fields)


def make_event(**fields) -> NewsItem:
    """Make a published national event that starts online in a week and has no end."""
    defaults = {"kind": NewsKind.EVENT, "is_online": True, "starts_at": timezone.now() + datetime.timedelta(days=7)}
    return make_news(**defaults | fields)


def make_opportunity(**fields) -> NewsItem:
    """Make a published national opportunity that closes in a week."""
    closes_on = timezone.localdate() + datetime.timedelta(days=7)
    return make_news(**{"kind": NewsKind.OPPORTUNITY, "closes_on": closes_on} | fields)


def make_organisation(**fields) -> MemberOrganisation:
    """Make a member organisation that takes part in nothing yet, in a sector of its own unless it is given."""
    sector = {} if "sector" in fields else {"sector": make_sector()}
    return MemberOrganisation.objects.create(**_named("Organisation", next(_numbers), fields) | sector | fields)


def make_membership(**fields) -> Membership:
    """Make a current membership, of an organisation and in a partnership of its own unless given; see adopted()."""
    fields |= {} if "partnership" in fields else {"partnership": make_partnership()}
    fields |= {} if "organisation" in fields else {"organisation": make_organisation()}
    return adopted(Membership.objects.create(**fields))


def make_user(**fields) -> User:
    """Make somebody who can sign in with PASSWORD, but has no rights in the back office."""
    return User.objects.create_user(**{"username": f"person-{next(_numbers)}", "password": PASSWORD} | fields)


def make_superuser(**fields) -> User:
    """Make somebody who may do everything in the back office."""
    owner = make_user(**{"is_staff": True} | fields)
    # As if always so: the audit log of a test holds only what happens in it.
    User.objects.filter(pk=owner.pk).update(is_superuser=True)
    owner.is_superuser = True
    return owner


def make_enquiry(**fields) -> Enquiry:
    """Make an enquiry about England that lies, new, on the national desk and is due in five days.

    Its reference is numbered. It has no events and no mails.
    """
    number = next(_numbers)
    defaults = {
        "reference": f"LCEP-{number:06}",
        "submission": uuid.UUID(int=number),
        "enquirer": EnquirerKind.ARTS,
        "topic": EnquiryTopic.OTHER,
        "message": f"Message {number}",
        "name": f"Person {number}",
        "email": f"person-{number}@enquirer.example",
        "consent_version": "1",
        "route": RouteKind.NATIONAL,
        "route_reason": "No place and no partnership was named, so it goes to the national desk of this directory.",
        "recipient_name": "the national desk of this directory",
        "due_on": timezone.localdate() + datetime.timedelta(days=5),
    }
    return Enquiry.objects.create(**{"is_promised": "recipient_name" not in fields} | defaults | fields)


def make_mail(**fields) -> OutgoingMail:
    """Make a mail that is due, without a task to send it."""
    number = next(_numbers)
    defaults = {
        "key": f"mail:{number}",
        "to": f"person-{number}@mail.example",
        "subject": f"Subject {number}",
        "text": f"Text {number}\n",
        "html": f"<p>Text {number}</p>",
    }
    return OutgoingMail.objects.create(**defaults | fields)


def make_subscriber(regions=(), priorities=(), partnerships=(), **fields) -> Subscriber:
    """Make a subscriber, confirmed last year unless `confirmed_at` is given, who chose nothing unless that is given."""
    defaults = {
        "email": f"person-{next(_numbers)}@reader.example",
        "consent_version": "1",
        "confirmed_at": timezone.now() - datetime.timedelta(days=365),
    }
    subscriber = Subscriber.objects.create(**defaults | fields)
    subscriber.regions.set(regions)
    subscriber.priorities.set(priorities)
    subscriber.partnerships.set(partnerships)
    return subscriber


def make_officer(*bridges, permissions=()) -> User:
    """Make a member of staff who is an officer of `bridges` and has the `permissions`, given by their code names."""
    officer = make_user(is_staff=True)
    # Row by row, so that the audit log of a test holds only what happens in it.
    officers = officer.bridges.through.objects
    officers.bulk_create(officers.model(bridgeorganisation=bridge, user=officer) for bridge in bridges)
    granted = officer.user_permissions.through.objects
    rights = Permission.objects.filter(codename__in=permissions)
    granted.bulk_create(granted.model(permission=right, user=officer) for right in rights)
    return officer


def make_check_request(**fields) -> CheckRequest:
    """Make an open request to check an entry of its own, with the contact coordinator@partnership.example."""
    if "partnership" not in fields:
        fields["partnership"] = make_partnership(contact_email=COORDINATOR)
    defaults = {"fingerprint": fingerprint(fields["partnership"].contact_email)}
    return CheckRequest.objects.create(**defaults | fields)


def make_proposal(**fields) -> ChangeProposal:
    """Make a proposal of a partnership by its link that waits for review: another summary, unless `changes` is given.

    It is for an entry of its own unless that is given.
    """
    if "partnership" not in fields:
        fields["partnership"] = make_partnership(summary="Old words.", contact_email=COORDINATOR)
    number = next(_numbers)
    defaults = {
        "source": ProposalSource.LINK,
        "email": COORDINATOR,
        "proposer": f"link:{number}",
        "changes": {"summary": [fields["partnership"].summary, "New words."]},
    }
    return ChangeProposal.objects.create(**defaults | fields)


# A test that is not about versions has none of the rows it makes beforehand.
globals().update({name: quietly(make) for name, make in list(globals().items()) if name.startswith("make_")})
