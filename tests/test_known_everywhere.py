"""One table: what is known of a partnership, and which rooms know it. Something new fails here until each has decided.

The rooms say by themselves what they read. What one of them leaves out stands in LEFT_OUT, with the reason. Rights are
in the permission matrix, and what is published beside partnerships is walked by the tests of each room.
"""

from unittest.mock import patch

import pytest
from django.db.models import Q, URLField

from members.forms.corrections import DIRECT
from members.forms.corrections import PARTS as CORRECTED
from members.models.sheets import SheetKind
from members.proposals import facts, shown
from members.proposals.parts import KINDS as PROPOSED_ROWS
from members.sheets.layouts import LAYOUTS
from partnerships.curation import completeness, link_check
from partnerships.models import Partnership
from partnerships.open_data import every_kind, json_ld
from partnerships.open_data.partnership_kinds import PARTNERSHIPS
from partnerships.public_content.watched import NOT_SHOWN, watched
from partnerships.published_kinds import table
from partnerships.published_kinds.declarations import PARTNERSHIPS as AS_PUBLISHED
from partnerships.published_kinds.fields import ListField
from partnerships.publishing import public_changes
from partnerships.publishing.entry_details import details_of
from partnerships.search.text_index.partnership_documents import document
from partnerships.versions.kinds import columns, many_to_many_fields, parts_of
from tests.factories import make_bridge, make_partnership

pytestmark = pytest.mark.django_db

# What says nothing of a partnership: how the entry is kept, and what is about it and not of it.
NO_FACTS = {
    *("id", "slug", "publication", "publication_changed_at", "publication_changed_by", "publish_at", "preview_key"),
    *("editors", "takes_enquiries", "enquiries", "check_requests", "proposals", "subscribers"),
    *("public_changes", "published_snapshot"),
    # Ways to them; the rows are in stated_priorities and programme_participations.
    *("priorities", "programmes"),
    # Told by the later one, which names it as its predecessor.
    "successors",
}
# Whatever belongs to a partnership and is published by itself is a record of its own; see the test at the end.
OF_THEIR_OWN = {"casestudy_set", "resource_set", "question_set", "newsitem_set", "development_set"}
FACTS = {field.name for field in Partnership._meta.get_fields()} - NO_FACTS - OF_THEIR_OWN


class Noting:
    """A row that notes which of its attributes are read."""

    def __init__(self, row):
        self._row, self.read = row, set()

    def __getattr__(self, name):
        self.read.add(name)
        return getattr(self._row, name)

    def __str__(self):
        self.read.add("name")
        return str(self._row)


def in_open_data():
    names = {field.name for field in PARTNERSHIPS.fields}
    lists = {field.relation.split("__")[0] for field in PARTNERSHIPS.fields if isinstance(field, ListField)}
    elsewhere = {"publishedelsewhere_set"} if "elsewhere" in {kind.name for kind in every_kind()} else set()
    return names | lists | elsewhere | ({"support_organisation"} if "supported_by" in names else set())


def in_log():
    columns_of_parts = {column.removesuffix("_id") for part in public_changes.PARTS.values() for column in part.columns}
    return columns_of_parts | {part.relation for part in public_changes.PARTS.values()}


def in_search():
    noting = Noting(make_partnership())
    document(noting)
    return noting.read


def in_sheets():
    beside = {layout.model for layout in LAYOUTS.values() if "partnership" in layout.key}
    relations = {field.name for field in Partnership._meta.related_objects if field.related_model in beside}
    return {*LAYOUTS[SheetKind.PARTNERSHIPS].headings, *relations}


def in_proposals():
    noting = Noting(make_partnership())
    for kind in PROPOSED_ROWS.values():
        kind.rows(noting)
    return {*facts.SCALARS, "sectors_sought"} | noting.read


def in_completeness():
    names = set()
    for part in completeness.PARTS:
        names.add(part.anchor.removeprefix("id_").removesuffix("-group"))
        names |= _names_in(part.is_known)
    return names


def _names_in(condition):
    if not isinstance(condition, Q):
        return set()
    return {name for child in condition.children for name in ([child[0]] if isinstance(child, tuple) else [])} | {
        name for child in condition.children if isinstance(child, Q) for name in _names_in(child)
    }


