"""Searching for words that stand in very many documents."""

import pytest

from partnerships.models import Partnership, SearchDocument
from partnerships.search import text_index
from partnerships.search.text_index import matching
from partnerships.search.text_index import query as query_module
from tests.factories import make_partnership
from tests.plans import tables_read_whole

pytestmark = pytest.mark.django_db

NAMES = ["Leeds Museum Partners", "Leeds Partners", "York Museum Partners", "Leedsy Museums Partnership", "Museum"]
QUERIES = ["leeds", "leeds museum", "museum partners leeds", "partners", "museum partner", "leed muse", "york leeds"]


def names_found(query):
    return [partnership.name for partnership in text_index.find(Partnership.objects.published(), query)]


@pytest.mark.parametrize("of_a_kind", [0, 100])
@pytest.mark.parametrize("many", [0, 1, 2, 3])
def test_words_in_many_documents_find_what_they_find_in_few(monkeypatch, many, of_a_kind):
    for name in NAMES:
        make_partnership(name=name)
    text_index.rebuild()
    found = {query: names_found(query) for query in QUERIES}

    monkeypatch.setattr(matching, "MANY", many)
    monkeypatch.setattr(matching, "VERY_MANY", many)
    monkeypatch.setattr(matching, "MANY_OF_A_KIND", of_a_kind)

    assert {query: names_found(query) for query in QUERIES} == found
    assert found["museum partners leeds"] == ["Leeds Museum Partners", "Leedsy Museums Partnership"]


@pytest.mark.parametrize("query", ["leeds", "leeds museum"])
def test_no_search_reads_all_documents(query):
    for name in NAMES:
        make_partnership(name=name)
    text_index.rebuild()

    assert tables_read_whole(lambda: names_found(query), [SearchDocument, Partnership]) == []


def test_suggestions_are_made_of_no_more_documents_than_can_be_read(monkeypatch):
    make_partnership(name="Bristol")
    make_partnership(name="Whitby")
    text_index.rebuild()
    asked = [text_index.suggest(Partnership.objects.all(), word) for word in ("bristl", "whitbi")]

    monkeypatch.setattr(query_module, "MAX_READ", 1)

    assert asked == ["bristol", "whitby"]
    assert [text_index.suggest(Partnership.objects.all(), word) for word in ("bristl", "whitbi")] == ["bristol", ""]
