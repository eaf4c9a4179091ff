"""The common base of what partnerships and Bridge Organisations publish beside their entries."""

from typing import Self, TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q

from partnerships.models.bridges import BridgeOrganisation
from partnerships.models.directory import Partnership
from partnerships.models.places import Region
from partnerships.models.publishable import Publishable, PublishableQuerySet
from partnerships.models.rights import bridges_of, editable_rows
from partnerships.models.slugs import HasOwnPage
from partnerships.models.themes import StrategicPriority

_Item = TypeVar("_Item", bound="Editorial", covariant=True)


class EditorialQuerySet(PublishableQuerySet[_Item]):
    """Items published by partnerships, Bridge Organisations and national bodies."""

    def editable_by(self, user: User) -> Self:
        """Return those of `user`'s Bridge Organisations and of partnerships that are theirs; all for national staff."""
        of_theirs = Q(partnership__in=Partnership.objects.editable_by(user))
        return editable_rows(self, user, lambda: of_theirs | Q(partnership__isnull=True, bridge__in=bridges_of(user)))

    def of(self, owner: Partnership | BridgeOrganisation | Region) -> Self:
        """Return those of `owner`.

        Those of the partnerships a Bridge Organisation looks after are its own, too. A region has those of partnerships
        that cover an authority of it, and of Bridge Organisations with territory there.
        """
        if isinstance(owner, Partnership):
            return self.filter(partnership=owner)
        if isinstance(owner, BridgeOrganisation):
            return self.filter(Q(bridge=owner) | Q(partnership__bridge=owner))
        # Looked up for each: what is published are fewer than the partnerships of a region.
        there = Partnership.authorities.through.objects.filter(localauthority__region=owner)
        works_there = Exists(there.filter(partnership=OuterRef("partnership")))
        bridges = BridgeOrganisation.objects.filter(authorities__region=owner)
        return self.filter(Q(works_there) | Q(partnership__isnull=True, bridge__in=bridges))

    def latest_first(self) -> Self:
        """Return them by when they were published, the latest first, each with its owner."""
        latest = models.F("publication_changed_at").desc(nulls_last=True)
        return self.select_related("partnership", "bridge").order_by(latest, "-pk")


class Editorial(HasOwnPage, Publishable):
    """Something published by a partnership, a Bridge Organisation, or, if neither is named, nationally."""

    title = models.CharField(max_length=160, help_text="Public.")
    partnership = models.ForeignKey(Partnership, models.CASCADE, null=True, blank=True, related_name="%(class)s_set")
    bridge = models.ForeignKey(
        BridgeOrganisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)s_set",
        verbose_name="Bridge Organisation",
        help_text="Whose it is, if it is not a partnership's. Leave both empty for a national one.",
    )
    priorities = models.ManyToManyField(StrategicPriority, blank=True, related_name="%(class)s_set")

    class Meta(Publishable.Meta):
        abstract = True
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(partnership__isnull=True) | Q(bridge__isnull=True), name="%(class)s_has_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def dates_in_words(self) -> str:
        """When it is, for what has dates of its own; else ""."""
        return ""

    @property
    def owner(self) -> Partnership | BridgeOrganisation | None:
        """The partnership or Bridge Organisation that published it; None for a national one."""
        return self.partnership or self.bridge

    @property
    def public_owner(self) -> Partnership | BridgeOrganisation | None:
        """The owner the public may know: None for a national one, and when its partnership is not published."""
        return None if self.partnership and not self.partnership.is_published else self.owner

    @property
    def public_owner_words(self) -> str:
        return str(self.public_owner or ("A partnership" if self.partnership_id else "National"))
