"""The staff of the served site. Each has a password and an authenticator app, whose key the journeys know."""

from dataclasses import dataclass

PASSWORD = "three quiet teapots"


@dataclass(frozen=True)
class Person:
    """Somebody who signs in: their address, the key of their app, and what they are."""

    email: str
    key: str
    role: str = ""
    bridge: str = ""
    is_owner: bool = False


OWNER = Person("owner@directory.example", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", is_owner=True)
EDITOR = Person("editor@directory.example", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU", role="National editor")
OFFICER = Person("officer@ive.example", "ORSXG5DTNFXGO5DFORSXG5DTNFXGO5DF", role="Bridge officer", bridge="ive")
OTHER_OFFICER = Person(
    "officer@other.example", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK", role="Bridge officer", bridge="a-new-direction"
)
# A code of an app lets in once, so whoever signs in by all the pages time and again would wait for the next.
EDITORS = [Person(f"editor-{letter}@directory.example", letter.upper() * 32, role="National editor") for letter in "ab"]
PEOPLE = [OWNER, EDITOR, OFFICER, OTHER_OFFICER, *EDITORS]


def make_people() -> None:
    """Make everybody, in the database of the served site."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.core.management import call_command

    from lcep_site.accounts.invitations import Appointment, appoint, new_account
    from partnerships.models import BridgeOrganisation

    call_command("sync_roles", verbosity=0)
    for person in PEOPLE:
        first_name = person.email.partition("@")[0].title()
        user = new_account(person.email, first_name, "Example", is_superuser=person.is_owner)
        user.set_password(PASSWORD)
        user.save()
        appoint(user, Appointment(person.role, BridgeOrganisation.objects.filter(slug=person.bridge)))
        TOTP.activate(user, person.key)
