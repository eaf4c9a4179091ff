"""What an operator is refused, and warned of, in sentences that say what to set."""

from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from lcep_site import deploy_checks, refusals

KEY = "gX3vQ-9mTz_k2LrY7wHsB4dNfC8pJ6aEuV1oK5tRiMqZxWyS0hGb"
SAFE = {
    "keys": (KEY,),
    "allowed_hosts": ["lcep.example", "www.lcep.example"],
    "site_url": "https://lcep.example",
    "database": {"ENGINE": "django.db.backends.postgresql", "NAME": "lcep", "PASSWORD": "pg4-Kt9"},
    "mail": {"EMAIL_HOST": "mail.lcep.example", "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False},
}
POSTGRESQL, SQLITE = SAFE["database"], {"ENGINE": "django.db.backends.sqlite3"}
PLAIN = {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SECRET_KEY": "k"}, "SECRET_KEY is set"),
        ({"ALLOWED_HOSTS": "lcep.example"}, "ALLOWED_HOSTS is set"),
        ({"SITE_URL": "https://lcep.example"}, "SITE_URL is set"),
        ({"DATABASE_URL": "postgresql://db/lcep"}, "DATABASE_URL is set"),
        ({"EMAIL_URL": "submission://mail.example"}, "EMAIL_URL is set"),
        ({"LCEP_MODE": "", "SECRET_KEY": "k", "EMAIL_URL": "smtp://mail"}, "SECRET_KEY and EMAIL_URL are set"),
    ],
)
def test_variables_of_a_public_site_do_not_start_a_local_one(variables, named):
    with pytest.raises(ImproperlyConfigured, match=f"^{named} as for a public site, but LCEP_MODE is not. Set LCEP_"):
        refusals.refuse_forgotten_mode(variables)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"SITE_URL": "http://127.0.0.1:8000", "DATABASE_URL": "sqlite:///x", "EMAIL_URL": "file:", "DATA_DIR": "/data"},
        {"LCEP_MODE": "local", "DATABASE_URL": "postgresql://db/lcep", "SECRET_KEY": "k"},
        {"LCEP_MODE": "production", "SECRET_KEY": "k"},
    ],
)
def test_a_mode_that_is_said_is_believed_and_none_is_needed_on_this_machine(variables):
    refusals.refuse_forgotten_mode(variables)


@pytest.mark.parametrize("name", refusals.FOR_HOSTS)
def test_what_asks_for_a_package_that_is_not_there_says_how_to_install_it(name, monkeypatch):
    monkeypatch.setattr(refusals, "find_spec", lambda package: None)

    refusals.refuse_missing_packages({name: "", "SITE_URL": "https://lcep.example"})
    with pytest.raises(ImproperlyConfigured, match=f"^For {name} a package is missing. Install .*requirements-hosting"):
        refusals.refuse_missing_packages({name: "x"})


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"keys": ("0123456789abcdef" * 4,)},
        {"keys": (KEY, KEY[::-1])},
        {"allowed_hosts": [".lcep.example"]},
        {"allowed_hosts": ["[2001:db8::1]"], "site_url": "https://[2001:db8::1]:8443"},
        {"site_url": "https://www.lcep.example:8443"},
        {"database": POSTGRESQL | {"PASSWORD": ""}},
        {"database": SQLITE | {"NAME": "/data/lcep.sqlite3"}},
        *(
            {"mail": PLAIN | {"EMAIL_HOST": host}}
            for host in ("", "localhost", "127.0.0.1", "::1", "[::1]", "mail", "10.1.2.3", "192.168.0.9", "fd00::1")
        ),
        {"mail": PLAIN | {"EMAIL_HOST": "mail.example.org", "EMAIL_USE_SSL": True}},
    ],
    ids=str,
)
def test_what_is_safe_starts(changed):
    refusals.refuse_what_is_unsafe(**SAFE | changed)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"keys": (KEY[:49],)}, "^SECRET_KEY is too easy to guess.*Make one with: python3 -c "),
        ({"keys": ("k" * 60,)}, "^SECRET_KEY is too easy to guess"),
        ({"keys": ("abcabcabc" * 8,)}, "^SECRET_KEY is too easy to guess"),
        ({"keys": (f"django-insecure-{KEY}",)}, "^SECRET_KEY is too easy to guess"),
        ({"keys": (f"change-me-{KEY}",)}, "^SECRET_KEY is too easy to guess"),
        ({"keys": (KEY, KEY[::-1], "the key before")}, "^SECRET_KEY_FALLBACKS has a key that is too easy to guess"),
        ({"allowed_hosts": []}, "^ALLOWED_HOSTS is empty"),
        ({"allowed_hosts": ["lcep.example", "*"]}, r"^ALLOWED_HOSTS takes any host \(\*\)"),
        ({"allowed_hosts": ["*.lcep.example"]}, "^ALLOWED_HOSTS takes any host"),
        *(
            ({"allowed_hosts": ["lcep.example", odd]}, f"^ALLOWED_HOSTS has “{odd}”, which is no host name")
            for odd in ("https://lcep.example", "lcep.example:443", "lcep.example/", "a b")
        ),
        ({"site_url": "http://lcep.example"}, "^SITE_URL must begin with https://"),
        *(
            ({"site_url": odd}, "^SITE_URL must be a scheme and a host, and nothing else")
            for odd in (
                *(
                    "lcep.example",
                    "https://",
                    "https://lcep.example/site",
                    "https://me@lcep.example",
                    "ftp://lcep.example",
                ),
                *("https://lcep.example?a", "https://lcep.example:port", "https://[lcep", ""),
            )
        ),
        ({"site_url": "https://other.example"}, "^SITE_URL names “other.example”, which is not in ALLOWED_HOSTS. Add"),
        ({"database": POSTGRESQL | {"PASSWORD": "password"}}, "^DATABASE_URL has a password that everybody knows"),
        ({"database": SQLITE | {"NAME": ":memory:"}}, "^DATABASE_URL names a SQLite database in memory"),
        ({"database": SQLITE | {"NAME": ""}}, "^DATABASE_URL names a SQLite database in memory"),
        (
            {"mail": PLAIN | {"EMAIL_HOST": "mail.example.org"}},
            "^EMAIL_URL sends .* to mail.example.org for all to read",
        ),
        ({"mail": PLAIN | {"EMAIL_HOST": "192.0.3.1"}}, "^EMAIL_URL sends"),
    ],
    ids=str,
)
def test_what_is_unsafe_does_not_start_and_the_secret_is_not_repeated(changed, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence) as refusal:
        refusals.refuse_what_is_unsafe(**SAFE | changed)

    assert not any(key in str(refusal.value) for key in changed.get("keys", [KEY]))


