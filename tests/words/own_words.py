"""Our own sentences on a page, without what others said, names, tables, menus and fields."""

import csv
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

FACTS = Path(__file__).resolve().parent.parent.parent / "fixtures" / "directory"
# Questions and their answers are facts to the database, but words of ours.
OURS = {"questions.tsv"}
# Elements whose own text is read as sentences, those whose text is none, and those that are passed over whole.
SENTENCES = {"p", "li", "dd", "legend", "figcaption"}
OTHERS = {"h1", "h2", "h3", "h4", "h5", "h6", "dt", "label", "button", "summary", "div", "section", "form", "span"}
BLOCKS = SENTENCES | (OTHERS - {"span"})
PASSED_OVER = {"table", "nav", "blockquote", "select", "textarea", "code", "script", "svg", "time"}
WITHOUT_END = {"br", "img", "input", "meta", "link", "use", "path", "hr", "source", "wbr"}
# Shorter ones are names and labels, which would make a page seem easy.
FEWEST_WORDS = 6
# As many words in a row as a fact and a sentence of ours never share by chance.
IN_A_ROW = 6
# What somebody agrees to, and the like, is quoted as it was worded then.
_QUOTED = re.compile(r" ?“[^”]{40,}”")
_BETWEEN_NAMES = {"and", "of", "the", "in", "for", "upon", "with", "on"}
_WORD = re.compile(r"[\w’']+")


class _Blocks(HTMLParser):
    """Reads the blocks of text in the main part of a page: pairs of the element they stand in and their words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.blocks: list[tuple[str, list[str]]] = []
        # The blocks that are open, the innermost last.
        self.inside: list[tuple[str, list[str]]] = []
        # How deep the rows of a list lie that are open, and whether each is a card: a hint in a row, and all of a card,
        # is what is known of an entry, not a sentence.
        self.rows: list[tuple[int, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in WITHOUT_END:
            return
        self.open.append(tag)
        classes = {*(dict(attrs).get("class") or "").split()}
        if classes & {"row", "card"}:
            self.rows.append((len(self.open), "card" in classes))
        if tag in BLOCKS:
            is_fact_of_row = any(is_card or "hint" in classes for _, is_card in self.rows)
            block: tuple[str, list[str]] = ("" if is_fact_of_row else tag, [])
            self.inside.append(block)
            self.blocks.append(block)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open:
            ended = self.open.pop()
            if self.rows and len(self.open) < self.rows[-1][0]:
                self.rows.pop()
            if ended in BLOCKS:
                self.inside.pop()
            if ended == tag:
                return

    def handle_data(self, data: str) -> None:
        if "main" in self.open and not PASSED_OVER & {*self.open} and self.inside:
            self.inside[-1][1].append(data)


def own_words(html: str) -> list[str]:
    """Return the blocks of our own sentences on the page `html`, in order, each once."""
    reader = _Blocks()
    reader.feed(html)
    texts = [" ".join("".join(pieces).split()) for tag, pieces in reader.blocks if tag in SENTENCES]
    unquoted = [_QUOTED.sub("", text).strip() for text in dict.fromkeys(texts)]
    return [text for text in unquoted if len(_words(text)) >= FEWEST_WORDS and not _is_fact(text)]


def _is_fact(text: str) -> bool:
    """Whether `text` is told of an entry: it stands in the committed facts, or is a list of names."""
    words = [word for word in _WORD.findall(text) if word not in _BETWEEN_NAMES]
    return not facts().isdisjoint(_rows_of(text)) or 2 * sum(word[0].isupper() for word in words) > len(words)


@cache
def facts() -> set[tuple[str, ...]]:
    """Return all rows of IN_A_ROW words in the committed facts."""
    found: set[tuple[str, ...]] = set()
    for path in sorted(FACTS.glob("*.tsv")):
        if path.name not in OURS:
            with path.open(newline="") as file:
                for row in csv.reader(file, delimiter="\t"):
                    for value in row:
                        found.update(_rows_of(value))
    return found


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _rows_of(text: str) -> list[tuple[str, ...]]:
    words = _words(text)
    return [tuple(words[start : start + IN_A_ROW]) for start in range(len(words) - IN_A_ROW + 1)]
