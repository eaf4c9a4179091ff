"""Move modules into their rooms: the files, every import of them, and the names modules go by where they are used.

    python docs/moves/move_modules.py docs/moves/partnerships.txt

The list has a line "old path -> new path" for each file. Nothing but names and import lines is changed; afterwards
`ruff check --select I --fix` and `ruff format` put the imports in order. Strings that spell a module are rewritten only
where they are looked up as one (tests, settings): salts and stored task paths that look alike are left alone.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("lcep_site", "members", "partnerships", "tests", "docs")
# Packages that speak for their modules: what they hold is imported from the package.
FACES = {"partnerships.vocabulary": ("directory", "enquiries", "audit"), "partnerships.audit": ("log",)}
# What a module is called where it is used, when its own name alone would say too little or hide a built-in.
KNOWN_AS = {
    "partnerships.coverage.map": "coverage_map",
    "partnerships.enquiries.mails": "enquiry_mails",
    "partnerships.enquiries.links": "enquiry_links",
    "partnerships.enquiries.desk": "enquiry_desk",
    "members.sheets.work": "sheet_work",
    "members.sheets.tasks": "sheet_tasks",
}
LOOKED_UP = re.compile(r"^(tests/|lcep_site/(environment|settings)\.py$)")


def module_of(path: str) -> str:
    """Return the dotted name of the module at `path`."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def read_moves(listing: Path) -> dict[str, str]:
    """Return old path → new path."""
    return dict(line.split(" -> ") for line in listing.read_text().splitlines() if line)


class Scope:
    """What one scope binds: name → whether a moved module's import does so, and what it is called now."""

    def __init__(self, parent=None, is_class=False):
        self.parent, self.is_class, self.other, self.modules = parent, is_class, set(), {}


class Renamer(ast.NodeVisitor):
    """Finds where a moved module is used by its name. `uses` are (line, column, old name, new name)."""

    def __init__(self, modules: dict[str, str]):
        self.modules, self.uses, self.scope = modules, [], Scope()

    def run(self, tree):
        self._bind(tree, self.scope)
        self.generic_visit(tree)

    def _bind(self, node, scope):
        """Collect what the body of `node` binds, not looking into scopes inside."""
        todo = list(ast.iter_child_nodes(node))
        while todo:
            child = todo.pop()
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                scope.other.add(child.name)
                todo += child.decorator_list
                continue
            if isinstance(child, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
                continue
            if isinstance(child, ast.ImportFrom):
                for alias in child.names:
                    full, name = f"{child.module}.{alias.name}", alias.asname or alias.name
                    if full in self.modules and not alias.asname:
                        scope.modules[name] = full
                    else:
                        scope.other.add(name)
                continue
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                scope.other.add(child.id)
            elif isinstance(child, ast.ExceptHandler) and child.name:
                scope.other.add(child.name)
            elif isinstance(child, ast.arg):
                scope.other.add(child.arg)
            todo += ast.iter_child_nodes(child)

    def _inside(self, node, is_class=False):
        self.scope = Scope(self.scope, is_class)
        self._bind(node, self.scope)
        self.generic_visit(node)
        self.scope = self.scope.parent

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_ListComp = _inside
    visit_SetComp = visit_DictComp = visit_GeneratorExp = _inside

    def visit_ClassDef(self, node):
        self._inside(node, is_class=True)

    def visit_Name(self, node):
        scope = self.scope
        while scope:
            if node.id in scope.other and not (scope.is_class and scope is not self.scope):
                return
            if full := scope.modules.get(node.id):
                self.uses.append((node.lineno, node.col_offset, node.id, full))
                return
            scope = scope.parent


class Mover:
    """Rewrites one file."""

    def __init__(self, moves: dict[str, str]):
        self.moves = {module_of(old): module_of(new) for old, new in moves.items()}

    def rewrite(self, path: Path, text: str, own_module: str) -> str:
        """Return `text`, the source at `path`, with the new names."""
        tree = ast.parse(text)
        names = self._names_in(tree, path)
        lines = self._with_uses(tree, text, names, path)
        for node in sorted((n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)), key=lambda n: -n.lineno):
            if (new := self._import(node, names, own_module)) is not None:
                lines[node.lineno - 1 : node.end_lineno] = [" " * node.col_offset + line + "\n" for line in new]
        text = "".join(lines)
        plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        for name in set(plain) & set(self.moves):
            text = re.sub(rf"\b{re.escape(name)}\b", self.moves[name], text)
        if LOOKED_UP.match(str(path)):
            for old, new in self.moves.items():
                text = re.sub(rf"([\"']){re.escape(old)}(?=[.\"'])(?!\.(tsv|csv|xlsx))", rf"\1{new}", text)
        return text

    def _names_in(self, tree, path: Path) -> dict[str, str]:
        """Return what each moved module that `path` imports as a whole is called there from now on."""
        taken = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        taken |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
        taken |= {alias.asname or alias.name for node in imports for alias in node.names}
        names = {}
        for node in imports:
            for alias in node.names:
                full = f"{getattr(node, 'module', '')}.{alias.name}"
                if full in self.moves and not alias.asname:
                    names[full] = self._local_name(full, alias.name, taken, path)
        return names

    def _with_uses(self, tree, text: str, names: dict[str, str], path: Path) -> list[str]:
        """Return the lines of `text` with moved modules called by their new `names`."""
        renamer = Renamer(self.moves)
        renamer.run(tree)
        edits = [(line, column, old, names[full]) for line, column, old, full in renamer.uses if names[full] != old]
        lines = text.splitlines(keepends=True)
        for line, column, old, new in sorted(edits, reverse=True):
            raw = lines[line - 1].encode()
            assert raw[column : column + len(old.encode())] == old.encode(), (path, line)
            lines[line - 1] = (raw[:column] + new.encode() + raw[column + len(old.encode()) :]).decode()
        return lines

    def _local_name(self, full: str, old: str, taken: set[str], path: Path) -> str:
        new = self.moves[full]
        parent, _, stem = new.rpartition(".")
        if parent in FACES and stem in FACES[parent]:
            return parent.rpartition(".")[2]
        wanted = KNOWN_AS.get(new, stem)
        if wanted != old and wanted in taken:
            room = parent.rpartition(".")[2]
            print(f"  {path}: {wanted} is taken, so {new} is known as {room}_{stem}")
            wanted = f"{room}_{stem}"
        return wanted

    def _import(self, node, names, own_module) -> list[str] | None:
        """Return the lines instead of an import, or None to leave it."""
        own_room = own_module.rpartition(".")[0]
        if node.module in self.moves:
            new = self.moves[node.module]
            parent, _, stem = new.rpartition(".")
            if parent in FACES and stem in FACES[parent] and parent != own_room:
                new = parent
            listed = []
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                if full in self.moves:
                    listed.append(self._of_module(full, alias, names))
                else:
                    listed.append(f"from {new} import {self._as(alias)}")
            return listed
        if any(f"{node.module}.{alias.name}" in self.moves for alias in node.names):
            return [
                self._of_module(full, alias, names)
                if (full := f"{node.module}.{alias.name}") in self.moves
                else f"from {node.module} import {self._as(alias)}"
                for alias in node.names
            ]
        return None

    def _of_module(self, full, alias, names) -> str:
        new = self.moves[full]
        parent, _, stem = new.rpartition(".")
        if parent in FACES and stem in FACES[parent]:
            parent, _, stem = parent.rpartition(".")
        local = alias.asname or names[full]
        return f"from {parent} import {stem}" + (f" as {local}" if local != stem else "")

    @staticmethod
    def _as(alias) -> str:
        return alias.name + (f" as {alias.asname}" if alias.asname else "")