def in_versions():
    own = {field.name for field in columns(Partnership)} | {*many_to_many_fields(Partnership)}
    parts = {part.model for part in parts_of(Partnership)}
    return own | {field.name for field in Partnership._meta.related_objects if field.related_model in parts}


def in_json_ld():
    partnership = make_partnership()
    noting, details = Noting(partnership), Noting(details_of(partnership))
    json_ld.of_partnership(noting, details)
    as_named = {"members": "memberships", "elsewhere": "publishedelsewhere_set"}
    return noting.read | {as_named.get(name, name) for name in details.read}


def in_content_stamp():
    models = watched()
    rows = [field for field in Partnership._meta.get_fields() if field.is_relation]
    joined = {field.name for field in rows if getattr(field, "remote_field", None) and _join(field) in models}
    related = {field.name for field in rows if field.related_model in models}
    own = {field.name for field in Partnership._meta.concrete_fields} - NOT_SHOWN
    return own | joined | related


def _join(field):
    return getattr(field.remote_field, "through", None)


def _left_out(why, *names):
    return dict.fromkeys(names, why)


_SURE = _left_out("how sure it is", "confidence", "evidence", "compiled_on", "checked_on", "checked_by", "sources")
_SURE_OF_STAGE = _left_out("how sure it is", "stage_source", "stage_confidence")
_FILES = _left_out("a file", "logo", "logo_alt")
_HIDDEN = _left_out("never shown", "contact_email")
_STAGE = _left_out("a word, which lists are narrowed by", "stage", "stage_as_of", "stage_date_said", "scope")
_BEFORE = _left_out("of before", "is_pilot", "bridge", "predecessors")
_ON_OTHER_PAGES = _left_out("edited on a page of its own", "programme_participations", "publishedelsewhere_set")
# What somebody chooses who corrects something, where it is not called as the fact is.
_CORRECTED = {
    "other_names": {"names"},
    "stage": {"stage", "stage_as_of", "stage_date_said", "stage_note", "stage_source", "stage_confidence"},
    "began": {"established", "ended", "predecessors", "is_pilot"},
    "where": {"authorities", "scope", "parts"},
    "members": {"memberships"},
    "support": {"bridge", "support_organisation"},
    "priorities": {"stated_priorities"},
    "programmes": {"programme_participations"},
    "takes_new_members": {"takes_new_members", "sectors_sought"},
    "elsewhere": {"publishedelsewhere_set"},
}


def in_corrections():
    return {fact for part in CORRECTED for fact in _CORRECTED.get(part, {part})}


def in_checks():
    partnership = make_partnership(support_organisation=make_bridge())
    noting, details = Noting(partnership), Noting(details_of(partnership))
    with patch.object(shown, "details_of", lambda _: details):
        shown.shown_facts(noting)
    as_named = {"members": "memberships", "priorities": "stated_priorities", "programmes": "programme_participations"}
    asked = {name.removesuffix("_words").removeprefix("get_").removesuffix("_display") for name in noting.read}
    return asked | {as_named.get(name, name) for name in details.read}


