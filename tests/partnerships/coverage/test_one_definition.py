"""How many local authorities are without a partnership is one number, said in the same words wherever it is told."""

import re

import pytest

from tests.factories import make_authority, make_partnership
from tests.reading import words_of

pytestmark = pytest.mark.django_db
TOLD = re.compile(
    r"(\d+ local authorit(?:y is|ies are) without a partnership we know of(?:; in \d+ of them one was proposed)?)"
)
PAGES = ["home", "map", "cold spots", "local authorities"]


def test_every_page_tells_the_same_of_the_committed_data(answers):
    told = {name: TOLD.findall(words_of(answers[name])) for name in PAGES}

    [sentence] = told["home"]
    assert told == dict.fromkeys(PAGES, [sentence])
    assert "one was proposed" in sentence


@pytest.mark.parametrize("path", ["/", "/map/", "/cold-spots/", "/authorities/"])
def test_one_proposed_beside_one_at_work_is_not_told_as_proposed(client, path):
    leeds = make_authority()
    make_partnership([leeds], stage="proposed")
    make_partnership([leeds])
    make_authority()

    assert TOLD.findall(words_of(client.get(path))) == ["1 local authority is without a partnership we know of"]


def test_lists_for_programs_hold_as_many(client):
    make_partnership([make_authority()])
    make_partnership([make_authority()], stage="proposed")
    make_authority()

    assert client.get("/api/v1/authorities/?covered=no").json()["total"] == 2
    assert TOLD.findall(words_of(client.get("/"))) == [
        "2 local authorities are without a partnership we know of; in 1 of them one was proposed"
    ]
