"""The tests of what has changed since main, and of the conventions, for `make quick`.

    python -m tests.changed

prints their paths, for pytest. A change is one of this branch, or one that is not yet committed; on main itself, of
the last commit too.
"""

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

FOLDER = Path(__file__).resolve().parent.parent
PACKAGES = ("lcep_site", "members", "partnerships")
ALWAYS = ["tests/test_conventions.py", "tests/test_rooms.py", "tests/test_on_both_databases.py"]
# For what no test is named like.
OTHERS = {"templates": ["tests/test_html.py"], "static": ["tests/test_weight.py"]}


def changed() -> list[str]:
    """Return the paths of the files that have changed."""
    base = _git("merge-base", "main", "HEAD") or _git("rev-parse", "HEAD")
    if base == _git("rev-parse", "HEAD"):
        base = _git("rev-parse", "--verify", "--quiet", "HEAD~1") or base
    return [*_git("diff", "--name-only", base).split(), *_git("ls-files", "--others", "--exclude-standard").split()]


def paths_of_tests(paths: Iterable[str]) -> list[str]:
    """Return the files and folders of tests that look at `paths`, and those that always do."""
    found = {test for path in paths for test in _tests_of(PurePath(path))}
    inside = {test for test in found if any(parent in found for parent in map(str, PurePath(test).parents))}
    return sorted({*ALWAYS, *(found - inside)})


def _tests_of(path: PurePath) -> Iterator[str]:
    top, *rest = path.parts
    if top == "tests" and path.suffix == ".py" and rest[0] != "journeys":
        # A helper of several tests stands beside them.
        if path.name.startswith("test_"):
            yield from _there([str(path)])
        elif len(rest) > 1:
            yield from _there([str(path.parent)])
    elif top in PACKAGES and path.suffix == ".py":
        named = sorted(FOLDER.glob(f"tests/{path.parent}/test_{path.stem}*.py"))
        beside = [f"tests/{parent}" for parent in [path.parent, *path.parent.parents] if len(parent.parts) > 1]
        yield from [str(name.relative_to(FOLDER)) for name in named] or _there(beside)[:1]
    else:
        yield from OTHERS.get(top, [])


def _there(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if (FOLDER / path).exists()]


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=FOLDER, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    print(*paths_of_tests(changed()))
