"""What is suggested while somebody types, in which groups, and when nothing is."""

import pytest

from partnerships import finder
from partnerships.abuse.rate_limit import MemoryLimit
from partnerships.finder import suggestions
from partnerships.finder.suggestions import suggested
from partnerships.vocabulary import NameKind, PublicationState
from tests.factories import make_authority, make_membership, make_organisation, make_partnership
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds():
    return make_authority(name="Leeds")


def test_names_are_suggested_by_group_in_one_order(leeds):
    partnership = make_partnership([leeds], name="Leeds33")
    make_membership(organisation=make_organisation(name="Opera of Leeds"), partnership=partnership)
    load_schools(school_row("Leeds City Academy"))

    found = suggested("lee")

    assert list(found) == ["Partnerships", "Places", "Schools", "Member organisations"]
    assert found["Partnerships"] == ["Leeds33"]
    assert found["Places"][:2] == ["Lee", "Leeds"]
    assert found["Schools"] == ["Leeds City Academy, Leeds LS11 5TT"]
    assert found["Member organisations"] == ["Opera of Leeds"]


def test_former_places_have_a_group_of_their_own(leeds):
    assert "Humberside" in suggested("humbers")["Former places"]


@pytest.mark.parametrize("text", ["", "l", "le", "LS1", "LS1 3", "ls13ab", "LS1 3AB", "?!*", "\0\0\0\0"])
def test_nothing_is_suggested_for_little_or_for_what_looks_like_a_postcode(leeds, text):
    assert suggested(text) == {}


def test_other_names_are_suggested_and_drafts_are_not(leeds):
    make_partnership([leeds], name="Leeds33").names.create(name="Zyzzy Arts", kind=NameKind.ALSO)
    make_partnership([leeds], name="Zyzzy Draft", publication=PublicationState.DRAFT)

    assert suggested("zyz") == {"Partnerships": ["Zyzzy Arts"]}


def test_a_name_that_begins_so_comes_before_one_with_a_later_word(leeds):
    for name in ("Arts of Zedtown", "Zedtown Arts"):
        make_partnership([leeds], name=name)

    assert suggested("zedt")["Partnerships"] == ["Zedtown Arts", "Arts of Zedtown"]


def test_a_name_is_found_by_the_second_of_its_several_words(leeds):
    make_authority(name="East Riding of Yorkshire", gss_code="E06000011")
    make_partnership([leeds], name="The Quux Collective")

    assert "East Riding of Yorkshire" in suggested("riding")["Places"]
    assert suggested("quux") == {"Partnerships": ["The Quux Collective"]}
    assert suggested("quux coll") == {"Partnerships": ["The Quux Collective"]}
    assert suggested("collective quux") == {}


def test_each_letter_more_narrows_what_is_suggested(leeds):
    for name in ("Zedtown Arts", "Zedtown Music", "Zedham Arts"):
        make_partnership([leeds], name=name)

    found = [suggested(text).get("Partnerships", []) for text in ("zed", "zedt", "zedtown m", "zedtown mx")]

    assert found == [
        ["Zedham Arts", "Zedtown Arts", "Zedtown Music"],
        ["Zedtown Arts", "Zedtown Music"],
        ["Zedtown Music"],
        [],
    ]


def test_what_has_just_that_name_comes_first_and_whole_words_before_parts_of_them(leeds):
    for name in ("Arts of Zedtowns", "Zedtown Arts", "Music in Zedtown", "Zedtown"):
        make_partnership([leeds], name=name)

    assert suggested("zedtown")["Partnerships"] == ["Zedtown", "Zedtown Arts", "Music in Zedtown", "Arts of Zedtowns"]


def test_a_group_is_short(leeds):
    for number in range(9):
        make_partnership([leeds], name=f"Zedtown {number}")
    load_schools(*(school_row(f"Zedtown {number} School") for number in range(9)))

    assert {group: len(names) for group, names in suggested("zedtown").items()} == {"Partnerships": 4, "Schools": 4}


def test_what_is_suggested_is_known_by_the_finder(leeds):
    load_schools(school_row(), school_row("Cockburn John Charles Academy", postcode="LS10 2JU"))

    labels = suggested("cockb")["Schools"]

    assert [finder.resolve(label).name for label in labels] == ["Cockburn School", "Cockburn John Charles Academy"]


def test_where_members_are_very_many_none_is_suggested(leeds, monkeypatch):
    partnership = make_partnership([leeds], name="Leeds33")
    for number in range(3):
        make_membership(organisation=make_organisation(name=f"Zedtown {number}"), partnership=partnership)
    assert len(suggested("zedtown")["Member organisations"]) == 3

    monkeypatch.setattr(suggestions, "MANY_NAMES", 2)

    assert suggested("zedtown") == {}


class TestTheAddress:
    """How the browser is answered."""

    def test_the_browser_keeps_it_for_a_day_and_nobody_else_does(self, client, leeds):
        response = client.get("/find/suggestions/", {"q": "Lee"})

        assert "Leeds" in response.json()["Places"]
        assert response["Cache-Control"] == "private, max-age=86400"

    def test_one_network_may_ask_only_so_often(self, client, monkeypatch):
        monkeypatch.setattr("partnerships.views.places.SUGGESTING", MemoryLimit(most=2, span=600))

        statuses = [client.get("/find/suggestions/?q=lee").status_code for _ in range(3)]

        assert statuses == [200, 200, 429]

    def test_without_a_text_there_is_nothing(self, client):
        assert client.get("/find/suggestions/").json() == {}