def test_all_that_is_unsafe_is_told_at_once():
    with pytest.raises(ImproperlyConfigured, match="^SECRET_KEY .* ALLOWED_HOSTS .* SITE_URL "):
        refusals.refuse_what_is_unsafe(**SAFE | {"keys": ("",), "allowed_hosts": ["*"], "site_url": "http://a.example"})


@pytest.fixture
def quiet(settings, monkeypatch, tmp_path):
    """Settings of which nothing is doubtful."""
    monkeypatch.setenv("DATA_CONTROLLER", "Somebody")
    settings.SITE_URL, settings.MAIL_FROM = "https://lcep.org.uk", "LCEP Directory <directory@lcep.org.uk>"
    settings.NATIONAL_DESK_EMAIL = settings.DATA_DESK_EMAIL = settings.ENQUIRY_REPLY_TO = "desk@lcep.org.uk"
    settings.PROXIES_IN_FRONT, settings.DATA_DIR, settings.BACKUP_FOLDER = 1, tmp_path, "/backups"
    settings.EMAIL_BACKEND, settings.LCEP_MODE = "django.core.mail.backends.smtp.EmailBackend", "production"
    monkeypatch.setattr(
        deploy_checks, "connection", SimpleNamespace(settings_dict={"HOST": "/run/pg.1", "OPTIONS": {}})
    )
    return settings


def warned():
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return [warning.msg for warning in found if warning.id.startswith("lcep_site.")]


def test_nothing_is_doubtful_of_a_site_that_is_set_up(quiet):
    assert warned() == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SITE_URL", "https://lcep.example", "SITE_URL: still an example"),
        ("MAIL_FROM", "LCEP Directory <directory@lcep.example>", "MAIL_FROM: still an example"),
        ("NATIONAL_DESK_EMAIL", "desk@example.org", "NATIONAL_DESK_EMAIL: still an example"),
        ("PROXIES_IN_FRONT", 0, "PROXIES_IN_FRONT is 0"),
        ("EMAIL_BACKEND", "partnerships.mail.file_backend.MailFiles", "EMAIL_URL keeps mail as files"),
        ("BACKUP_FOLDER", "", "No backup is made each day: set BACKUP_FOLDER"),
        ("DATA_DIR", "/proc/nowhere", "DATA_DIR, /proc/nowhere, cannot be written to"),
    ],
)
def test_what_is_doubtful_is_warned_of_by_check_deploy(quiet, name, value, sentence):
    setattr(quiet, name, value)

    assert [text[: len(sentence)] for text in warned()] == [sentence]


def test_a_privacy_notice_without_a_name_is_warned_of(quiet, monkeypatch):
    monkeypatch.delenv("DATA_CONTROLLER")

    assert [text[:26] for text in warned()] == ["DATA_CONTROLLER is not set"]


@pytest.mark.parametrize(("options", "number"), [({}, 1), ({"sslmode": "require"}, 0)])
def test_a_database_that_is_far_away_has_to_say_whether_it_is_encrypted(quiet, options, number):
    deploy_checks.connection.settings_dict = {"HOST": "db.lcep.org.uk", "OPTIONS": options}

    assert [text[:34] for text in warned()] == ["DATABASE_URL does not say whether "] * number


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("redis://redis:6379/0", 0),
        ("redis://10.0.0.4", 0),
        ("unix:///run/redis.sock", 0),
        ("rediss://:pa55@cache.lcep.org.uk", 0),
        ("rediss://cache.lcep.org.uk", 1),
        ("redis://:pa55@cache.lcep.org.uk", 1),
    ],
)
def test_a_redis_that_is_far_away_must_let_nobody_else_write(quiet, url, number):
    quiet.CACHES = {**quiet.CACHES, "answers": {"LOCATION": url}}

    assert [text[:34] for text in warned()] == ["CACHE_URL names a Redis elsewhere "] * number
