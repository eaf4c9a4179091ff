"""Whatever pip-audit knows of a package is told; where it could ask nobody that is said, and is no good news."""

import json
import subprocess

import pytest

from bench import audit

WELL = {"name": "django", "version": "5.2.19", "vulns": []}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "six", "skip_reason": "Dependency not found on PyPI and could not be audited: six (1.17.0)"}


@pytest.fixture
def audited(monkeypatch, tmp_path):
    """A function that says how it ends if pip-audit finds the given packages in the one lock there is."""
    (tmp_path / "requirements.lock").touch()
    monkeypatch.setattr(audit, "ROOT", tmp_path)

    def run(*packages):
        def answer(command, **options):
            words = json.dumps({"dependencies": packages}) if packages else ""
            return subprocess.CompletedProcess(command, 1, words)

        monkeypatch.setattr(subprocess, "run", answer)
        with pytest.raises(SystemExit) as ended:
            audit.main()
        return ended.value.code

    return run


def test_a_weakness_is_told_and_fails(audited, capsys):
    assert audited(WELL, WEAK) == 1
    assert capsys.readouterr().out == "requirements.lock: pillow 1.0 has PYSEC-1, mended in 1.1.\n"


def test_nothing_known_is_well(audited, capsys):
    assert audited(WELL) == 0
    assert capsys.readouterr().out == "No weakness is known in 1 packages.\n"


def test_one_package_that_is_not_known_is_told_and_fails(audited, capsys):
    assert audited(WELL, UNKNOWN) == 1
    assert capsys.readouterr().out == "requirements.lock: six could not be looked up.\n"


@pytest.mark.parametrize("packages", [[], [UNKNOWN]], ids=["no answer", "none known"])
def test_where_the_service_is_out_of_reach_that_is_said(audited, packages):
    assert audited(*packages) == audit.NOT_REACHED
