"""Patchworks on the pages of the site: their shapes and colours are there, and they cost little."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from lcep_site import encodings
from partnerships.patchwork.tiles import COLOURS
from tests.pages import PUBLIC

pytestmark = pytest.mark.django_db

MAX_BYTES_OF_A_CARD = 200
PATCHWORK = re.compile(r'<svg class="patchwork[ "].*?</svg>', re.DOTALL)


def test_a_card_s_picture_costs_little(answers):
    html = answers["partnerships"].content.decode()
    without, number = PATCHWORK.subn("", html)

    more, less = (len(encodings.compressed(page.encode(), encodings.BROTLI)) for page in (html, without))

    assert number == html.count('<li class="card')
    assert number >= 20
    assert (more - less) / number < MAX_BYTES_OF_A_CARD


@pytest.mark.parametrize("name", PUBLIC)
def test_every_shape_a_page_names_stands_on_it(answers, name):
    html = answers[name].content.decode()

    assert set(re.findall(r'href="#(patch-[^"]+)', html)) <= set(re.findall(r' id="(patch-[^"]+)', html))


def test_every_pair_of_colours_is_in_the_style_sheet():
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "patchwork.css").read_text()

    told = re.findall(r"\.patch-(\d+) { color: var\(--patch-(\w+)\); fill: var\(--patch-(\w+)\); }", sheet)

    assert told == [(str(number), *pair) for number, pair in enumerate(COLOURS)]
