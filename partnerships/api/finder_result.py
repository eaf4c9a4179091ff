"""The finder's answer as data: who covers a place."""

from typing import Any

from partnerships.api.schemas import NUMBER, TEXT, answer, described, listed, or_null, record, reference
from partnerships.finder import Answer, AnswerKind
from partnerships.models import LocalAuthority, Partnership
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


_ENTRY = {"slug": TEXT, "name": TEXT, "url": TEXT}
_PARTNERSHIPS = listed(reference("FoundPartnership"))
SCHEMAS = {
    "FoundPartnership": record(
        "FoundPartnership",
        "A partnership of the answer. `reach` says how far it works; `metres` how far it is, where that was measured.",
        {
            **_ENTRY,
            "stage": or_null(TEXT),
            "reach": or_null(TEXT),
            "metres": described(or_null(NUMBER), "In a straight line. Unit: metres."),
        },
        optional=("reach", "metres"),
    ),
    "FoundAuthority": record(
        "FoundAuthority",
        "A local authority of the answer, with who works in it. `share` says how much of the place lies in it.",
        {"gss_code": TEXT, **_ENTRY, "region": TEXT, "share": or_null(TEXT), "partnerships": _PARTNERSHIPS},
        optional=("share",),
    ),
    "Place": record(
        "Place",
        "Another place that may have been meant: ask again for `query`.",
        {"label": TEXT, "query": TEXT},
    ),
    "ArtsCouncil": record(
        "ArtsCouncil", "Who supports the arts outside England.", {"name": TEXT, "url": or_null(TEXT)}
    ),
    **answer(
        "Found",
        "Who covers a place. What was asked for is never kept.",
        {
            "kind": described(
                {**TEXT, "enum": [kind.value for kind in KINDS]},
                "; ".join(f"{kind.value}: {meaning}" for kind, meaning in KINDS.items()) + ".",
            ),
            "heading": described(TEXT, "The answer in a few words."),
            "lede": described(TEXT, "Where the place is, in a sentence."),
            "notes": described(listed(TEXT), "What should be known about the answer."),
            "authorities": described(listed(reference("FoundAuthority")), "The local authorities the place lies in."),
            "partnerships": described(_PARTNERSHIPS, "The partnerships at work there."),
            "proposed": described(_PARTNERSHIPS, "The partnerships proposed there: not counted as such."),
            "ended": described(_PARTNERSHIPS, "The partnerships that worked there and have closed."),
            "nearest": described(_PARTNERSHIPS, "Where none covers it: those nearest, the nearest first."),
            "page": described(or_null(TEXT), "The page of the region or Bridge Organisation of that name."),
            "arts_councils": described(
                listed(reference("ArtsCouncil")), "Outside England: who supports the arts there."
            ),
            "choices": described(listed(reference("Place")), "Places that may have been meant."),
        },
    ),
}


def result_of(answer: Answer) -> dict[str, Any]:
    """Return what is said of `answer`, by the names of the schema."""
    covering = answer.coverage
    named = [answer.partnership] if answer.partnership else answer.partnerships
    reaches = [_partnership(reach.partnership, reach=reach.sentence) for reach in covering.reaches] if covering else []
    return {
        "kind": answer.kind.value,
        "heading": answer.heading or answer.error,
        "lede": answer.lede,
        "notes": answer.notes,
        "authorities": _authorities(answer),
        "partnerships": reaches or [_partnership(partnership) for partnership in named],
        "proposed": [_partnership(partnership) for partnership in covering.proposed] if covering else [],
        "ended": [_partnership(partnership) for partnership in covering.ended] if covering else [],
        "nearest": [_partnership(partnership) for partnership in answer.nearest],
        "page": page_url(answer.page) if answer.page else None,
        "arts_councils": [{"name": council.name, "url": council.url or None} for council in answer.arts_councils],
        "choices": [{"label": choice.label, "query": choice.query} for choice in (*answer.choices, *answer.others)],
    }


def _authorities(answer: Answer) -> list[dict[str, Any]]:
    if answer.coverage:
        partnerships = [reach.partnership for reach in answer.coverage.reaches]
        return [_authority(answer.coverage.authority, partnerships)]
    return [
        # with_who_covers prefetched the list; the model cannot declare it without a circle of imports.
        _authority(row.authority, row.authority.covering, share=row.share)  # type: ignore[attr-defined]
        for row in answer.rows
    ]


def _authority(authority: LocalAuthority, partnerships: list[Partnership], *, share: str = "") -> dict[str, Any]:
    return {
        "gss_code": authority.gss_code,
        **_entry(authority),
        "region": authority.region.slug,
        "share": share or None,
        "partnerships": [_partnership(partnership) for partnership in partnerships],
    }


def _partnership(partnership: Partnership, *, reach: str = "") -> dict[str, Any]:
    return {
        **_entry(partnership),
        "stage": partnership.stage or None,
        "reach": reach or None,
        "metres": getattr(partnership, "metres", None),
    }


def _entry(row: LocalAuthority | Partnership) -> dict[str, str]:
    return {"slug": row.slug, "name": row.name, "url": page_url(row)}
