"""The committed files hold what somebody can open and check, and nothing by which a person could be reached."""

import re

import pytest
from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures" / "directory"
EVERY_FILE = pytest.mark.parametrize("file", sorted(FOLDER.glob("*")), ids=lambda file: file.name)


@EVERY_FILE
def test_no_file_holds_an_address_or_number_of_a_person(file):
    text = file.read_text(encoding="utf-8")

    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", text) == []
    assert re.findall(r"(?<![\w/=.+-])(?:\+44|0)[\d ()-]{9,}(?![\w/])", text) == []
    assert re.findall(r"contact:|\b(?:tel|phone)\b", text, re.IGNORECASE) == []
    titles = r"\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Sir|Lord|Lady|Cllr|Councillor)\b\.? [A-Z]"
    assert re.findall(titles, text) == []


@EVERY_FILE
def test_no_fact_rests_on_something_nobody_can_open(file):
    text = file.read_text(encoding="utf-8").lower()

    assert re.findall(r"research note|\tseed\t|\tseed\n", text) == []