def public_names(path: Path) -> list[str]:
    """Return what a module defines for others, in its own order."""
    names = []
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign):
            names.append(node.target.id)
    return [name for name in names if not name.startswith("_")]


def write_face(package: str) -> None:
    """Have `package` hand out what its modules hold."""
    folder = ROOT / package.replace(".", "/")
    held = {stem: public_names(folder / f"{stem}.py") for stem in FACES[package]}
    lines = [f"from {package}.{stem} import {', '.join(names)}" for stem, names in held.items()]
    listed = sorted(name for names in held.values() for name in names)
    (folder / "__init__.py").write_text("\n".join(lines) + f"\n\n__all__ = {listed!r}\n")


def move_files(moves: dict[str, str]) -> None:
    """Move the files, and make the new folders packages."""
    # By way of a free name: coverage.py and coverage/ may not hide one another while files move.
    for old in moves:
        subprocess.run(["git", "mv", old, f"{old}.moving"], cwd=ROOT, check=True)
    for old, new in moves.items():
        folder = (ROOT / new).parent
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "mv", f"{old}.moving", new], cwd=ROOT, check=True)
        while not (folder / "__init__.py").exists() and folder != ROOT:
            (folder / "__init__.py").touch()
            folder = folder.parent


def main(listing: str) -> None:
    """Move what `listing` lists."""
    moves = read_moves(Path(listing))
    move_files(moves)
    mover = Mover(moves)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path == Path(__file__).resolve():
                continue
            short = path.relative_to(ROOT)
            text = path.read_text()
            new = mover.rewrite(Path(str(short)), text, module_of(str(short)))
            if new != text:
                path.write_text(new)
    for package, stems in FACES.items():
        if all((ROOT / package.replace(".", "/") / f"{stem}.py").exists() for stem in stems):
            write_face(package)


if __name__ == "__main__":
    main(sys.argv[1])
