"""The settings as a start of the site meets them: each test reads them afresh with an environment of its own."""

import importlib.util

import pytest
from django.core.exceptions import ImproperlyConfigured

from lcep_site import settings as settings_module

PRODUCTION = {
    "LCEP_MODE": "production",
    "SECRET_KEY": "gX3vQ-9mTz_k2LrY7wHsB4dNfC8pJ6aEuV1oK5tRiMqZxWyS0hGb",
    "ALLOWED_HOSTS": "lcep.example",
    "SITE_URL": "https://lcep.example/",
    "DATABASE_URL": "postgresql://lcep:pg4-Kt9@db.example/lcep",
    "EMAIL_URL": "submission://lcep:p%40ss@mail.example",
    "MAIL_FROM": "LCEP Directory <directory@lcep.example>",
    "NATIONAL_DESK_EMAIL": "desk@lcep.example",
    "ENQUIRY_REPLY_TO": "answers@lcep.example",
}
OURS = [
    *(*PRODUCTION, "SECRET_KEY_FALLBACKS", "DATA_DIR", "KEPT_ANSWERS_MB", "SHARED_CACHE_SECONDS"),
    *("CACHE_URL", "PROXIES_IN_FRONT", "STATIC_DIR", "DISK_FREE_MB", "LOG_FORMAT", "LOG_REQUESTS"),
    *("METRICS_TOKEN", "SENTRY_DSN"),
]


@pytest.fixture
def start(monkeypatch, tmp_path):
    """Return a function that reads the settings with exactly these variables set, and LCEP_MODE=local if not said."""

    def start_with(**variables):
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"LCEP_MODE": "local", "DATA_DIR": str(tmp_path), **variables}.items():
            if value is not None:
                monkeypatch.setenv(name, value)
        spec = importlib.util.spec_from_file_location("settings_read_afresh", settings_module.__file__)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return start_with


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "LCEP_MODE"])
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


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "console:",
        "dummy:",
        "memory:",
        "smtps://mail.example:465",
        "submission://",
        "smtp://h:port",
        ":",
    ],
)
def test_an_odd_mail_server_does_not_start(start, url):
    with pytest.raises(ImproperlyConfigured, match="^EMAIL_URL has a value the site does not understand"):
        start(EMAIL_URL=url)


@pytest.mark.parametrize("url", ["localhost:6379", "http://cache.example", "redis:cache", "redis://:pa55@cache:port"])
def test_an_odd_address_of_redis_does_not_start_and_is_not_repeated(start, url):
    with pytest.raises(ImproperlyConfigured, match="^CACHE_URL has a value the site does not understand") as refusal:
        start(CACHE_URL=url)

    assert url not in str(refusal.value) and "pa55" not in str(refusal.value)


@pytest.mark.parametrize("url", ["redis://cache.example:6379/0", "rediss://:pa55@cache.example", "unix:///run/redis"])
def test_processes_share_answers_in_the_redis_that_is_named(start, url):
    assert start(CACHE_URL=url).CACHES["answers"]["LOCATION"] == url


@pytest.mark.parametrize("name", ["KEPT_ANSWERS_MB", "SHARED_CACHE_SECONDS", "PROXIES_IN_FRONT", "DISK_FREE_MB"])
@pytest.mark.parametrize("value", ["-1", "many", "1.5"])
def test_what_is_no_whole_number_does_not_start(start, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} has a value the site does not understand"):
        start(**{name: value})


@pytest.mark.parametrize("value", ["7", "7,4", "7,4,12,1", "7,4,many", "0,0,0", "-1,4,12"])
def test_how_many_backups_are_kept_is_three_numbers(start, value):
    with pytest.raises(ImproperlyConfigured, match="^BACKUP_KEEP has a value the site does not understand"):
        start(BACKUP_KEEP=value)


def test_of_backups_a_week_a_month_and_a_year_are_kept_or_what_is_said(start):
    assert start().BACKUP_KEEP == (7, 4, 12)
    assert start(BACKUP_KEEP="3, 0,1").BACKUP_KEEP == (3, 0, 1)


def test_a_short_password_of_backups_does_not_start_and_is_not_repeated(start):
    with pytest.raises(ImproperlyConfigured, match="at least 16 characters") as refusal:
        start(BACKUP_PASSWORD="s3cret")
    assert "s3cret" not in str(refusal.value)
    assert start(BACKUP_PASSWORD="correct horse battery").BACKUP_PASSWORD == "correct horse battery"


