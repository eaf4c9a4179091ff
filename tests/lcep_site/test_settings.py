"""The settings as a start of the site meets them: each test reads them afresh with an environment of its own."""

import importlib.util

import pytest
from django.core.exceptions import ImproperlyConfigured

from lcep_site import settings as settings_module

PRODUCTION = {
    "LCEP_MODE": "production",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "lcep.example",
    "SITE_URL": "https://lcep.example/",
    "DATABASE_URL": "postgresql://lcep:secret@db.example/lcep",
}
OURS = [*PRODUCTION, "DATA_DIR"]


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Return a function that reads the settings with exactly the given variables set, and returns them."""

    def start_with(**variables):
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"DATA_DIR": str(tmp_path), **variables}.items():
            monkeypatch.setenv(name, value)
        spec = importlib.util.spec_from_file_location("settings_read_afresh", settings_module.__file__)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return start_with


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATABASE_URL"])
def test_production_does_not_start_without(start, name):
    variables = {key: value for key, value in PRODUCTION.items() if key != name}

    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set. In production it must be"):
        start(**variables)


def test_a_mistyped_mode_does_not_start(start):
    with pytest.raises(ImproperlyConfigured, match="^LCEP_MODE"):
        start(LCEP_MODE="prodcution")


@pytest.mark.parametrize("url", ["lcep.sqlite3", "oracle://db.example/lcep", "postgresql//db", "://", "http://[db"])
def test_an_odd_database_address_does_not_start(start, url):
    with pytest.raises(ImproperlyConfigured, match="^DATABASE_URL has a value the site does not understand"):
        start(DATABASE_URL=url)


def test_local_mode_starts_with_nothing_set_and_serves_this_machine_only(start, tmp_path):
    settings = start()

    assert settings.ALLOWED_HOSTS == ["127.0.0.1", "localhost", "[::1]"]
    assert settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings.DATABASES["default"]["NAME"] == str(tmp_path / "lcep.sqlite3")
    assert (settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT) == (False, False, False)


def test_production_is_strict(start):
    settings = start(**PRODUCTION)

    assert settings.ALLOWED_HOSTS == ["lcep.example"]
    assert settings.SITE_URL == "https://lcep.example"
    assert settings.DEBUG is False
    assert all(
        [
            settings.SESSION_COOKIE_SECURE,
            settings.CSRF_COOKIE_SECURE,
            settings.SECURE_SSL_REDIRECT,
            settings.SECURE_HSTS_SECONDS >= 31_536_000,
        ]
    )


def test_postgresql_is_chosen_by_its_address(start):
    database = start(DATABASE_URL="postgresql://lcep:secret@db.example:5433/directory").DATABASES["default"]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["NAME"], database["HOST"], database["PORT"]) == ("directory", "db.example", 5433)


def test_everything_the_site_writes_is_kept_in_the_data_folder(start, tmp_path):
    settings = start()

    written = [settings.STATIC_ROOT, settings.MEDIA_ROOT, settings.DATABASES["default"]["NAME"]]

    assert all(tmp_path in settings.Path(path).parents for path in written)


def test_no_setting_turns_debug_pages_on(start, monkeypatch):
    monkeypatch.setenv("DEBUG", "1")

    assert start().DEBUG is False
