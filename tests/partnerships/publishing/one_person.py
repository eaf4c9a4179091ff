"""A public entry where a second person is wanted, and one person who may do everything."""

from dataclasses import dataclass
from typing import Any

from members.models import Membership
from partnerships.models import BridgeOrganisation, Partnership, Revision
from partnerships.models.versions import revising
from partnerships.vocabulary import RevisionKind
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_superuser,
)
from tests.partnerships.admin.copy_steps import signed_in
from tests.partnerships.admin.editorial_forms import url_of

NEW = "Written by one person alone."


@dataclass
class Site:
    """An entry that is public, where a second person is wanted, and somebody who may do everything, with a browser."""

    entry: Any
    membership: Membership
    user: Any
    browser: Any
    earlier: Revision

    def post(self, *where, **sent):
        return self.browser.post(url_of(*where), sent)


def make_site():
    """Return such a site. The entry was saved twice while nobody wanted a second person."""
    bridge = make_bridge(name="Arch")
    entry = make_partnership([make_authority(name="Leeds", bridge=bridge)], name="Leeds33", summary="Before.")
    membership = make_membership(partnership=entry, organisation=make_organisation(name="Opera North"))
    user = make_superuser()
    earlier = save(entry, user, "First.")
    save(entry, user, "Second.", RevisionKind.TOGETHER)
    BridgeOrganisation.objects.update(needs_second_person=True)
    return Site(Partnership.objects.get(), membership, user, signed_in(user), earlier)


def save(entry, by, summary, kind=RevisionKind.EDIT):
    with revising(by=by, kind=kind) as revision:
        entry.summary = summary
        entry.save()
    return revision.written