@pytest.mark.parametrize("name", ["MAIL_FROM", "NATIONAL_DESK_EMAIL", "ENQUIRY_REPLY_TO"])
@pytest.mark.parametrize("value", ["the desk", "desk@", "Desk <desk>", "a@b.example\nBcc: c@d.example"])
def test_an_odd_mail_address_does_not_start(start, name, value):
    with pytest.raises(ImproperlyConfigured, match=f"^{name} has a value the site does not understand"):
        start(**{name: value})


def test_local_mode_keeps_mail_as_files_in_the_data_folder(start, tmp_path):
    settings = start()

    assert settings.EMAIL_BACKEND == "partnerships.mail.file_backend.MailFiles"
    assert tmp_path / "mail" == settings.MAIL_FOLDER


def test_a_mail_server_is_chosen_by_its_address(start):
    settings = start(**PRODUCTION)

    assert settings.EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
    assert (settings.EMAIL_HOST, settings.EMAIL_PORT) == ("mail.example", 587)
    assert (settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD) == ("lcep", "p@ss")
    assert (settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL, settings.EMAIL_TIMEOUT) == (True, False, 30)
    assert settings.MAIL_FROM == settings.DEFAULT_FROM_EMAIL == "LCEP Directory <directory@lcep.example>"


def test_a_mail_server_may_ask_for_tls_from_the_start_and_for_patience(start):
    settings = start(EMAIL_URL="smtp://mail.example:465/?ssl=true&timeout=60")

    assert (settings.EMAIL_PORT, settings.EMAIL_USE_SSL, settings.EMAIL_TIMEOUT) == (465, True, 60)


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


def test_in_production_no_neighbour_can_set_our_cookies(start):
    settings = start(**PRODUCTION)

    # Browsers take these by HTTPS, for all paths and from this host alone, or not at all.
    assert (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME) == ("__Host-sessionid", "__Host-csrftoken")
    assert settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    for name in ("SESSION_COOKIE_DOMAIN", "CSRF_COOKIE_DOMAIN", "SESSION_COOKIE_PATH", "CSRF_COOKIE_PATH"):
        assert not hasattr(settings, name), "Django's own are right: this host, all paths"
    # A browser would refuse it here, where there is no HTTPS.
    assert start().SESSION_COOKIE_NAME == "sessionid"


def test_the_operator_chooses_whether_browsers_come_with_the_site_in_their_lists(start):
    assert start(**PRODUCTION).SECURE_HSTS_PRELOAD is False
    assert start(**PRODUCTION, HSTS_PRELOAD="yes").SECURE_HSTS_PRELOAD is True
    assert start(HSTS_PRELOAD="yes").SECURE_HSTS_PRELOAD is False
    with pytest.raises(ImproperlyConfigured, match="^HSTS_PRELOAD has a value the site does not understand"):
        start(**PRODUCTION, HSTS_PRELOAD="perhaps")


def test_postgresql_is_chosen_by_its_address(start):
    database = start(DATABASE_URL="postgresql://lcep:secret@db.example:5433/directory").DATABASES["default"]

    assert database["ENGINE"] == "partnerships.database.postgresql"
    assert (database["NAME"], database["HOST"], database["PORT"]) == ("directory", "db.example", 5433)


@pytest.mark.parametrize(("variables", "is_asked"), [({}, False), (PRODUCTION, True)])
def test_a_connection_is_kept_for_a_minute_and_asked_first_where_a_server_may_have_gone(start, variables, is_asked):
    database = start(**variables).DATABASES["default"]

    assert (database["CONN_MAX_AGE"], database.get("CONN_HEALTH_CHECKS", False)) == (60, is_asked)


def test_everything_the_site_writes_is_kept_in_the_data_folder(start, tmp_path):
    settings = start()

    written = [settings.STATIC_ROOT, settings.MEDIA_ROOT, settings.DATABASES["default"]["NAME"]]

    assert all(tmp_path in settings.Path(path).parents for path in written)


def test_static_files_may_lie_in_an_image(start):
    assert str(start(STATIC_DIR="/app/collected").STATIC_ROOT) == "/app/collected"


