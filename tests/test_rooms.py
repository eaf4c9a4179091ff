"""The house keeps its shape: each module lies in a room, each room says what it is for, a name means one thing."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Where Django people look; what these hold needs no telling.
LAYERS = {"admin", "api", "forms", "management", "migrations", "models", "templatetags", "views"}
LOOSE = {
    "partnerships": {"__init__.py", "apps.py", "urls.py"},
    "members": {"__init__.py", "apps.py", "urls.py", "vocabulary.py"},
}
# Django asks for these by name.
SAME_NAME_ON_PURPOSE = {"Command", "Migration"}
PACKAGES = ("partnerships", "members", "lcep_site")
WRITTEN_WHEN_RUN = {"DATA_DIR/mail", "DATA_DIR/media", "var/", "var/bench/", "var/drills/"}
PAPERS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "fixtures/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]


def rooms_of(app):
    """Return the folders of `app` that are rooms, and the rooms inside them."""
    packages = [path.parent for path in sorted((ROOT / app).rglob("__init__.py"))]
    return [folder for folder in packages if folder != ROOT / app and not LAYERS & set(folder.relative_to(ROOT).parts)]


def names_imported_of(room):
    """Return what modules outside `room` import of it, by the path inside the room: "text_index.find"."""
    prefix = ".".join(room.relative_to(ROOT).parts) + "."
    names = [name for path, imported in all_imports().items() if room not in path.parents for name in imported]
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


@cache
def all_imports():
    """Return what each module of ours imports by "from … import …", with dots, by its path."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    trees = {path: ast.walk(ast.parse(path.read_text())) for path in paths}
    return {
        path: {
            f"{node.module}.{alias.name}" for node in tree if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        for path, tree in trees.items()
    }


ROOMS = [folder for app in LOOSE for folder in rooms_of(app)]


@pytest.mark.parametrize("app", LOOSE)
def test_no_module_lies_loose_beside_the_rooms(app):
    assert {path.name for path in (ROOT / app).glob("*.py")} == LOOSE[app]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_says_what_it_is_for(room):
    opening = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""

    assert len(opening.split()) >= 8


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_names_what_others_import_of_it(room):
    opening = ast.get_docstring(ast.parse((room / "__init__.py").read_text())) or ""
    imported = {name.split(".")[0] for name in names_imported_of(room) if (room / f"{name.split('.')[0]}.py").exists()}

    # Either they are told one by one, or all of them are for others.
    if not re.search(r"[Ii]mport (its|the) modules|may import its modules", opening):
        assert imported - set(re.findall(r"\w+", opening)) == set()


def test_every_test_of_a_room_lies_in_a_room_of_the_same_name():
    strays = []
    for app in LOOSE:
        for folder in (path.parent for path in (ROOT / "tests" / app).rglob("test_*.py")):
            if not (ROOT / folder.relative_to(ROOT / "tests")).is_dir():
                strays.append(str(folder.relative_to(ROOT)))

    assert strays == []


def test_no_two_classes_have_one_name():
    names = Counter()
    for app in (*LOOSE, "lcep_site"):
        for path in (ROOT / app).rglob("*.py"):
            names.update(node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef))

    assert {name for name, count in names.items() if count > 1} - SAME_NAME_ON_PURPOSE == set()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_what_a_paper_points_at_is_there(paper):
    text = paper.read_text()
    named = re.findall(r"`([\w.-]+/[\w./-]*)`", text)
    linked = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if ":" not in link]

    # A path is told from the folder of the project, of its app or of the fixtures.
    starts = [ROOT, ROOT / "fixtures", *(ROOT / package for package in PACKAGES)]
    missing = [path for path in named if not any((start / path).exists() for start in starts)]
    missing += [link for link in linked if not (paper.parent / link).exists()]

    assert set(missing) - WRITTEN_WHEN_RUN == set()
