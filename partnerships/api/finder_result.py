"""The finder's answer as data: who covers a place."""

from typing import Literal

from pydantic import Field

from partnerships.api.schemas import ListEnvelope, Strict
from partnerships.finder import Answer, AnswerKind
from partnerships.models import LocalAuthority, Partnership
from partnerships.open_data import licence
from partnerships.open_data.shapes import page_url

KINDS = {
    AnswerKind.COVERED: "one partnership covers the place",
    AnswerKind.SEVERAL: "several do",
    AnswerKind.PROPOSED: "none does, but one was proposed",
    AnswerKind.CLOSED: "the one that did has closed",
    AnswerKind.UNCOVERED: "none does",
    AnswerKind.AREAS: "the place lies in several local authorities",
    AnswerKind.ELSEWHERE: "the place is not in England",
    AnswerKind.PARTNERSHIP: "it is the name of a partnership",
    AnswerKind.PAGE: "it is the name of a region or a Bridge Organisation",
    AnswerKind.CHOICE: "several places are called so",
    AnswerKind.NOT_FOUND: "we know no such place",
}
assert KINDS.keys() == set(AnswerKind)


class FoundPartnership(Strict):
    """A partnership of the answer. `reach` says how far it works; `metres` how far it is, where that was measured."""

    slug: str
    name: str
    url: str
    stage: str | None
    reach: str | None = None
    metres: float | None = Field(None, description="In a straight line. Unit: metres.")


class FoundAuthority(Strict):
    """A local authority of the answer, with who works in it. `share` says how much of the place lies in it."""

    gss_code: str
    slug: str
    name: str
    url: str
    region: str
    share: str | None = None
    partnerships: list[FoundPartnership]


class FoundPlace(Strict, title="Place"):
    """Another place that may have been meant: ask again for `query`."""

    # Its published name, which the OpenAPI document takes from here.
    __qualname__ = "Place"

    label: str
    query: str


class FoundArtsCouncil(Strict, title="ArtsCouncil"):
    """Who supports the arts outside England."""

    __qualname__ = "ArtsCouncil"

    name: str
    url: str | None


class FinderResult(ListEnvelope, title="Found"):
    """Who covers a place. What was asked for is never kept."""

    __qualname__ = "Found"

    # Made from AnswerKind so that no kind is forgotten, which a type checker cannot follow.
    kind: Literal[tuple(kind.value for kind in AnswerKind)] = Field(  # type: ignore[valid-type]
        description="; ".join(f"{kind.value}: {meaning}" for kind, meaning in KINDS.items()) + "."
    )
    heading: str = Field(description="The answer in a few words.")
    lede: str = Field(description="Where the place is, in a sentence.")
    notes: list[str] = Field(description="What should be known about the answer.")
    authorities: list[FoundAuthority] = Field(description="The local authorities the place lies in.")
    partnerships: list[FoundPartnership] = Field(description="The partnerships at work there.")
    proposed: list[FoundPartnership] = Field(description="The partnerships proposed there: not counted as such.")
    ended: list[FoundPartnership] = Field(description="The partnerships that worked there and have closed.")
    nearest: list[FoundPartnership] = Field(description="Where none covers it: those nearest, the nearest first.")
    page: str | None = Field(description="The page of the region or Bridge Organisation of that name.")
    arts_councils: list[FoundArtsCouncil] = Field(description="Outside England: who supports the arts there.")
    choices: list[FoundPlace] = Field(description="Places that may have been meant.")


def result_of(answer: Answer) -> FinderResult:
    covering = answer.coverage
    named = [answer.partnership] if answer.partnership else answer.partnerships
    reaches = [_partnership(reach.partnership, reach=reach.sentence) for reach in covering.reaches] if covering else []
    return FinderResult(
        licence=licence.URL,
        attribution=licence.attribution(),
        kind=answer.kind.value,
        heading=answer.heading or answer.error,
        lede=answer.lede,
        notes=answer.notes,
        authorities=_authorities(answer),
        partnerships=reaches or [_partnership(partnership) for partnership in named],
        proposed=[_partnership(partnership) for partnership in covering.proposed] if covering else [],
        ended=[_partnership(partnership) for partnership in covering.ended] if covering else [],
        nearest=[_partnership(partnership) for partnership in answer.nearest],
        page=page_url(answer.page) if answer.page else None,
        arts_councils=[
            FoundArtsCouncil(name=council.name, url=council.url or None) for council in answer.arts_councils
        ],
        choices=[FoundPlace(label=choice.label, query=choice.query) for choice in (*answer.choices, *answer.others)],
    )


def _authorities(answer: Answer) -> list[FoundAuthority]:
    if answer.coverage:
        partnerships = [reach.partnership for reach in answer.coverage.reaches]
        return [_authority(answer.coverage.authority, partnerships)]
    return [
        # with_who_covers prefetched the list; the model cannot declare it without a circle of imports.
        _authority(row.authority, row.authority.covering, share=row.share)  # type: ignore[attr-defined]
        for row in answer.rows
    ]


def _authority(authority: LocalAuthority, partnerships: list[Partnership], *, share: str = "") -> FoundAuthority:
    return FoundAuthority(
        gss_code=authority.gss_code,
        slug=authority.slug,
        name=authority.name,
        url=page_url(authority),
        region=authority.region.slug,
        share=share or None,
        partnerships=[_partnership(partnership) for partnership in partnerships],
    )


def _partnership(partnership: Partnership, *, reach: str = "") -> FoundPartnership:
    return FoundPartnership(
        slug=partnership.slug,
        name=partnership.name,
        url=page_url(partnership),
        stage=partnership.stage or None,
        reach=reach or None,
        metres=getattr(partnership, "metres", None),
    )
