"""What is done to a site for a drill, in its own environment: python -m tests.drills.acts NAME [ARGUMENT …]."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lcep_site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - the applications must be there first
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from lcep_site.management.commands.print_sign_in_links import accounts  # noqa: E402
from members.models import SheetImport  # noqa: E402
from members.models.sheets import SheetKind  # noqa: E402
from members.sheets import lifecycle  # noqa: E402
from partnerships.files import pictures  # noqa: E402
from partnerships.models import Partnership  # noqa: E402
from tests.factories import make_partnership  # noqa: E402
from tests.pictures import upload  # noqa: E402
from tests.signing_in import StaffClient  # noqa: E402


def place(email: str) -> str:
    """Make a partnership called Burst that takes enquiries at `email`; return the path of its form for staff."""
    burst = make_partnership(name="Burst", slug="burst", takes_enquiries=True, contact_email=email, stage="established")
    return reverse("admin:partnerships_partnership_change", args=[burst.pk])


def cookie() -> str:
    """Sign in a national editor, second factor shown, and return the cookie of the session."""
    client = StaffClient()
    client.force_login(accounts()[0])
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def sheet(rows: str) -> int:
    """Upload a sheet with so many new member organisations; return its number."""
    lines = ["Name,Sector", *(f"Drill {number},Culture" for number in range(int(rows)))]
    content = "\n".join(lines).encode()
    by = accounts()[0]
    return lifecycle.receive(kind=SheetKind.MEMBERS, file_name="drill.csv", content=content, by=by).pk


def confirm(pk: str) -> None:
    """Have the sheet imported that was read."""
    lifecycle.confirm(SheetImport.objects.get(pk=pk), takes_doubtful=True)


def go_on(pk: str) -> bool:
    """Begin an import again that was interrupted, as staff do by its button; return whether it was."""
    SheetImport.objects.filter(pk=pk, lease_until__isnull=False).update(lease_until=timezone.now())
    try:
        lifecycle.begin_again(SheetImport.objects.get(pk=pk), by=accounts()[0])
    except lifecycle.NotNow:
        return False
    return True


def logo() -> str:
    """Give the partnership called Burst a logo, and return the path of its largest file."""
    burst = Partnership.objects.get(slug="burst")
    burst.logo, burst.logo_alt = pictures.keep(upload(), pictures.LOGOS), "Two colours"
    burst.save()
    return burst.logo.url


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
