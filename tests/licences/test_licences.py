"""docs/licences.md is true of the locks, and nothing runs with the site that its licence would not allow."""

import pytest

from tests.licences.page import PAGE, page, told
from tests.licences.reading import LOCKS, ROOT, at_hand, is_allowed, locked

pytestmark = pytest.mark.no_database


def test_every_lock_is_read():
    assert {path.name for path in ROOT.glob("requirements*.lock")} == set(LOCKS)


def test_the_page_is_as_the_locks_and_the_packages_say():
    packages = locked()
    known = told() | {name: licence for name, licence in at_hand().items() if name in packages}

    assert packages.keys() - known.keys() == set(), "Write it anew: python -m tests.licences FOLDER"
    assert PAGE.read_text() == page(packages, known), "Write it anew: python -m tests.licences"


def test_every_licence_is_one_we_may_use():
    licences = told()
    refused = {name: licences[name] for name, uses in locked().items() if not is_allowed(licences[name], uses["uses"])}

    assert refused == {}


@pytest.mark.parametrize(
    ("expression", "uses", "allowed"),
    [
        ("MIT", ["the site"], True),
        ("LGPL-3.0-only", ["the site"], True),
        ("AGPL-3.0-only OR MIT", ["hosting"], True),
        ("MIT AND PSF-2.0", ["the site"], True),
        ("MIT AND AGPL-3.0-only", ["the site"], False),
        ("AGPL-3.0-only", ["tests"], False),
        ("GPL-3.0-or-later", ["tests"], True),
        ("GPL-3.0-or-later", ["tests", "the site"], False),
        ("not said", ["tests"], False),
    ],
)
def test_what_may_be_used(expression, uses, allowed):
    assert is_allowed(expression, uses) is allowed
