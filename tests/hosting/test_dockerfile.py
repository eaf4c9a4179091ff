"""The image: nothing secret in it, nothing that can be written, nobody who may do more than serve the site."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lcep_site import gunicorn
from lcep_site.settings import BASE_DIR
from tests.hosting import dockerfile
from tests.hosting.dockerfile import DOCKERFILE

pytestmark = pytest.mark.no_database
BUILDER, SITE = dockerfile.stages()
SECRETS = re.compile(r"SECRET|PASSWORD|TOKEN|KEY|_URL\b", re.IGNORECASE)
# A host before the name of an image: "registry.example/python".
REGISTRY = re.compile(r"[\w-]+\.[a-z]{2,}/|localhost", re.IGNORECASE)


def test_a_linter_finds_nothing_and_is_told_to_pass_over_nothing():
    linter = Path(sys.executable).parent / "hadolint"
    found = subprocess.run([linter, "--no-color", DOCKERFILE], cwd="/", capture_output=True, text=True)

    assert (found.stdout, found.returncode) == ("", 0)
    assert "hadolint ignore" not in DOCKERFILE.read_text()
    assert not [*BASE_DIR.glob(".hadolint*")]


def test_the_base_is_of_one_exact_version_and_comes_from_no_registry_by_name():
    for stage in (BUILDER, SITE):
        assert re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+", stage.image)
    assert not REGISTRY.search(f"{BUILDER.image} {SITE.image}")


def test_its_python_is_one_that_the_project_is_for():
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]
    least = project["requires-python"].removeprefix(">=")

    assert [int(part) for part in dockerfile.python_version().split(".")] >= [int(part) for part in least.split(".")]


def test_packages_are_those_of_the_lock_which_holds_all_of_the_other():
    command = next(step.command for step in BUILDER.instructions if "install" in step.command)
    assert {"--require-hashes", "--no-deps"} < set(command) and command[-1] == "requirements-hosting.lock"

    pinned = [
        set(re.findall(r"^[\w.-]+==\S+", (BASE_DIR / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-hosting.lock")
    ]
    assert pinned[0] and pinned[0] <= pinned[1]


def test_what_builds_stays_behind():
    taken = [step for step in SITE.instructions if step.name == "COPY"]

    assert {step.flags["from"] for step in taken} == {"builder"}
    assert [step.arguments.split()[-1] for step in taken] == ["/opt/venv", "/app", "/data"]
    # So nothing is done as root either.
    assert not [step for step in SITE.instructions if step.name == "RUN"]


def test_it_serves_as_nobody_who_owns_anything_but_the_data():
    user = SITE.last("USER").text
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user), "a number, which no image can make root's"
    assert SITE.instructions.index(SITE.last("USER")) > max(
        number for number, step in enumerate(SITE.instructions) if step.name in {"COPY", "RUN"}
    )
    owned = {step.arguments.split()[-1]: step.flags.get("chown") for step in SITE.instructions if step.name == "COPY"}
    assert owned == {"/opt/venv": None, "/app": None, "/data": user}


def test_it_is_in_production_mode_and_holds_nothing_secret():
    environment = SITE.environment
    assert environment["LCEP_MODE"] == "production"
    told = [
        name
        for stage in (BUILDER, SITE)
        for step in stage.instructions
        if step.name in {"ENV", "ARG"}
        for name in step.pairs
    ]
    assert not [name for name in told if SECRETS.search(name)]
    assert not re.search(r"(SECRET_KEY|PASSWORD|DATABASE_URL)=", DOCKERFILE.read_text())


def test_it_writes_only_where_a_volume_may_be():
    environment = SITE.environment
    assert (environment["DATA_DIR"], environment["PYTHONDONTWRITEBYTECODE"]) == ("/data", "1")
    assert environment["STATIC_DIR"].startswith("/app/")
    collecting = next(step.text for step in BUILDER.instructions if "collectstatic" in step.text)
    assert f"STATIC_DIR={environment['STATIC_DIR']} " in collecting


def test_what_runs_hears_that_it_is_to_stop_and_is_asked_whether_it_is_well():
    assert SITE.last("CMD").is_exec_form and SITE.last("HEALTHCHECK").is_exec_form
    assert SITE.last("CMD").command[1:3] == gunicorn.COMMAND[-2:]
    assert SITE.last("HEALTHCHECK").command == ["python", "-m", "lcep_site.container_health"]
    assert SITE.last("STOPSIGNAL").text == "SIGTERM"
    port = SITE.last("EXPOSE").text
    assert SITE.last("CMD").command[-1] == f"0.0.0.0:{port}"


def test_what_it_copies_is_there():
    copied = [step for step in BUILDER.instructions if step.name == "COPY"]

    assert copied and all((BASE_DIR / step.arguments.split()[0]).exists() for step in copied)
