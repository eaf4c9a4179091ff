"""How docs/licences.md is written, and read again."""

import re

from tests.licences.reading import ROOT, RUNNING

PAGE = ROOT / "docs" / "licences.md"
LINE = re.compile(r"^\| ([a-z0-9-]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
HEAD = """# Licences

Our code is under the [MIT licence](../LICENSE). It is handed on as source; the packages below are fetched by whoever installs it, each under its own licence, and none is changed or taken into ours. The image that the Dockerfile makes holds those of the site and of hosting: hand it on with their licence texts, which lie in its site-packages.

What runs with the site may be under MIT, BSD, Apache-2.0, PSF, MPL-2.0 (whose files we leave as they are), open data licences, and, for psycopg, LGPL-3.0: that asks that whoever gets the site may put another psycopg in its place, as `pip install` does. Nothing under the GPL or AGPL runs with it. Programs that only look at the site from outside, such as djLint, hadolint and Java for the HTML checker, may be under the GPL: they are handed to nobody with it. `tests/licences/` holds all this, and that every package of the locks is here.

`python -m tests.licences` writes this page from the metadata of the packages.

## Not from packages

| what | licence |
|---|---|
| `static/fonts/bricolage-grotesque-800.woff2`, a typeface | SIL Open Font License 1.1: its text lies beside it |
| scripts and styles in `static/` | ours: none is taken from elsewhere |
| `fixtures/directory/`, the directory’s data | CC BY 4.0, each fact with its source |
| `fixtures/map/`, outlines drawn from postcodes, coastline | Open Government Licence v3.0 (ONS, OS, Royal Mail); Natural Earth, public domain |
| `fixtures/schools.tsv.xz`, the register of schools | Open Government Licence v3.0 (Department for Education) |
| `fixtures/towns.tsv`, names of towns | CC BY 4.0 (GeoNames) |
| examples of messages in `partnerships/abuse/examples/` | ours, written for the tests |

"""
TITLES = {True: "What runs with the site", False: "Only for tests and maintainers"}


def page(packages: dict[str, dict[str, list[str]]], licences: dict[str, str]) -> str:
    """Return the page, with a line for each of `packages`."""
    parts = [HEAD]
    for is_run, title in TITLES.items():
        parts.append(f"## {title}\n\n| package | version | licence | for |\n|---|---|---|---|\n")
        for name, entry in packages.items():
            if bool(RUNNING & set(entry["uses"])) == is_run:
                uses = entry["uses"][:1] if is_run else entry["uses"]
                cells = name, ", ".join(entry["versions"]), licences[name], ", ".join(uses)
                parts.append(f"| {' | '.join(cells)} |\n")
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def told() -> dict[str, str]:
    """Return the licence of each package that the page names."""
    return {name: licence for name, _, licence, _ in LINE.findall(PAGE.read_text() if PAGE.exists() else "")}
