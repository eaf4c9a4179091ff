"""How old somebody has to be to read a text with ease: the school grade of Flesch and Kincaid, plus five.

It grows with the words a sentence has and the syllables a word has. What cannot be said more simply counts as one easy
word each: the field's fixed terms, which the glossary explains, and names.
"""

import re
from dataclasses import dataclass

import textstat

# Somebody in the first grade is six.
AGE_IN_GRADE_NOUGHT = 5
# The field's fixed terms, the longest first, each with the easy word it counts as.
TERMS = {
    r"Local Cultural Education Partnerships?": "group",
    r"Cultural Education Partnerships?": "group",
    r"Bridge Organisations?": "bridge",
    r"member organisations?": "member",
    r"strategic priorit(?:y|ies)": "aim",
    r"local authorit(?:y|ies)": "town",
    r"partnerships?": "group",
    r"e-mails?": "mail",
    r"\(?LCEPs?\)?": "",
}
_TERMS = [(re.compile(term, re.IGNORECASE), easy) for term, easy in TERMS.items()]
# Two capital words in a row, with small words between them or not: Arts Council England, Great Yarmouth.
_NAME = re.compile(r"\b[A-Z][\w’'-]*(?: (?:(?:of|for|and|the|in|by) )*[A-Z][\w’'-]*)+")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\S+\.(?:org|uk|com)\S*")
_FIGURES = re.compile(r"\d[\d,.]*\d|\d")
_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?]”)\s+")


@dataclass(frozen=True)
class Measured:
    """A page, how many words of ours are on it, the age to read them, and its sentences, the hardest first."""

    name: str
    word_count: int
    age: float
    sentences: list[tuple[float, str]]


def sentences_of(blocks: list[str]) -> list[str]:
    """Return the sentences of `blocks`: what a block ends with ends a sentence, with a stop or without."""
    return [sentence for block in blocks for sentence in _END.split(block) if len(sentence.split()) > 1]


def plain(sentence: str) -> str:
    """Return `sentence` as it is measured, with an easy word for each fixed term, name, address and figure."""
    for term, easy in _TERMS:
        sentence = term.sub(easy, sentence)
    for pattern in (_ADDRESS, _NAME, _FIGURES):
        sentence = pattern.sub("Name", sentence)
    return sentence.rstrip(".!?:;”’) ") + "."


def age_of(sentences: list[str]) -> float:
    """Return the age, in years, at which `sentences` are read with ease."""
    text = " ".join(plain(sentence) for sentence in sentences)
    words, syllables = textstat.lexicon_count(text), textstat.syllable_count(text)
    if not words:
        return 0
    # Written out, since textstat counts sentences by rules of its own, and leaves out those of two words.
    grade = 0.39 * words / len(sentences) + 11.8 * syllables / words - 15.59
    return round(grade + AGE_IN_GRADE_NOUGHT, 1)


def measured(name: str, blocks: list[str]) -> Measured:
    """Return how hard the page called `name` is, whose words of ours are `blocks`."""
    sentences = sentences_of(blocks)
    hardest = sorted(((age_of([each]), each) for each in sentences), reverse=True)
    return Measured(name, sum(len(each.split()) for each in sentences), age_of(sentences), hardest)
