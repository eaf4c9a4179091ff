"""How many partnerships there are is one number, wherever it is told, and one place says what is counted."""

import csv
import io
import re

import pytest

from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_partnership, make_region
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def told(client):
    """Return the number of partnerships by where it is told."""

    def number(path, sentence):
        return int(re.search(sentence, words_of(client.get(path)))[1])

    file = client.get("/partnerships.csv").getvalue().decode("utf-8-sig")
    return {
        "home": number("/", r"(\d+) partnerships? \d+ proposed in \d+ local authorit(?:y|ies), not counted"),
        "list": number("/partnerships/", r"(\d+) partnerships"),
        "region": number("/regions/yorkshire/", r"(\d+) partnerships? works? here"),
        "region on home": number("/", r"By region Yorkshire (\d+)"),
        "file": len(list(csv.DictReader(io.StringIO(file)))),
        "programs": client.get("/api/v1/partnerships/").json()["total"],
        "how sure we are": number("/about/data/", r"Mentioned by somebody else.*? Partnerships (\d+) "),
    }


def test_all_that_were_formed_are_counted_everywhere_and_none_proposed(client):
    leeds = make_authority(region=make_region(name="Yorkshire", slug="yorkshire"))
    for stage in ("", *Stage):
        make_partnership([leeds], stage=stage)
    make_partnership([leeds], publication=PublicationState.DRAFT)

    numbers = told(client)

    formed = len([stage for stage in Stage if stage != Stage.PROPOSED]) + 1
    assert numbers == dict.fromkeys(numbers, formed)


@pytest.mark.parametrize("path", ["/", "/regions/"])
def test_who_reads_a_figure_is_led_to_what_is_counted(client, path):
    assert 'href="/about/data/#counted"' in client.get(path).content.decode()
    assert 'id="counted"' in client.get("/about/data/").content.decode()
