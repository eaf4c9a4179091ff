"""We lean on no private part of a library but those that docs/decisions/private-interfaces.md lists.

Private is what begins with one underscore, what lies in a package called "internal", and the classes of commands. If
this fails for something new, find the public way; if there is none, add it to the page, with a test that fails when the
library changes it and says what to do then.
"""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OURS = ("lcep_site", "members", "partnerships")
PAGE = ROOT / "docs" / "decisions" / "private-interfaces.md"
# Django documents these of models and managers, Python those of named tuples.
PUBLIC = {"_meta", "_state", "_default_manager", "_base_manager", "_asdict", "_fields", "_replace"}
ATTRIBUTE_CALLS = {"getattr", "hasattr", "setattr", "delattr"}


def is_private(name):
    """Return whether a name, without dots, is private to whoever made it."""
    return name == "internal" or bool(re.match(r"_[^_]", name)) and name not in PUBLIC


@cache
def our_trees():
    """Return the parsed modules of ours but migrations, by their dotted names."""
    paths = [path for package in OURS for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
    dotted = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths}
    return {name.removesuffix(".__init__"): ast.parse(path.read_text()) for path, name in dotted.items()}


@cache
def our_names():
    """Return every name that our own code gives to something."""
    names = set()
    for tree in our_trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                names.add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
    return names


def is_super(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def used_in(tree, ours):
    """Return what a module imports, or asks of objects, that is private to a library; `ours` are names of our own."""
    used = set()
    for node in ast.walk(tree):
        imported = []
        if isinstance(node, ast.ImportFrom):
            imported = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        for path in imported:
            is_command = ".management.commands." in path
            if path.split(".")[0] not in OURS and (is_command or any(map(is_private, path.split(".")))):
                used.add(path)
        if (
            isinstance(node, ast.Attribute)
            and is_private(node.attr)
            and (node.attr not in ours or is_super(node.value))
        ):
            used.add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ATTRIBUTE_CALLS:
            name = node.args[1]
            if isinstance(name, ast.Constant) and is_private(str(name.value)) and name.value not in ours:
                used.add(name.value)
    return used


def overridden_in(tree, module):
    """Return the private names of libraries' classes that classes of `module` give anew."""
    overridden = set()
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        own = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
        own |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
        if private := {name for name in own if is_private(name)}:
            bases = [base for base in getattr(import_module(module), node.name).__mro__ if not is_ours(base)]
            overridden |= {name for name in private for base in bases if name in vars(base)}
    return overridden


def is_ours(kind):
    return kind.__module__.split(".")[0] in OURS


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from a.internal.b import c", {"a.internal.b.c"}),
        ("from a._b import C", {"a._b.C"}),
        ("from a import _b", {"a._b"}),
        ("import a._b", {"a._b"}),
        ("from a.management.commands.b import Command", {"a.management.commands.b.Command"}),
        ("row._secret", {"_secret"}),
        ("getattr(row, '_secret')", {"_secret"}),
        ("super()._ours()", {"_ours"}),
        ("self._ours, row._meta, row.__dict__, row.public, getattr(row, name)", set()),
        ("from members._ours import x", set()),
    ],
)
def test_private_parts_are_seen(source, found):
    assert used_in(ast.parse(source), {"_ours"}) == found


def test_what_a_class_gives_anew_is_seen():
    source = "class SignInForm:\n    def _setup_password_field(self): ...\n    def clean(self): ..."

    assert overridden_in(ast.parse(source), "lcep_site.accounts.forms") == {"_setup_password_field"}


def test_the_private_parts_of_libraries_that_are_used_are_those_the_page_lists():
    found = set()
    for module, tree in our_trees().items():
        found |= used_in(tree, our_names()) | overridden_in(tree, module)

    listed = set(re.findall(r"^\| `([\w.]+)`", PAGE.read_text(), re.MULTILINE))
    assert found == listed
