"""A release is named after all that answers are made of."""

import pytest

from lcep_site import release as module


@pytest.fixture
def name_of(settings, tmp_path, monkeypatch):
    """A function that returns the name of a release of which only these files are known."""
    settings.BASE_DIR = tmp_path

    def name(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        return module.release.__wrapped__()

    return name


@pytest.mark.parametrize("path", ["partnerships/views/directory.py", "templates/base.html", "static/css/base.css"])
def test_another_program_template_or_style_sheet_is_another_release(name_of, path):
    assert name_of({path: "one"}) == name_of({path: "one"})
    assert name_of({path: "one"}) != name_of({path: "another"})


def test_another_address_of_the_site_is_another_release(name_of, settings):
    before = name_of({})
    settings.SITE_URL = "https://another.example"
    assert name_of({}) != before
