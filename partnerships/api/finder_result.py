"""The finder's answer as data: who covers a place."""

from typing import Any

from django.db.models import prefetch_related_objects

from partnerships.api.schemas import NUMBER, TEXT, answer, described, listed, or_null, record, reference
from partnerships.coverage import who_covers
from partnerships.finder import answers
from partnerships.models import LocalAuthority, Partnership
from partnerships.published_kinds.fields import page_url

KINDS: dict[type[answers.Answer], str] = {
    answers.Covered: "one partnership covers the place",
    answers.Several: "several do",
    answers.InPart: "those of its local authority work in other parts of it, as far as we know",
    answers.Proposed: "none does, but one was proposed",
    answers.Closed: "the one that did has closed",
    answers.Uncovered: "none does",
    answers.Areas: "the place lies in several local authorities",
    answers.UnknownAuthority: "the place is in England, in a local authority the directory does not know",
    answers.OutsideEngland: "the place is not in England",
    answers.ThePartnership: "it is the name of a partnership",
    answers.ThePage: "it is the name of a region, a Bridge Organisation or a member organisation",
    answers.WhichOne: "several are named or called so, or something nearly so: ask again for the `query` of one",
    answers.NotFound: "we know no such place",
}
EMPTY: dict[str, Any] = dict.fromkeys(("authorities", "partnerships", "elsewhere", "proposed", "ended", "nearest"), ())
EMPTY |= {"page": None, "arts_councils": ()}

_ENTRY = {"slug": TEXT, "name": TEXT, "url": TEXT}
_PARTNERSHIPS = listed(reference("FoundPartnership"))
SCHEMAS = {
    **record(
        "FoundPartnership",
        "A partnership of the answer. `reach` says how far it works; `metres` how far it is, where that was measured.",
        {
            **_ENTRY,
            "stage": described(or_null(TEXT), "As a source showed it at `stage_as_of`."),
            "stage_as_of": or_null(TEXT),
            "stage_today": described(or_null(TEXT), "What it counts as today: null if it is too old or undated."),
            "reach": or_null(TEXT),
            "metres": described(or_null(NUMBER), "In a straight line. Unit: metres."),
        },
        optional=("reach", "metres"),
    ),
    **record(
        "FoundAuthority",
        "A local authority of the answer, with who works in it. `share` says how much of the place lies in it.",
        {"gss_code": TEXT, **_ENTRY, "region": TEXT, "share": or_null(TEXT), "partnerships": _PARTNERSHIPS},
        optional=("share",),
    ),
    **record(
        "Place",
        "Another place or school that may have been meant: ask again for `query`.",
        {"label": TEXT, "query": TEXT},
    ),
    **record("ArtsCouncil", "Who supports the arts outside England.", {"name": TEXT, "url": or_null(TEXT)}),
    **answer(
        "Found",
        "Who covers a place. What was asked for is never kept.",
        {
            "kind": described(
                {**TEXT, "enum": [answer_class.kind for answer_class in KINDS]},
                "; ".join(f"{answer_class.kind}: {meaning}" for answer_class, meaning in KINDS.items()) + ".",
            ),
            "heading": described(TEXT, "The answer in a few words."),
            "lede": described(TEXT, "Where the place is, in a sentence."),
            "notes": described(listed(TEXT), "What should be known about the answer."),
            "authorities": described(listed(reference("FoundAuthority")), "The local authorities the place lies in."),
            "partnerships": described(_PARTNERSHIPS, "The partnerships at work there."),
            "elsewhere": described(
                _PARTNERSHIPS, "Those that work in other parts of the local authority, not known to reach the place."
            ),
            "proposed": described(_PARTNERSHIPS, "The partnerships proposed there: not counted as such."),
            "ended": described(_PARTNERSHIPS, "The partnerships that worked there and have closed."),
            "nearest": described(_PARTNERSHIPS, "Where none covers it: those nearest, the nearest first."),
            "page": described(or_null(TEXT), "The page of the region or organisation of that name."),
            "arts_councils": described(
                listed(reference("ArtsCouncil")), "Outside England: who supports the arts there."
            ),
            "choices": described(listed(reference("Place")), "Places and schools that may have been meant."),
        },
    ),
}


def result_of(answer: answers.Answer) -> dict[str, Any]:
    """Return what is said of `answer`, by the names of the schema."""
    choices = [*getattr(answer, "choices", ()), *answer.others, *answer.schools]
    return {
        "kind": answer.kind,
        "heading": answer.heading,
        "lede": answer.lede,
        "notes": [*answer.notes, *filter(None, [answer.said_apart])],
        **EMPTY,
        **_fields_of(answer),
        "choices": [{"label": choice.label, "query": choice.query} for choice in choices],
    }


def _fields_of(answer: answers.Answer) -> dict[str, Any]:
    """Return what answers of its class alone have."""
    match answer:
        case answers.InOneAuthority(coverage=first):
            coverage = first.whole
            return {
                "authorities": [_authority(coverage.authority, [reach.partnership for reach in coverage.reaches])],
                "partnerships": [_partnership(reach.partnership, reach=reach.sentence) for reach in coverage.reaches],
                "elsewhere": [_partnership(reach.partnership, reach=reach.sentence) for reach in coverage.elsewhere],
                "proposed": _partnerships(coverage.proposed),
                "ended": _partnerships(coverage.ended),
                "nearest": _partnerships([card.partnership for card in getattr(answer, "nearest", ())]),
            }
        case answers.UnknownAuthority(nearest=nearest):
            return {"nearest": _partnerships([card.partnership for card in nearest])}
        case answers.Areas(rows=rows, authorities=places):
            prefetch_related_objects(places, *who_covers.covering_lists())
            covering = [(row.authority, row.covering, row.share) for row in rows]
            keys = {partnership.pk for _, working, _ in covering for partnership in working}
            partnerships = Partnership.objects.filter(pk__in=keys).order_by("name")
            authorities = [_authority(authority, working, share=share) for authority, working, share in covering]
            return {"authorities": authorities, "partnerships": _partnerships(list(partnerships))}
        case answers.OutsideEngland(arts_councils=councils):
            return {"arts_councils": [{"name": council.name, "url": council.url or None} for council in councils]}
        case answers.ThePartnership(partnership=partnership):
            return {"partnerships": _partnerships([partnership])}
        case answers.ThePage(page=page):
            return {"page": page_url(page)}
    return {}


def _authority(authority: LocalAuthority, partnerships: list[Partnership], *, share: str = "") -> dict[str, Any]:
    return {
        "gss_code": authority.gss_code,
        **_entry(authority),
        "region": authority.region.slug,
        "share": share or None,
        "partnerships": _partnerships(partnerships),
    }


def _partnerships(partnerships: list[Partnership]) -> list[dict[str, Any]]:
    return [_partnership(partnership) for partnership in partnerships]


def _partnership(partnership: Partnership, *, reach: str = "") -> dict[str, Any]:
    return {
        **_entry(partnership),
        "stage": partnership.stage or None,
        "stage_as_of": partnership.stage_as_of or None,
        "stage_today": partnership.stage_today or None,
        "reach": reach or None,
        "metres": getattr(partnership, "metres", None),
    }


def _entry(row: LocalAuthority | Partnership) -> dict[str, str]:
    return {"slug": row.slug, "name": row.name, "url": page_url(row)}
