"""Staff who sign in by the pages, and the second factors they carry."""

import hashlib
import time
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from partnerships.mail.delivery import message_of
from partnerships.models import OutgoingMail
from tests.factories import PASSWORD, make_user

SIGN_IN, CODE = "/accounts/sign-in/", "/accounts/sign-in/code/"
BACK_OFFICE = "/back-office/"
LAST_PERIOD, THIS_PERIOD = -1, 0


def make_person(email="amina@bridge.example", role="", **fields):
    """Make staff who sign in with `email` and PASSWORD, and were here before; `role` is the name of a role."""
    known = {"username": email, "email": email, "is_staff": True, "first_name": "Amina", "last_name": "Example"}
    person = make_user(**known | {"last_login": timezone.now()} | fields)
    if role:
        call_command("sync_roles", verbosity=0)
        person.groups.add(Group.objects.get(name=role))
    return person


def make_owner(email="owner@lcep.example", **fields):
    """Make an owner who signs in with `email` and PASSWORD."""
    return make_person(email, is_superuser=True, **fields)


def give_app(person) -> str:
    """Give `person` an authenticator app and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def give_codes(person) -> list[str]:
    """Give `person` recovery codes and return them."""
    return RecoveryCodes.activate(person).generate_codes()


def give_passkey(person, name="Work laptop") -> Authenticator:
    """Give `person` a passkey as a browser would register it."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    credential = AttestedCredentialData.create(bytes(16), b"credential-1", ES256.from_cryptography_key(key))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, credential)
    client = CollectedClientData.create("webauthn.create", b"challenge", "https://testserver")
    answer = {
        "id": websafe_encode(b"credential-1"),
        "rawId": websafe_encode(b"credential-1"),
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
    return WebAuthn.add(person, name, answer).instance


def code_of(secret: str, period: int = THIS_PERIOD) -> str:
    """Return what an app with `secret` shows now, or `period` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + period))


def give_password(client, email="amina@bridge.example", password=PASSWORD, **extra):
    """Fill in the page to sign in, and return what it answers."""
    return client.post(SIGN_IN, {"login": email, "password": password}, **extra)


def sign_in(client, person, secret) -> None:
    """Sign `person` in by the pages, with the code of the app with `secret`."""
    give_password(client, person.email)
    client.post(CODE, {"code": code_of(secret)})


def path_in_mail(to: str, beginning: str) -> str:
    """Return the path of the link in the latest mail to `to` whose path begins with `beginning`."""
    text = message_of(OutgoingMail.objects.filter(to=to).latest("pk")).body
    [link] = [line for line in text.splitlines() if urlsplit(line).path.startswith(beginning)]
    return urlsplit(link).path
