"""What counts as the same word."""

import pytest

from partnerships.search.text_index.tokens import index_text, query_tokens, stem, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("King's Lynn", ["kings", "lynn"]),
        ("King’s Lynn", ["kings", "lynn"]),
        ("St. Helens", ["st", "helens"]),
        ("Saint Helens", ["st", "helens"]),
        ("Barking & Dagenham", ["barking", "and", "dagenham"]),
        ("Stockton-on-Tees", ["stockton", "on", "tees"]),
        ("Théâtre Øre", ["theatre", "ore"]),
        ("ＬＥＥＤＳ", ["leeds"]),
        ("Le\u00aded\u200fs", ["leeds"]),
        ("a\x00b_c", ["a", "b", "c"]),
        ("🎭 … !", []),
    ],
)
def test_accents_case_and_punctuation_make_no_difference(text, tokens):
    assert tokenise(text) == tokens


@pytest.mark.parametrize(
    ("name", "indexed"),
    [
        ("LeedsCEP", "cep leed leeds leedscep"),
        ("Leeds33", "33 leed leeds leeds33"),
        ("EvoKe", "evo evok evoke ke"),
        ("MADE", "made"),
    ],
)
def test_names_written_in_one_are_indexed_in_parts_too(name, indexed):
    assert index_text([name]) == indexed


@pytest.mark.parametrize(
    ("word", "other_word"),
    [
        ("culture", "cultural"),
        ("partnership", "partnerships"),
        ("education", "educational"),
        ("community", "communities"),
        ("museum", "museums"),
        ("learn", "learning"),
        ("theatre", "theatres"),
    ],
)
def test_words_of_one_family_have_one_stem(word, other_word):
    assert stem(word) == stem(other_word)


@pytest.mark.parametrize("word", ["bus", "class", "2010s", "red", "e08000035", "coal"])
def test_short_words_and_numbers_keep_their_endings(word):
    assert stem(word) == word


def test_no_more_than_eight_words_are_asked_for():
    assert [token.text for token in query_tokens("b c d e f g h i j k c")] == list("bcdefghi")


def test_stop_words_are_asked_for_only_when_there_is_nothing_else():
    assert [[token.text for token in query_tokens(text)] for text in ("the leeds and the", "and the")] == [
        ["leeds"],
        ["and", "the"],
    ]
