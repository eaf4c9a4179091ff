"""Count lines of code: blank lines, comments, docstrings, tests and migrations are left out.

    python -m bench.lines_of_code [FOLDER ...]

Prints one row a room and the whole. Only files that git knows of count.
"""

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

HAVE_DOCSTRINGS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
APPS = ["lcep_site", "members", "partnerships"]


def count(source: str) -> int:
    """Return how many lines of `source` (Python) are neither blank nor a comment nor part of a docstring."""
    in_docstrings: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, HAVE_DOCSTRINGS) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            in_docstrings.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    lines = enumerate(map(str.strip, source.splitlines()), 1)
    return sum(1 for number, line in lines if line and not line.startswith("#") and number not in in_docstrings)


def room_of(path: Path) -> str:
    """Return app and room of a module, such as "partnerships/finder"."""
    return "/".join(path.parts[: 2 if len(path.parts) > 2 else 1])


def main(folders: list[str]) -> None:
    """Print the count of each room of `folders`, the longest last, and the sum."""
    command = ["git", "ls-files", "-z", "--", *(f"{folder}/*.py" for folder in folders)]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = [Path(name) for name in names if name and "migrations" not in Path(name).parts and Path(name).exists()]
    counts: Counter[str] = Counter()
    for path in paths:
        counts[room_of(path)] += count(path.read_text())
    for room, lines in reversed(counts.most_common()):
        print(f"{lines:6}  {room}")
    print(f"{counts.total():6}  in all, {len(paths)} files")


if __name__ == "__main__":
    main(sys.argv[1:] or APPS)
