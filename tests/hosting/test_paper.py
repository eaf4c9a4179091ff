"""The pages for those who host the site tell of every variable, and of no command or file that is not there."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from lcep_site.settings import BASE_DIR
from partnerships.worker import daily
from tests.hosting import dockerfile

pytestmark = pytest.mark.no_database
PAGES = ("hosting", "variables", "upkeep")
PAPER, VARIABLES, UPKEEP = ((BASE_DIR / "docs" / f"{name}.md").read_text() for name in PAGES)
FOLDER = BASE_DIR / "docs" / "hosting"
UNITS = {path.name: path.read_text() for path in (FOLDER / "systemd").glob("*.service")}
ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]*) \|", re.MULTILINE)
READ = re.compile(r"""(?:optional|required_in_production|os\.environ\.get)\((?:[\w.]+, *)?"([A-Z][A-Z_]+)\"""")
# Read by a function that is given the name.
BESIDE = {"LCEP_MODE"}
# Where a command is run whose options are no concern of the site.
NOT_OURS = {"help"}


def read_by_the_site():
    """Return the names of the variables that our settings and the configuration of gunicorn read."""
    texts = [path.read_text() for path in (BASE_DIR / "lcep_site").rglob("*.py")]
    return {name for text in texts for name in READ.findall(text)} | BESIDE


def test_every_variable_that_is_read_has_its_row_and_every_row_is_read():
    told = [name for name, _ in ROW.findall(VARIABLES)]
    # Those of backups have their table where backups are told of, which this table names.
    elsewhere = set(re.findall(r"^\| `(BACKUP_[A-Z_]+)` \|", (FOLDER.parent / "backup.md").read_text(), re.MULTILINE))

    assert len(told) == len(set(told))
    assert set(told) | elsewhere == read_by_the_site()


def test_what_is_told_to_be_required_is_what_production_does_not_start_without():
    required = {name for name, how in ROW.findall(VARIABLES) if how == "required"}
    settings = (BASE_DIR / "lcep_site" / "settings.py").read_text()

    assert required == set(re.findall(r"required_in_production\([\w.]+, *\"([A-Z_]+)\"", settings))


def test_the_file_to_fill_in_has_what_is_required_and_names_nothing_unknown_nor_any_secret():
    lines = (FOLDER / "env.example").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    required = {name for name, how in ROW.findall(VARIABLES) if how in {"required", "`production`"}}
    assert required <= set(values) <= read_by_the_site() | {"POSTGRES_PASSWORD"}
    assert {name: value.strip("'") for name, value in values.items() if value.strip("'")} == {
        "LCEP_MODE": "production",
        "DATA_DIR": "/var/lib/lcep",
    }


def test_every_command_it_names_is_there():
    named = set(re.findall(r"(?:manage\.py|^\s*lcep) ([a-z_]+)", PAPER + UPKEEP, re.MULTILINE))
    named |= set(re.findall(r"^\| \d+ \| `([a-z_]+)`", UPKEEP, re.MULTILINE))

    assert {"prepare_site", "create_owner", "run_worker", "run_daily", "send_digest"} <= named
    assert named <= set(get_commands())


def test_each_daily_job_is_told_of_with_its_hour():
    # Those of the backup are done where there is a folder for it.
    done = {(job.hour, job.command) for job in daily.JOBS.values()} | {(4, "backup")}

    assert {(int(hour), name) for hour, name in re.findall(r"^\| (\d+) \| `([a-z_]+)`", UPKEEP, re.MULTILINE)} == done


def test_every_file_of_ours_it_names_is_there():
    named = set(re.findall(r"/srv/lcep/(?:site|\$version)/([\w-][\w./-]+\w)", PAPER))
    named |= set(re.findall(r"`((?:docs|lcep_site|fixtures)/[\w./-]+\w)`", PAPER + UPKEEP))

    assert "docs/hosting/nginx.conf" in named and "requirements-hosting.lock" in named
    assert [name for name in named if not [*BASE_DIR.glob(f"{name}*")]] == []
    assert {path.name for path in FOLDER.iterdir()} - {"systemd"} <= set(re.findall(r"[\w.-]+", PAPER))


def test_the_paper_stays_short_enough_to_be_followed():
    assert len(PAPER.splitlines()) <= 150


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_confines_what_it_starts_and_starts_it_anew(name):
    unit = UNITS[name]
    for line in (
        *("User=lcep", "EnvironmentFile=/etc/lcep/environment", "WorkingDirectory=/srv/lcep/site", "Restart=always"),
        "StartLimitIntervalSec=0",
        *(
            "NoNewPrivileges=yes",
            "ProtectSystem=strict",
            "PrivateTmp=yes",
            "CapabilityBoundingSet=",
            "TimeoutStopSec=40",
        ),
        *("StateDirectory=lcep", "MemoryMax=1G", "TasksMax=200", "WantedBy=multi-user.target"),
    ):
        assert line in unit.splitlines()


