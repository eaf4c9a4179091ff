"""What Bridge Organisations and national bodies offered partnerships, beside what is known of their support today."""

from dataclasses import dataclass, field

from partnerships.coverage.support_today import Support, support_by_bridges, support_of_bridges
from partnerships.models import BridgeOrganisation, PresentSupport, Programme, SupportOffer


@dataclass(frozen=True)
class Giver:
    """Who offered something: a Bridge Organisation, or None for all national bodies.

    `own` is what is known of its support today, `there` of the support in the area that was its own.
    """

    bridge: BridgeOrganisation | None
    own: Support
    there: Support
    offers: list[SupportOffer] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the page calls it."""
        return self.bridge.name if self.bridge else "National"

    @property
    def slug(self) -> str:
        """Where on the page it stands."""
        return self.bridge.slug if self.bridge else "national"

    @property
    def not_given(self) -> PresentSupport | None:
        """What tells best that it is not known to support partnerships today, if anything does."""
        return next(iter([] if self.own.given else self.own.rows), None)


def by_giver() -> list[Giver]:
    """Return all published offers and programmes by who gives them, national bodies first."""
    givers: dict[int | None, Giver] = {}
    territories, own = support_of_bridges(), support_by_bridges()

    def giver_of(row: SupportOffer | Programme) -> Giver:
        if row.bridge_id not in givers:
            key = row.bridge_id or 0
            givers[row.bridge_id] = Giver(row.bridge, own.get(key, Support()), territories.get(key, Support()))
        return givers[row.bridge_id]

    for offer in SupportOffer.objects.published().national_first():
        giver_of(offer).offers.append(offer)
    for programme in Programme.objects.published().national_first().prefetch_related("rounds"):
        giver_of(programme).programmes.append(programme)
    return sorted(givers.values(), key=lambda giver: giver.bridge.name if giver.bridge else "")
