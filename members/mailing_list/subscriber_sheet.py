"""Subscribers as a sheet, for the staff of a Bridge Organisation who want to write about their region."""

import csv
import io

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from members.models import Subscriber
from members.models.subscriptions import SubscriberQuerySet, regions_of
from partnerships import audit
from partnerships.text.csv_cells import UTF8_MARK, plain
from partnerships.vocabulary import AuditAction

HEADINGS = ["E-mail address", "Regions", "Confirmed on"]


@transaction.atomic
def as_csv(subscribers: SubscriberQuerySet, *, by: User) -> str:
    """Return the confirmed ones of `subscribers` that `by` may see, as CSV, and audit that they were exported.

    Of their regions only those that `by` looks after are named. The mark at the start tells Excel that it is UTF-8.
    """
    visible = Subscriber.objects.editable_by(by).confirmed().filter(pk__in=subscribers.values("pk"))
    regions = {region.pk: region.name for region in regions_of(by)}
    rows = [
        [
            subscriber.email,
            ", ".join(regions[region.pk] for region in subscriber.regions.all() if region.pk in regions),
            timezone.localdate(subscriber.confirmed_at).isoformat(),
        ]
        for subscriber in visible.prefetch_related("regions").order_by("email")
    ]
    audit.record(
        AuditAction.SUBSCRIBERS_EXPORTED,
        by=by,
        about=f"{len(rows)} subscriber{'' if len(rows) == 1 else 's'}",
        details={"regions": sorted(regions.values())},
    )
    sheet = io.StringIO()
    csv.writer(sheet).writerows([HEADINGS, *([plain(cell) for cell in row] for row in rows)])
    return UTF8_MARK + sheet.getvalue()