def test_a_new_version_lies_beside_the_one_that_is_served_until_it_is_prepared():
    steps = PAPER.split("## A new version, and back")[1].split("```")[1]

    prepare, switch, restart = (
        "/$version/docs/hosting/lcep prepare_site",
        "ln -sfn $version /srv/lcep/site",
        "systemctl restart",
    )
    assert steps.index(prepare) < steps.index(switch) < steps.index(restart)
    assert "lcep-web.socket" not in steps, "it holds the visitors who come meanwhile"


def test_the_units_start_what_the_paper_and_the_image_do():
    started = {
        name: re.search(r"^ExecStart=/srv/lcep/site/\.venv/bin/(.*)$", text, re.MULTILINE)[1]
        for name, text in UNITS.items()
    }
    command = dockerfile.stages()[-1].last("CMD").command

    assert started["lcep-web.service"] == " ".join(command[:3])
    assert started["lcep-worker.service"] == "python manage.py run_worker"
    assert started["lcep-scheduler.service"] == "python manage.py run_daily"
    assert set(started) == {f"lcep-{name}.service" for name in ("web", "worker", "scheduler")}
    enabled = re.search(r"systemctl enable --now (.*)", PAPER)[1].split()
    assert enabled == ["lcep-web.socket", "lcep-web", "lcep-worker", "lcep-scheduler"]
    address = re.search(r"ListenStream=(.*)", (Path(FOLDER) / "systemd" / "lcep-web.socket").read_text())[1]
    assert f"LCEP_WEB_1={address} LCEP_WEB_2={address}" in PAPER


def test_the_command_reads_the_variables_as_systemd_does(tmp_path):
    path = tmp_path / "environment"
    path.write_text(
        "# MODE=none\nMEDIA_STORAGE=s3://m?endpoint=https://s3.example&region=eu\n\nMAIL_FROM='LCEP <a@b.example>'\n"
        "DATA_CONTROLLER=\"A $HOME of theirs\"\nKEY='a$HOME`id`;#\\n=='\nEMPTY=''\nLAST=x"
    )
    reading = (FOLDER / "lcep").read_text().partition("# What it makes")[0]
    reading = reading.replace("/etc/lcep/environment", str(path)) + "exec env -0"
    said = subprocess.run(["sh", "-c", reading], capture_output=True, text=True, check=True, env={"PATH": os.defpath})
    read = dict(line.split("=", 1) for line in said.stdout.split("\0") if line)

    expected = {
        "MEDIA_STORAGE": "s3://m?endpoint=https://s3.example&region=eu",
        "MAIL_FROM": "LCEP <a@b.example>",
        "DATA_CONTROLLER": "A $HOME of theirs",
        "KEY": "a$HOME`id`;#\\n==",
        "EMPTY": "",
        "LAST": "x",
    }
    assert {name: read.get(name) for name in expected} == expected
    assert not {"MODE", "# MODE", "region"} & set(read)


def test_the_scheduler_may_write_where_the_paper_says_backups_go():
    folder = re.search(r"BACKUP_FOLDER=(/[\w/]+)", PAPER)[1]

    assert f"ReadWritePaths=-{folder}" in UNITS["lcep-scheduler.service"].splitlines()
    assert re.search(rf"install --directory --mode 700 --owner lcep --group lcep {folder}\b", PAPER)


def test_the_command_runs_the_version_it_lies_in_from_any_folder_by_any_link(tmp_path):
    place = tmp_path / "2026-12-01" / "docs" / "hosting"
    place.mkdir(parents=True)
    # By who is not root, so that nobody else has to be there.
    told = (FOLDER / "lcep").read_text().replace("/etc/lcep/environment", "/dev/null").replace("id -u", "echo 1")
    (place / "lcep").write_text(told)
    python = tmp_path / "2026-12-01" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nrealpath "$0" "$1"; echo "$2" "$3"; pwd -P; umask\n')
    python.chmod(0o755)
    (tmp_path / "2026-12-01" / "manage.py").touch()
    (tmp_path / "lcep").symlink_to(place / "lcep")
    (tmp_path / "elsewhere").mkdir()

    command = ["sh", tmp_path / "lcep", "restore", "a file"]
    said = subprocess.run(command, cwd=tmp_path / "elsewhere", capture_output=True, text=True, check=True)

    site = (tmp_path / "2026-12-01").resolve()
    where = str((tmp_path / "elsewhere").resolve())
    assert said.stdout.splitlines() == [
        *(f"{site}/.venv/bin/python", f"{site}/manage.py", "restore a file", where, "0027")
    ]
