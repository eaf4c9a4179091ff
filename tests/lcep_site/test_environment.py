"""What the environment may say, and what stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from lcep_site.environment import (
    email_url,
    env,
    local_secret_key,
    optional,
    read_mode,
    required_in_production,
    whole_number,
)


def test_the_mode_is_local_unless_set(monkeypatch):
    monkeypatch.delenv("LCEP_MODE", raising=False)

    assert read_mode() == "local"


def test_the_mode_may_be_production(monkeypatch):
    monkeypatch.setenv("LCEP_MODE", "production")

    assert read_mode() == "production"


@pytest.mark.parametrize("mode", ["prodcution", "Production", "", " local", "debug"])
def test_any_other_mode_stops_the_start(monkeypatch, mode):
    monkeypatch.setenv("LCEP_MODE", mode)

    with pytest.raises(ImproperlyConfigured, match="^LCEP_MODE has a value the site does not understand"):
        read_mode()


@pytest.mark.parametrize("value", [None, "", " \t"])
def test_what_production_needs_is_named_when_it_is_missing(monkeypatch, value):
    monkeypatch.setenv("LCEP_MODE", "production")
    set_or_clear(monkeypatch, "SECRET_KEY", value)

    with pytest.raises(ImproperlyConfigured) as refusal:
        required_in_production(env.str, "SECRET_KEY", "stand-in")

    assert str(refusal.value) == "SECRET_KEY is not set. In production it must be: see docs/variables.md."


def test_in_local_mode_something_stands_in_for_what_is_missing(monkeypatch):
    monkeypatch.setenv("LCEP_MODE", "local")
    monkeypatch.delenv("SITE_URL", raising=False)

    assert required_in_production(env.str, "SITE_URL", "stand-in") == "stand-in"


@pytest.mark.parametrize("mode", ["production", "local"])
def test_what_is_set_is_read_in_either_mode(monkeypatch, mode):
    monkeypatch.setenv("LCEP_MODE", mode)
    monkeypatch.setenv("ALLOWED_HOSTS", "lcep.example,www.lcep.example")

    hosts = required_in_production(env.list, "ALLOWED_HOSTS", [])

    assert hosts == ["lcep.example", "www.lcep.example"]


def test_an_odd_value_stops_the_start_and_is_named(monkeypatch):
    monkeypatch.setenv("PAGE_SIZE", "many")

    with pytest.raises(ImproperlyConfigured, match="^PAGE_SIZE has a value the site does not understand"):
        optional(env.int, "PAGE_SIZE", 10)


def test_the_local_secret_key_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    folder = tmp_path / "var"

    first = local_secret_key(folder)

    assert len(first) >= 50
    assert local_secret_key(folder) == first
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_each_machine_has_a_secret_key_of_its_own(tmp_path):
    assert local_secret_key(tmp_path / "a") != local_secret_key(tmp_path / "b")


def set_or_clear(monkeypatch, name, value):
    """Set the variable `name`, or clear it when `value` is None."""
    if value is None:
        monkeypatch.delenv(name, raising=False)
    else:
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("reader", [env.str, env.bool, whole_number, email_url])
def test_a_variable_that_is_left_blank_is_not_set(monkeypatch, reader):
    default = {email_url: "file:", env.bool: True, whole_number: 7}.get(reader, "the default")
    monkeypatch.delenv("LEFT_BLANK", raising=False)
    otherwise = reader("LEFT_BLANK", default)

    for value in ("", " "):
        monkeypatch.setenv("LEFT_BLANK", value)
        assert optional(reader, "LEFT_BLANK", default) == otherwise
