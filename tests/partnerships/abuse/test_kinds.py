"""How the table of kinds of words is read, and how a text is made plain for it."""

import pytest

from partnerships.abuse.kinds import kinds
from partnerships.abuse.plain_words import plain, stems


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Return what makes a table of one kind and says whether it is found in a text."""

    def found(way, text):
        path = tmp_path / "kinds.txt"
        path.write_text(f"# A table\nsite = page|website\n\nadvert: sells\n{way}\n\nhonest: asks\nwho\n", "utf-8")
        monkeypatch.setattr("partnerships.abuse.kinds._TABLE", path)
        kinds.cache_clear()
        return [kind.says for kind in kinds() if kind.of_adverts and kind.pattern.search(plain(text))] == ["sells"]

    yield found
    kinds.cache_clear()


@pytest.mark.parametrize(
    ("way", "text", "is_found"),
    [
        ("seo", "Our SEO!", True),
        ("seo", "Seoul", False),
        ("rank*", "Better rankings", True),
        ("*微信*", "请加微信联系", True),
        ("your {site}", "about your web-site", True),
        ("your !{site}", "your website", False),
        ("your !{site}", "your profile", True),
        ("link ~ client", "One link to our dear client", True),
        ("link ~ client", "Our client wants a link", True),
        ("link ~ client", "A link. Our client", False),
        ("link ~ client", "link one two three four five six client", False),
        ("our ~~ school", "our small primary school", True),
        ("our ~~ school", "a school of our own", False),
        ("£N off", "€50 off", True),
        ("£N off", "50 dollars off", True),
        ("N% off", "20% off", True),
        ("N seats", "1,000 seats", True),
        ("we are", "we’re", True),
    ],
)
def test_a_line_says_which_texts_it_is_found_in(table, way, text, is_found):
    assert table(way, text) == is_found


def test_words_are_compared_without_endings_and_numbers_by_their_kind():
    text = plain("Rankings RANKED! 20% of 1,500 for $99, at www.shop.example or a@b.example")

    assert list(stems(text)) == ["rank", "rank", ".", "N%", "of", "N", "for", "£N", "at", "or"]


def test_letters_of_other_shapes_are_the_same():
    assert plain("𝐒𝐄𝐎 ｓｅｏ") == " seo seo "


def test_every_kind_of_the_table_has_something_to_say():
    assert len({kind.says for kind in kinds()}) == len(kinds()) > 30
