"""The page “Where the facts come from”."""

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from lcep_site.loading.merging import load
from partnerships.geography.postcode_data import table
from partnerships.geography.postcode_data.sources import PACKAGE, published_source
from partnerships.vocabulary import Confidence
from tests.factories import make_authority, make_membership, make_partnership
from tests.facts import make_elsewhere, make_fact
from tests.figures import make_figures
from tests.postcode_lists import packed_list, published_file
from tests.reading import words_of
from tests.schools import make_school

pytestmark = pytest.mark.django_db


def words(client) -> str:
    return words_of(client.get("/about/data/"))


def test_it_names_the_edition_of_each_list_and_how_much_of_it_there_is(client, tmp_path):
    table.load(packed_list(tmp_path, origin=f"{PACKAGE} 1.0"))
    make_school()
    make_figures("E08000035")
    make_figures("E08000035", year=2019)
    make_authority()
    make_elsewhere()

    text = words(client)

    assert "ONS Postcode Directory, November 2025: 6 postcodes, loaded" in text
    assert "A register, January 2026, of the Department for Education: 1 school, loaded" in text
    assert "Indices of 2025: figures of 2025 for 1 local authority" in text
    assert "1 local authority, as in November 2025" in text
    assert "1 plans, reports, news and more" in text


def test_only_of_a_list_that_lacks_them_it_says_so_of_postcodes_out_of_use(client, tmp_path):
    lacks_them = "This edition does not say which are no longer in use"
    assert lacks_them not in words(client)

    table.load(packed_list(tmp_path, origin=f"{PACKAGE} 1.0"))
    assert lacks_them in words(client)

    table.load(published_source(published_file(tmp_path)), accept_fewer=True)
    assert lacks_them not in words(client)


def test_it_says_how_sure_each_kind_of_fact_is(client):
    partnership = make_partnership(confidence=Confidence.PAGE, stage="emerging", stage_as_of="2001")
    make_fact(partnership, confidence=Confidence.MENTION)
    make_membership(partnership=partnership, confidence=Confidence.PAGE)
    make_fact(make_partnership(publication="draft"), confidence=Confidence.MENTION)

    text = words(client)

    assert "Partnerships 1 1 (100%) 0 (0%)" in text
    assert "Members, partners in projects, funders and supporters 1 1 (100%) 0 (0%)" in text
    assert "Facts of their stories 1 0 (0%) 1 (100%)" in text
    assert "Over 5 years ago 1 100%" in text


def test_who_quotes_a_figure_finds_its_day_and_whom_to_ask_beside_what_it_counts(client):
    make_partnership()
    make_partnership()
    make_partnership(stage="proposed")

    response = client.get("/about/data/")

    counted = f"{date_format(timezone.localdate(), 'j F Y')} we count 2 partnerships in England, and 1 proposed"
    assert counted in words_of(response)
    assert '<a href="/join/?topic=press">Press and research: ask us</a>' in response.content.decode()
    assert '<a href="/join/?topic=press">Press and research: ask us</a>' in client.get("/open-data/").content.decode()


def test_it_asks_the_database_the_same_however_much_there_is(client, django_assert_num_queries):
    for _ in range(3):
        make_fact()
        make_elsewhere()

        # Those of the snapshot, which is read anew after each change, among them.
        with django_assert_num_queries(33):
            client.get("/about/data/")


def test_of_the_real_directory_it_tells_when_it_was_compiled_and_its_shares(client):
    load(settings.BASE_DIR / "fixtures" / "directory", lambda tally: None)

    text = words(client)

    assert "read by 26 November 2026 and put into our own words" in text
    assert "Partnerships 119 117 (98%) 2 (2%)" in text
    for counted in ("and supporters 633 ", "Stated aims 331 ", "stories 255 ", "today 36 ", "since 2023 38 "):
        assert counted in text