def test_no_setting_turns_debug_pages_on(start, monkeypatch):
    monkeypatch.setenv("DEBUG", "1")

    assert start().DEBUG is False


def test_passkeys_are_bound_to_the_sites_own_address_but_on_this_machine(start):
    assert start(**PRODUCTION).MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN is False
    assert start().MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN is True


def test_tries_are_counted_where_all_processes_see_them(start):
    assert start(**PRODUCTION).CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"


def test_answers_are_kept_by_each_process_and_asked_for_each_time_unless_the_operator_says_otherwise(start):
    settings = start(**PRODUCTION)
    assert settings.KEPT_ANSWERS_MB == 24
    assert settings.CACHE_CONTROL_OF_PAGES == "no-cache"
    assert "answers" not in settings.CACHES

    settings = start(**PRODUCTION, KEPT_ANSWERS_MB="64", SHARED_CACHE_SECONDS="60", CACHE_URL="redis://cache.example/0")
    assert settings.KEPT_ANSWERS_MB == 64
    assert settings.CACHE_CONTROL_OF_PAGES.endswith("s-maxage=60")
    assert settings.CACHES["answers"]["LOCATION"] == "redis://cache.example/0"


def test_a_public_site_starts_neither_without_its_mode_nor_unsafely(start):
    with pytest.raises(ImproperlyConfigured, match="but LCEP_MODE is not. Set LCEP_MODE=production"):
        start(**PRODUCTION | {"LCEP_MODE": None})
    with pytest.raises(ImproperlyConfigured, match="^SECRET_KEY_FALLBACKS has a key that is too easy to guess"):
        start(**PRODUCTION | {"SECRET_KEY_FALLBACKS": "the key before"})
    with pytest.raises(ImproperlyConfigured, match="^SECRET_KEY is too easy to guess.* SITE_URL must begin"):
        start(**PRODUCTION | {"SECRET_KEY": "short", "SITE_URL": "http://lcep.example"})


def test_lists_may_have_blanks_and_keys_of_before_are_known(start):
    keys = [PRODUCTION["SECRET_KEY"][::-1], PRODUCTION["SECRET_KEY"].swapcase()]
    listed = {"ALLOWED_HOSTS": "lcep.example, www.lcep.example ,", "SECRET_KEY_FALLBACKS": ", ".join(keys)}
    settings = start(**PRODUCTION | listed)

    assert settings.ALLOWED_HOSTS == ["lcep.example", "www.lcep.example"]
    assert keys == settings.SECRET_KEY_FALLBACKS
    assert start(**PRODUCTION).SECRET_KEY_FALLBACKS == []


def test_a_database_may_have_a_standby(start):
    url = "postgresql://lcep:pg4-Kt9@one.example,two.example/lcep?target_session_attrs=read-write&sslmode=require"
    database = start(**PRODUCTION | {"DATABASE_URL": url}).DATABASES["default"]

    assert (database["HOST"], database["PORT"]) == ("one.example,two.example", "")
    assert database["OPTIONS"]["target_session_attrs"] == "read-write"
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("value", ["x", "nineteen-characters"])
def test_a_token_that_could_be_guessed_does_not_start_and_is_not_repeated(start, value):
    with pytest.raises(ImproperlyConfigured, match="^METRICS_TOKEN has a value the site does not") as refusal:
        start(METRICS_TOKEN=value)

    assert f"{value} " not in str(refusal.value)


def test_what_counts_requests_stands_before_all_others_and_only_if_it_is_asked_for(start):
    first, *others = start(METRICS_TOKEN="twenty-characters-xx").MIDDLEWARE
    places = [place for place, name in enumerate(others) if ".metrics." in name]

    assert first.endswith(".MetricsMiddleware")
    assert places == [start().MIDDLEWARE.index("lcep_site.kept_answers.middleware.KeptAnswersMiddleware")]


@pytest.mark.parametrize("dsn", ["sentry.example", "http://key@sentry.example/7", "https://sentry.example/7"])
def test_an_odd_dsn_does_not_start_and_is_not_repeated(start, dsn):
    with pytest.raises(ImproperlyConfigured, match="^SENTRY_DSN has a value the site does not understand") as refusal:
        start(SENTRY_DSN=dsn)

    assert dsn not in str(refusal.value)
    assert start(SENTRY_DSN="https://key@sentry.example/7").SENTRY_DSN == "https://key@sentry.example/7"
