"""The mails to colleagues about what is not public yet: drafts and working copies. None holds what is written there."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Model
from django.urls import reverse

from partnerships.mail import outbox
from partnerships.models import BridgeOrganisation
from partnerships.models.rights import SEE_EVERY_BRIDGE

PUBLISH = "partnerships.publish_partnership"


def page_of(entry: Model, page: str = "change") -> str:
    """Return the full address of a page of the back office about `entry`."""
    name = f"admin:{entry._meta.app_label}_{entry._meta.model_name}_{page}"
    return settings.SITE_URL + reverse(name, args=[entry.pk])


def reviewers(bridge: BridgeOrganisation | None) -> list[User]:
    """Return who may publish what is `bridge`'s: its officers, or national staff where it has none or there is none."""
    staff = User.objects.with_perm(PUBLISH, include_superusers=False).filter(is_staff=True).distinct()
    officers = list(staff.filter(bridges=bridge)) if bridge else []
    if officers:
        return officers
    national = User.objects.with_perm(SEE_EVERY_BRIDGE, include_superusers=False)
    return list(staff.filter(pk__in=national.values("pk")))


class Act(NamedTuple):
    """What was done with an entry, told in a mail: its subject, a sentence, a link, and `words` of who did it."""

    subject: str
    what: str
    link: str
    words: str = ""


def tell(people: Iterable[User | None], act: Act, *, by: User | None) -> None:
    """Mail `act` to each of `people` but `by`, who did it, once."""
    others = {person.email.casefold(): person for person in people if person and person.is_active and person != by}
    # Each act is told by itself: two hand-ins of one entry are two mails.
    key = f"draft:{uuid4().hex}"
    for person in others.values():
        if person.email:
            outbox.write(key=f"{key}:{person.pk}", to=person.email, template="about_draft", context=act._asdict())
