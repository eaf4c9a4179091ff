"""The committed files hold what somebody can open and check, and nothing by which a person could be reached."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

FIXTURES = settings.BASE_DIR / "fixtures"
FILES = sorted((FIXTURES / "directory").glob("*.tsv"))
EVERY_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
GATHERED = "2026-11"
# The columns of dates on which something was or was said; plans, and what ends, may lie ahead.
PAST = {"as_of", "stage_as_of", "compiled_on", "established", "role_from", "date", "since"}
# First names of people. Other words are too, and are left out: April, Art, Drew, Joy, May, Rob, Rose, Will …
FIRST_NAMES = (
    "Adam|Alan|Alex|Alice|Alison|Amanda|Amy|Andrea|Andrew|Andy|Angela|Ann|Anna|Anne|Anthony|"
    "Barbara|Ben|Benjamin|Beth|Bob|Brian|Carol|Caroline|Catherine|Charles|Charlotte|Chris|Christine|"
    "Christopher|Claire|Clare|Colin|Dan|Daniel|Dave|David|Dawn|Deborah|Debbie|Diane|Donna|Dorothy|"
    "Edward|Elizabeth|Ellen|Emily|Emma|Fiona|Frances|Gareth|Gary|Gemma|Geoff|George|Gillian|Graham|"
    "Hannah|Harriet|Harry|Heather|Helen|Henry|Holly|Ian|Jack|Jackie|Jacqueline|James|Jamie|Jane|"
    "Janet|Jason|Jean|Jennifer|Jenny|Jessica|Jo|Joan|Joanna|Joanne|John|Jonathan|Joseph|Julia|"
    "Julie|Karen|Kate|Katherine|Katie|Keith|Kelly|Kevin|Kim|Laura|Linda|Lisa|Liz|Louise|Lucy|Luke|"
    "Lynn|Margaret|Maria|Marie|Martin|Mary|Matthew|Michael|Michelle|Mike|Mohammed|Natalie|Natasha|"
    "Neil|Nicholas|Nick|Nicola|Nigel|Oliver|Paul|Paula|Penny|Peter|Philip|Rachel|Rebecca|Richard|"
    "Robert|Robin|Roger|Ruth|Sally|Sam|Samantha|Samuel|Sandra|Sara|Sarah|Sharon|Simon|Sophie|"
    "Stephanie|Stephen|Steve|Steven|Stuart|Susan|Suzanne|Thomas|Tim|Timothy|Tina|Tom|Tony|Tracey|"
    "Tracy|Vanessa|Victoria|William|Zoe"
)
A_PERSON = re.compile(rf"\b(?:{FIRST_NAMES}) (?:[A-Z]\. )?(?:Mac|Mc|O’|O')?[A-Z][a-z]+\b")
# Who wrote a report, whom organisations are named after, and two who are nobody.
NOT_CONTACTS = {
    *("Alice Owen", "David Parker", "John Bunyan", "John Hansard", "John Lyon", "John Moores", "Mary University"),
    *("Paul Hamlyn", "Peter Pan", "William Morris"),
}
PLACEHOLDERS = r"\b(?:tbc|tba|todo|fixme|lorem ipsum|xxx+)\b|\?\?|\[\w*\](?!\()|\{|example\.(?:com|org)|localhost"
NOTHING = {"-", "–", "n/a", "na", "nil", "none", "null", "unknown", "?", "."}
# How many rows there are of each sort, as the sources have them: by file and column.
SORTS = {
    ("memberships", "role"): {"host": 58, "steering": 74, "member": 308, "project": 152, "funder": 41},
    ("memberships", "confidence"): {"page": 624, "mention": 9},
    ("partnership_priorities", "confidence"): {"page": 315, "mention": 16},
    ("partnerships", "stage"): {"": 13, "proposed": 11, "emerging": 19, "established": 87},
    ("story", "kind"): {"beginnings": 13, "standing": 203, "host": 14, "after bridge": 25},
    ("story", "confidence"): {"page": 221, "mention": 34},
    ("published_elsewhere", "kind"): {
        **{"action plan": 9, "annual report": 8, "blog": 19, "case study": 20, "evaluation": 7, "event": 23},
        **{"news": 40, "opportunity": 8, "programme": 36, "research or data": 5, "terms of reference": 4},
        **{"theory of change": 4, "toolkit": 3, "video or talk": 4},
    },
}
# The columns that hold what the public reads as sentences, by file.
SENTENCES = {
    "bridges": ["about", "territory_note"],
    "developments": ["what"],
    "partnerships": ["summary", "vision", "mission", "stage_note", "coverage_note", "how_to_join"],
    "present_support": ["what"],
    "priorities": ["description"],
    "programme_participations": ["note"],
    "programmes": ["description"],
    "published_elsewhere": ["description"],
    "questions": ["answer"],
    "resources": ["description"],
    "story": ["what"],
    "support_offers": ["description"],
}


@cache
def rows_of(file: Path) -> list[dict[str, str]]:
    header, *lines = file.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


def cells_of(file: Path) -> list[str]:
    return [cell for row in rows_of(file) for cell in row.values() if cell]


def found(pattern: str, file: Path, flags: int = 0) -> list[str]:
    return [match.group() for cell in cells_of(file) for match in re.finditer(pattern, cell, flags)]


@EVERY_FILE
def test_no_file_holds_an_address_or_number_of_a_person(file):
    assert found(r"[\w.+-]+\s?(?:@|[(\[]at[)\]])\s?[\w-]+", file, re.IGNORECASE) == []
    assert found(r"(?<![\w/=.+-])(?:\+44|0044|0)[\d ()-]{9,}(?![\w/])", file) == []
    assert found(r"contact:|mailto:|e-?mail:|\b(?:tel|phone|telephone|mobile)\b", file, re.IGNORECASE) == []


@EVERY_FILE
def test_no_file_holds_the_title_of_a_person(file):
    assert found(r"\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Lord|Cllr|Councillor)\b\.? [A-Z]", file) == []


def test_no_file_names_a_person_to_turn_to():
    assert {name for file in FILES for name in found(A_PERSON.pattern, file)} == NOT_CONTACTS


@EVERY_FILE
def test_no_fact_rests_on_something_nobody_can_open(file):
    assert found(r"research note|the file\b|our notes?\b|\bstored\b|look-?ups?\b", file, re.IGNORECASE) == []
    assert [row for row in rows_of(file) if "seed" in (row.get("confidence"), row.get("source"))] == []


@EVERY_FILE
def test_nothing_long_is_quoted(file):
    assert [quote for quote in found(r"“[^”]*”|\"[^\"]*\"", file) if len(quote.split()) > 6] == []


@EVERY_FILE
def test_no_cell_holds_a_place_for_something_else(file):
    assert found(PLACEHOLDERS, file, re.IGNORECASE) == []
    assert [cell for cell in cells_of(file) if cell.lower() in NOTHING] == []


@EVERY_FILE
def test_every_cell_is_whole(file):
    torn = [cell for cell in cells_of(file) if cell != cell.strip() or "  " in cell]
    torn += [cell for cell in cells_of(file) if any(cell.count(a) != cell.count(b) for a, b in ("()", "[]", "“”"))]

    assert torn == []


@pytest.mark.parametrize(("name", "columns"), SENTENCES.items(), ids=SENTENCES)
def test_what_the_public_reads_is_sentences(name, columns):
    cells = [row[column] for row in rows_of(FIXTURES / "directory" / f"{name}.tsv") for column in columns]

    assert [cell for cell in cells if cell and not re.match(r"[A-Z£\d].* .*[.!?]\)?$", cell)] == []


@EVERY_FILE
def test_nothing_happened_after_it_was_gathered(file):
    dated = [
        (column, row[column])
        for row in rows_of(file)
        for column in PAST & set(row)
        if "yes" not in (row.get("is_planned"), row.get("is_since_planned"))
    ]

    assert [pair for pair in dated if pair[1][:7] > GATHERED] == []


@EVERY_FILE
def test_every_address_can_be_opened(file):
    columns = {"url", "website", "address", "joining_page"}
    addresses = [row[column] for row in rows_of(file) for column in columns & set(row) if row[column]]

    assert [url for url in addresses if not re.fullmatch(r"https?://[\w-]+(\.[\w-]+)+(/\S*)?", url)] == []


def test_a_source_of_a_partnership_that_is_an_address_leads_there():
    rows = rows_of(FIXTURES / "directory" / "partnership_sources.tsv")
    addresses = [row for row in rows if re.fullmatch(r"[\w-]+(\.[\w-]+)+/\S+", row["title"])]

    assert len(addresses) > 200
    assert [row for row in addresses if row["url"] != f"https://{row['title']}"] == []


def test_what_is_published_elsewhere_says_who_published_it():
    rows = rows_of(FIXTURES / "directory" / "published_elsewhere.tsv")

    assert [row["key"] for row in rows if not row["publisher"] or not row["description"] or not row["url"]] == []


@pytest.mark.parametrize(("name", "column"), SORTS, ids=" ".join)
def test_there_are_as_many_rows_of_each_sort_as_in_the_sources(name, column):
    rows = rows_of(FIXTURES / "directory" / f"{name}.tsv")

    assert Counter(row[column] for row in rows) == SORTS[name, column]


def test_every_organisation_takes_part_in_a_partnership_or_supports_one():
    keys = [row["key"] for row in rows_of(FIXTURES / "directory" / "organisations.tsv")]
    named = {row["organisation"] for row in rows_of(FIXTURES / "directory" / "memberships.tsv")}

    assert [key for key in keys if key not in named] == []


def test_the_readme_tells_how_many_rows_each_file_has():
    told = {}
    for line in (FIXTURES / "README.md").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\| (`.*?\.tsv`) \| ([\d, ]+) \|", line):
            told |= dict(zip(re.findall(r"`(.*?)`", match[1]), map(int, match[2].split(", ")), strict=True))

    assert told == {file.name: len(rows_of(file)) for file in FILES}
