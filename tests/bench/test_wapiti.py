"""Wapiti attacks a site on this machine alone, within bounds, and whatever it finds is told."""

import json
import subprocess

import pytest

from bench import wapiti

COOKIE = {"method": "GET", "path": "/", "info": "Secure flag is not set in the cookie : csrftoken"}
CRASH = {"method": "POST", "path": "/join/", "info": "The server answered with a 500 error"}
REPORT = {
    "vulnerabilities": {"SQL Injection": [], "Secure Flag cookie": [COOKIE]},
    "anomalies": {"Server Error": [CRASH]},
}


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Return a function that runs it at an address, Wapiti being one that writes the given report."""
    monkeypatch.setattr(wapiti, "FOLDER", tmp_path)
    commands = []

    def run_at(address, report):
        def write(command, **options):
            commands.append((command, options))
            if report is None:
                raise subprocess.TimeoutExpired(command, options["timeout"])
            (tmp_path / "report.json").write_text(json.dumps(report))

        monkeypatch.setattr(subprocess, "run", write)
        monkeypatch.setattr("sys.argv", ["wapiti", address])
        with pytest.raises(SystemExit) as ended:
            wapiti.main()
        return ended.value.code, commands

    return run_at


def test_what_it_finds_is_told_and_fails(run, capsys):
    code, _ = run("http://127.0.0.1:8000", REPORT)

    assert (code, capsys.readouterr().out) == (1, "Server Error: POST /join/ The server answered with a 500 error\n")


def test_nothing_found_is_told_too_and_every_pardon_has_its_reason(run, capsys):
    code, _ = run("http://127.0.0.1:8000", REPORT | {"anomalies": {}})

    assert (code, capsys.readouterr().out) == (0, "Wapiti found nothing.\n")
    assert all(wapiti.RIGHT_HERE.values())


def test_it_is_bounded_in_all_and_each_attack(run):
    _, [(command, options)] = run("http://127.0.0.1:8000", REPORT)

    assert options["timeout"] == wapiti.TOGETHER == 600
    bounds = dict(zip(command, command[1:], strict=False))
    assert (bounds["--max-scan-time"], bounds["--max-attack-time"], bounds["--depth"]) == ("60", "60", "3")
    assert "--no-bugreport" in command


def test_one_that_does_not_come_to_an_end_is_no_success(run):
    code, _ = run("http://127.0.0.1:8000", None)

    assert "did not come to an end" in code


def test_no_site_of_others_is_attacked(run):
    code, commands = run("https://lcep.example", REPORT)

    assert "only ever a site on this machine" in code
    assert commands == []
