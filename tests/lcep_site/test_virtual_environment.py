"""Packages are installed once, and from nothing after an installing that was broken off."""

import os
import subprocess

import pytest

from lcep_site import virtual_environment

pytestmark = pytest.mark.no_database


@pytest.fixture
def install(tmp_path, monkeypatch):
    """A function that installs in an empty folder and returns what was run: "venv", "pip", or what broke off."""
    monkeypatch.setattr(virtual_environment, "FOLDER", tmp_path / ".venv")
    monkeypatch.setattr(virtual_environment, "LOCK", tmp_path / ".venv.lock")
    (tmp_path / "requirements.lock").touch()

    def call(breaks_off=""):
        run = []

        def note(command, **options):
            run.append(command[2])
            if command[2] == breaks_off:
                raise KeyboardInterrupt
            if command[2] == "venv":
                (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
                (tmp_path / ".venv" / "bin" / "python").touch()

        monkeypatch.setattr(subprocess, "run", note)
        try:
            virtual_environment.main(tmp_path / "requirements.lock", tmp_path / ".venv" / "run.stamp", [])
        except KeyboardInterrupt:
            run.append("broken off")
        return run

    return call


def test_what_is_there_is_not_installed_again(install):
    assert [install(), install()] == [["venv", "pip"], []]


@pytest.mark.parametrize("what", ["venv", "pip"])
def test_after_it_was_broken_off_all_is_made_anew(install, what):
    first = install(breaks_off=what)

    assert first[-2:] == [what, "broken off"]
    assert [install(), install()] == [["venv", "pip"], []]


def test_a_newer_lock_is_installed_into_the_environment_that_is_there(install, tmp_path):
    install()
    later = (tmp_path / ".venv" / "run.stamp").stat().st_mtime + 10
    os.utime(tmp_path / "requirements.lock", (later, later))

    assert install() == ["pip"]
