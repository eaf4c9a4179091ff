"""What a container is asked whether it is well: python -m lcep_site.container_health [worker|scheduler ADDRESS]

Without more it asks the web server of its own container whether that answers. A worker and a scheduler answer nobody,
so it asks the web server at ADDRESS whether it hears of any: http://web1:8000. It imports nothing of the site, since it
is started every few seconds.
"""

import json
import sys
import urllib.error
import urllib.request
from typing import Any

TIMEOUT_SECONDS = 4
# What the web server of the container listens on, as the Dockerfile says.
OWN = "http://127.0.0.1:8000"


def main(arguments: list[str]) -> int:
    """Return the exit code for Docker: 0 if all is well, else 1, with a sentence of what is not."""
    try:
        problem = _problem(*arguments)
    except (OSError, ValueError) as error:
        problem = f"The web server does not answer: {error}"
    if problem:
        print(problem)
    return 1 if problem else 0


def _problem(name: str = "", address: str = "") -> str:
    """Return what is wrong, or "". Raises OSError and ValueError if the web server says nothing that can be read."""
    if not name:
        with _asked(f"{OWN}/health/live/"):
            return ""
    with _asked(f"{address}/health/ready/?format=json") as answer:
        found = {check["name"]: check for check in json.load(answer)["checks"]}
    if name not in found:
        return f"The web server says nothing of “{name}”."
    return "" if found[name]["state"] == "good" else str(found[name]["words"])


def _asked(url: str) -> Any:
    try:
        return urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        # Not ready, which is said in words all the same.
        if error.code == 503 and error.headers.get_content_type() == "application/json":
            return error
        raise


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
