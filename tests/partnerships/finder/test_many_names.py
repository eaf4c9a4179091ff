"""The finder where there are more partnerships than it can read the names of for each question."""

import pytest

from partnerships.finder import names, results
from partnerships.finder.resolve import resolve
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def many(monkeypatch):
    """Three partnerships, which are many here, and one that is no business of the public."""
    monkeypatch.setattr(names, "MANY_NAMES", 2)
    leeds = make_partnership([make_authority(name="Leeds")], name="Leeds33")
    leeds.names.create(name="Aire Valley Arts")
    make_partnership(name="Whitby Together Cultural Education Partnership")
    make_partnership(name="Third")
    make_partnership(name="Hidden", publication=PublicationState.DRAFT)
    text_index.rebuild()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Leeds33", "Leeds33"),
        ("aire valley arts", "Leeds33"),
        ("Whitby Together CEP", "Whitby Together Cultural Education Partnership"),
    ],
)
def test_a_partnership_is_known_by_any_of_its_names(text, name):
    meaning = resolve(text)

    assert isinstance(meaning, results.Entry)
    assert meaning.name == name


def test_a_place_is_known_before_partnerships_that_mention_it():
    assert isinstance(resolve("Leeds"), results.Place)


@pytest.mark.parametrize("text", ["Hidden", "Valley"])
def test_what_nothing_public_is_called_is_no_partnership(text):
    assert not isinstance(resolve(text), results.Entry)


def test_no_more_names_are_read_than_are_like_it(monkeypatch):
    monkeypatch.setattr(names, "MOST_LIKE", 1)

    assert list(names.partnership_names()) == []
    assert {name.of for name in names.partnership_names_like("cultural education")} <= {
        "Leeds33",
        "Whitby Together Cultural Education Partnership",
        "Third",
    }
    assert len({name.of for name in names.partnership_names_like("cultural education")}) == 1
