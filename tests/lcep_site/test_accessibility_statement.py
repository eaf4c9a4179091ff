"""The accessibility statement says what UK public bodies must say, and of each criterion nothing that is not tested."""

import ast
import re
from functools import cache

import pytest
from django.conf import settings
from django.test import override_settings

from lcep_site import accessibility_statement, style_sheets
from lcep_site.accessibility_statement import RESULTS, criteria
from tests.reading import words_of

TESTS = settings.BASE_DIR / "tests"
# https://www.w3.org/TR/WCAG22/: how many criteria of each level there are, by guideline.
GUIDELINES_OF_A = {"1.1": 1, "1.2": 3, "1.3": 3, "1.4": 2, "2.1": 3, "2.2": 2, "2.3": 1, "2.4": 4, "2.5": 4}
GUIDELINES_OF_A |= {"3.1": 1, "3.2": 3, "3.3": 3, "4.1": 1}
GUIDELINES_OF_AA = {"1.2": 2, "1.3": 2, "1.4": 7, "2.4": 4, "2.5": 2, "3.1": 1, "3.2": 2, "3.3": 3, "4.1": 1}
EVIDENCE = [(row.number, each) for row in criteria() for each in row.evidence]
LEAST_CONTRAST_OF_SHAPES, LEAST_CONTRAST_OF_TEXT = 3, 4.5


def by_guideline(level):
    """Return how many criteria of `level` the table has, by guideline."""
    numbers = [row.number.rpartition(".")[0] for row in criteria() if row.level == level]
    return {guideline: numbers.count(guideline) for guideline in sorted(set(numbers))}


def test_all_criteria_of_both_levels_stand_there_once_and_in_order():
    numbers = [[int(part) for part in row.number.split(".")] for row in criteria()]

    assert numbers == sorted(numbers)
    assert len({row.number for row in criteria()}) == len(criteria()) == 55
    assert (by_guideline("A"), by_guideline("AA")) == (GUIDELINES_OF_A, GUIDELINES_OF_AA)
    # New in 2.2, and gone from it.
    assert {"2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"} <= {row.number for row in criteria()}
    assert "4.1.1" not in {row.number for row in criteria()}


def test_what_is_met_has_evidence_and_what_does_not_apply_has_none():
    assert {row.result for row in criteria()} <= set(RESULTS)
    assert [row.number for row in criteria() if bool(row.evidence) == (row.result == "none")] == []
    assert [row.number for row in criteria() if not row.how.endswith(".")] == []


@cache
def names_of_tests(path):
    """Return the names of the tests of a file."""
    tree = ast.parse((TESTS / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def headings_of(paper):
    """Return how links call the headings of a paper."""
    return {heading.lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", paper.read_text(), re.MULTILINE)}


@pytest.mark.parametrize(("number", "evidence"), EVIDENCE)
def test_each_evidence_is_a_test_that_is_there_or_a_look_that_is_written_down(number, evidence):
    path, _, test = evidence.partition("::")
    if test:
        assert test in names_of_tests(path)
    else:
        paper, _, heading = evidence.partition("#")
        assert heading in headings_of(settings.BASE_DIR / paper)


@pytest.mark.django_db
@override_settings(DATA_CONTROLLER="the Example Trust")
def test_the_page_says_who_runs_it_how_to_tell_them_and_who_enforces(client):
    response = client.get("/accessibility/")
    words, html = words_of(response), response.content.decode()

    assert "statement of the Example Trust for its website" in words and "The Example Trust is committed" in words
    assert "partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard" in words
    for part in ("Compliance status", "Non-accessible content", "Preparation of this accessibility statement"):
        assert part in words
    assert 'href="/join/?topic=other"' in html
    assert 'href="https://www.equalityadvisoryservice.com/"' in html
    assert "Equality and Human Rights Commission (EHRC) is responsible for enforcing" in words
    assert f"prepared on {accessibility_statement.PREPARED_ON:%-d %B %Y}" in words


@pytest.mark.django_db
def test_the_page_tells_of_each_criterion_and_lists_first_what_is_not_met(client):
    html = client.get("/accessibility/").content.decode()
    before, table = html.split('id="criteria"')

    assert [row.number for row in criteria() if f">{row.number} {row.name}" not in table] == []
    in_part = [row for row in criteria() if row.result == "part"]
    assert 0 < len(in_part) < 10
    assert [row.number for row in in_part if f"<li>{row.number} {row.name}: " not in before] == []


def test_no_style_sheet_asks_which_way_a_screen_is_held():
    sheets = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))

    assert sheets and [sheet.name for sheet in sheets if re.search(r"\borientation\s*:", sheet.read_text())] == []


def test_no_style_sheet_changes_the_order_of_a_page():
    sheets = {name: (settings.BASE_DIR / "static" / name).read_text() for name in style_sheets.PARTS}

    moved = {
        name: re.findall(r"(?<![\w-])order\s*:|(?:row|column|wrap)-reverse", text) for name, text in sheets.items()
    }
    assert moved == dict.fromkeys(sheets, [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "purposes"), [("/join/", {"name", "organization", "email"}), ("/news-by-mail/", {"email"})]
)
def test_fields_about_the_visitor_say_so_to_browsers(client, path, purposes):
    html = client.get(path).content.decode()

    assert purposes <= set(re.findall(r'<input[^>]* autocomplete="([\w-]+)"', html))


def colours(scheme):
    """Return the colours of the site as numbers from 0 to 255, by their names, in light or dark."""
    text = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light, _, dark = text.partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): #([0-9a-f]{6});", light if scheme == "light" else light + dark))
    return {name: [int(code[place : place + 2], 16) for place in (0, 2, 4)] for name, code in found.items()}


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21, as the guidelines reckon it."""

    def lightness(colour):
        parts = [part / 255 for part in colour]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted([lightness(one), lightness(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        *(("line-strong", ground) for ground in ("paper", "surface", "raised")),
        *(("ink", ground) for ground in ("paper", "surface", "raised", "sun-soft")),
        *(("accent", ground) for ground in ("paper", "surface", "raised")),
        *(("teal", ground) for ground in ("paper", "surface")),
        ("stage-ink", "stage"),
        ("sun", "stage"),
        ("error", "error-soft"),
    ],
)
def test_lines_of_fields_and_marks_of_focus_stand_out(scheme, shape, ground):
    found = colours(scheme)

    assert contrast(found[shape], found[ground]) >= LEAST_CONTRAST_OF_SHAPES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *((text, ground) for text in ("ink", "muted", "link") for ground in ("paper", "surface", "raised")),
        *(("stage-ink", "stage"), ("stage-muted", "stage"), ("accent-ink", "accent"), ("sun-ink", "sun")),
        *(("teal-ink", "teal-soft"), ("sun-soft-ink", "sun-soft"), ("plum-ink", "plum-soft"), ("error", "error-soft")),
    ],
)
def test_each_text_can_be_read_on_each_ground(scheme, text, ground):
    found = colours(scheme)

    assert contrast(found[text], found[ground]) >= LEAST_CONTRAST_OF_TEXT
