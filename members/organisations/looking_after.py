"""Which Bridge Organisation looks after a member organisation: whose staff may change it, whoever chose it."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from members.models import MemberOrganisation, Membership
from members.models.organisations import MemberOrganisationQuerySet
from partnerships.models.rights import sees_every_bridge


def own_bridges(user: User) -> Sequence[int]:
    """Return the keys of the Bridge Organisations `user` adds organisations for, by name; none for national staff."""
    return [] if sees_every_bridge(user) else list(user.bridges.order_by("name").values_list("pk", flat=True))


def of_new(own: Sequence[int], *likely: int | None) -> int | None:
    """Return which Bridge Organisation looks after what somebody adds for one of their `own`, by their keys.

    It is the first of the `likely` ones, such as that of its partnership or its place, that is among them, else the
    first of their own. Who adds it for nobody in particular leaves it to the first likely one, or to national staff.
    """
    known = [key for key in likely if key]
    return next((key for key in [*known, *own] if key in own), None) if own else next(iter(known), None)


def settle(organisations: MemberOrganisationQuerySet) -> None:
    """Let those of `organisations` that nobody looks after be looked after by the only Bridge of their partnerships.

    Those of the partnerships of several, or of none, by that of their place; where that is not known, by nobody still.
    """
    of_each = Membership.objects.filter(organisation=OuterRef("pk")).order_by().values("organisation")
    counted = of_each.annotate(number=Count("partnership__bridge", distinct=True), only=Min("partnership__bridge"))
    place = MemberOrganisation.objects.filter(pk=OuterRef("pk")).order_by()
    home = place.values(home=Coalesce("authority__bridge", "school__authority__bridge"))
    found = Coalesce(Subquery(counted.filter(number=1).values("only")), Subquery(home))
    organisations.filter(looked_after_by=None).update(looked_after_by=found)
