"""Subscribers as a sheet, for the staff of a Bridge Organisation who want to write about their region."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from members.mailing_list.choices import headings_of
from members.models.subscriptions import Subscriber, SubscriberQuerySet, regions_of
from partnerships import audit
from partnerships.vocabulary import AuditAction

HEADINGS = ["E-mail address", "Regions", "Kinds of news", "Confirmed on"]


@transaction.atomic
def rows(subscribers: SubscriberQuerySet, *, by: User) -> list[list[str]]:
    """Return HEADINGS and a row for each confirmed one of `subscribers` that `by` may see; audit that they took them.

    Of their regions only those that `by` looks after are named.
    """
    visible = Subscriber.objects.editable_by(by).confirmed().filter(pk__in=subscribers.values("pk"))
    regions = {region.pk: region.name for region in regions_of(by)}
    cells = [
        [
            subscriber.email,
            ", ".join(regions[region.pk] for region in subscriber.regions.all() if region.pk in regions),
            ", ".join(headings_of(subscriber.kinds)),
            timezone.localdate(subscriber.confirmed_at).isoformat(),
        ]
        for subscriber in visible.prefetch_related("regions").order_by("email")
    ]
    about, details = f"{len(cells)} subscriber{'' if len(cells) == 1 else 's'}", {"regions": sorted(regions.values())}
    audit.record(AuditAction.SUBSCRIBERS_EXPORTED, by=by, about=about, details=details)
    return [HEADINGS, *cells]
