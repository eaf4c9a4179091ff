"""What is left out of a browser is of a kind that it sees elsewhere."""

from urllib.parse import quote

import pytest

from tests.journeys.kinds import Drawn, drawn, that_show_all

FORM = (
    '<main><h1>A</h1><form><div class="form-row field-name"><label for="a">A</label><input id="a"></div></form></main>'
)


def as_address(content):
    """Return an address at which a page of `content` is found."""
    return f"data:text/html,{quote(content)}"


@pytest.mark.parametrize(
    ("was", "becomes", "is_another"),
    [
        ("<h1>A", "<h1>Another title", False),
        ("field-name", "field-place", False),
        ('for="a"', 'for="b"', True),
        ("<input", '<input type="date"', True),
        ("<input", '<input role="switch"', True),
        ("form-row", "form-line", True),
        ("<h1>A", "<h1>", True),
        ("<h1>A", f"<h1>{'A' * 40}", True),
        ("</form>", "</form><h3>B</h3>", True),
        ("</form>", '</form><p id="a">B</p>', True),
        ("<input", '<a href="/">B</a><input', True),
    ],
)
def test_a_page_is_of_another_kind_if_a_rule_could_tell(page, was, becomes, is_another):
    first, second = drawn(page, [as_address(FORM), as_address(FORM.replace(was, becomes))])

    assert bool(second.made_of - first.made_of) is is_another


def test_a_page_is_of_another_kind_if_a_style_sheet_names_its_field(page):
    page.set_content("<style>@media print { .field-place::before { content: ''} }</style>")

    first, second = drawn(page, [as_address(FORM), as_address(FORM.replace("field-name", "field-place"))])

    assert second.made_of - first.made_of == {".field-place::before"}


def test_the_fewest_are_seen_that_show_all():
    pages = [
        Drawn(path, 200, "", frozenset(made_of)) for path, made_of in {"/a/": "ab", "/b/": "abc", "/c/": "cd"}.items()
    ]

    assert that_show_all(pages) == ["/b/", "/c/"]
