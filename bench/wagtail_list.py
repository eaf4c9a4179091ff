"""Wagtail beside the bare view: a plain list of 20 of 145 pages, by the project in bench/wagtail/.

Wagtail is no package of ours: it is installed into var/bench/wagtail/ when it is measured.
"""

import subprocess
import sys
from collections.abc import Iterator

from bench.asking import Wanted
from bench.figures import Row, not_measured, ratio_row
from bench.pages import Effort, speed_of
from bench.servers import FOLDER, Application, Server, served
from bench.sites import KEPT, run

WHAT, WHERE = "a list of 20 of 145 pages, paged, plain", "Wagtail on SQLite"
PROJECT, HOME = FOLDER / "bench" / "wagtail", KEPT / "wagtail"
PYTHON = HOME / "venv" / "bin" / "python"
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "project.settings", "WAGTAIL_HOME": str(HOME)}


def is_there() -> bool:
    """Whether it has been installed before."""
    return (HOME / "made").exists()


def rows(unit: Server, effort: Effort) -> Iterator[Row]:
    """Measure Wagtail's list; without a network that could not be installed, and the row says so."""
    try:
        if not is_there():
            run([sys.executable, "-m", "venv", str(HOME / "venv")], {})
            run([str(PYTHON), "-m", "pip", "install", "--quiet", "wagtail", "gunicorn"], {})
            (HOME / "wagtail.sqlite3").unlink(missing_ok=True)
            run([str(PYTHON), "-m", "project.make"], ENVIRONMENT, PROJECT)
            (HOME / "made").touch()
    except subprocess.CalledProcessError as error:
        yield not_measured(WHAT, WHERE, "–", f"“{' '.join(map(str, error.cmd[1:4]))}” failed")
        return
    version = run([str(PYTHON), "-c", "import wagtail; print(wagtail.__version__)"], {}).strip()
    application = Application("project.wsgi", str(PYTHON), PROJECT)
    with served(ENVIRONMENT, application=application, first="/entries/") as server:
        speed = speed_of(unit, server, Wanted("/entries/"), effort)
        yield ratio_row(f"{WHAT} (Wagtail {version})", WHERE, speed, None)