KNOWN = {
    "corrections": (in_corrections, {**_SURE, **_FILES, **_HIDDEN}),
    "checks": (
        in_checks,
        {**_SURE, **_SURE_OF_STAGE, **_FILES, **_HIDDEN}
        | _left_out("in the words of the stage", "stage_as_of", "stage_date_said")
        | _left_out("said by others, each on a page of theirs", "publishedelsewhere_set"),
    ),
    "open data": (in_open_data, {**_FILES, **_HIDDEN}),
    "log of changes": (
        in_log,
        {**_SURE, **_SURE_OF_STAGE, **_FILES, **_HIDDEN, **_BEFORE}
        | _left_out("told by the programme", "programme_participations"),
    ),
    "search": (
        in_search,
        {**_SURE, **_SURE_OF_STAGE, **_FILES, **_HIDDEN, **_STAGE}
        | _left_out("no words", "established", "ended", "is_pilot", "takes_new_members")
        | _left_out("addresses", "website", "joining_page", "links")
        | _left_out("the same of very many", "legal_form")
        | _left_out("found by themselves", "predecessors"),
    ),
    "sheets": (
        in_sheets,
        {**_FILES, **_HIDDEN, **_ON_OTHER_PAGES}
        | {fact: why for fact, why in _SURE.items() if fact != "confidence"}
        | _left_out("a row has no room for them", "names", "links", "stated_priorities", "story")
        | _left_out("of before", "is_pilot", "predecessors"),
    ),
    "proposals": (
        in_proposals,
        {**_SURE, **_SURE_OF_STAGE, **_FILES, **_ON_OTHER_PAGES, **_BEFORE}
        | _left_out("of sources, and a partnership speaks for itself", "stage_date_said", "stage_note")
        | _left_out("asked for in the note: others depend on it", "authorities", "scope", "support_organisation")
        | _left_out("hardly ever another", "legal_form"),
    ),
    "completeness": (
        in_completeness,
        {**_SURE_OF_STAGE, **_BEFORE, **_ON_OTHER_PAGES}
        | _left_out("follow from what counts", "confidence", "evidence", "compiled_on", "checked_by")
        | _left_out("true of some only", "stage_date_said", "stage_note", "scope", "support_organisation")
        | _left_out("always known", "name")
        | _left_out("counted with takes_new_members", "sectors_sought")
        | _left_out("true of some only", "names", "ended", "host", "legal_form")
        | _left_out("a staff list of its own", "coverage_note", "parts"),
    ),
    "versions": (
        in_versions,
        {**_HIDDEN, **_left_out("has versions of its own", "publishedelsewhere_set")},
    ),
    "JSON-LD": (
        in_json_ld,
        {**_SURE, **_SURE_OF_STAGE, **_FILES, **_HIDDEN}
        | _left_out("in the words of the stage", "stage_as_of", "stage_date_said")
        | _left_out("areas are named one by one", "scope")
        | _left_out("of before", "bridge")
        | _left_out("no word for it at schema.org", "host", "legal_form", "is_pilot", "predecessors", "coverage_note")
        | _left_out("nor for these", "support_organisation", "takes_new_members", "sectors_sought", "how_to_join")
        | _left_out("as long as the page itself", "about", "vision", "mission", "story", "stated_priorities", "links")
        | _left_out("told by the programme", "programme_participations")
        | _left_out("leads to words for people", "joining_page", "stage_note"),
    ),
    "content stamp": (in_content_stamp, _HIDDEN),
}


@pytest.mark.parametrize("room", KNOWN)
def test_a_room_knows_all_of_a_partnership_but_what_it_says_it_leaves_out(room):
    known, left_out = KNOWN[room]

    assert FACTS - known() == set(left_out), "say in KNOWN why it is left out, or let the room know it"


def test_nothing_is_named_that_a_partnership_has_no_more():
    names = {field.name for field in Partnership._meta.get_fields()}

    assert (NO_FACTS | OF_THEIR_OWN) - names == set()
    assert {fact for _, left_out in KNOWN.values() for fact in left_out} - FACTS == set()


def test_what_a_correction_may_change_at_once_is_what_may_be_proposed():
    assert set(DIRECT) - set(facts.SCALARS) == set()


@pytest.mark.parametrize("kind", table.kinds(), ids=lambda kind: kind.name)
def test_every_address_that_is_published_is_looked_up(kind):
    addresses = {field.name for field in kind.model._meta.concrete_fields if isinstance(field, URLField)}
    looked_up = {name for model, name in link_check._OTHERS if model is kind.model} | {kind.link}

    assert addresses - looked_up == set()


def test_every_list_that_the_public_reads_is_a_file_and_a_list_for_programs():
    assert {listing.name for _, listing in table.listings()} - {kind.name for kind in every_kind()} == set()


# There is no word of schema.org for a programme of many years in many places.
TOLD = [kind for kind in table.kinds() if kind.has_own_page and kind.name != "programme"]


@pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.name)
def test_search_engines_are_told_of_a_page_in_words_made_for_it(kind):
    is_told = json_ld.described.dispatch(kind.model) is not json_ld.described.dispatch(object)

    assert is_told or kind is AS_PUBLISHED
