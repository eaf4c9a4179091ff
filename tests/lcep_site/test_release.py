"""A release is named after all that answers are made of."""

import re

import pytest

from lcep_site import release as module
from lcep_site import settings as settings_of_site

# Where files lie, how mail and accounts work, how many forms are taken, and what only the back office shows.
NEVER_SHOWN = {
    *("BASE_DIR", "DATA_DIR", "STATIC_ROOT", "MEDIA_ROOT", "KEPT_ANSWERS_MB", "KEPT_FILES_FOLDER", "LCEP_MODE"),
    *("MAIL_FOLDER", "MAIL_FROM", "ENQUIRY_REPLY_TO", "PROXIES_IN_FRONT", "SESSION_COOKIE_NAME", "EMAIL_BACKEND"),
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS", "DISK_FREE_MB", "LOGGING", "LOG_REQUESTS"),
    *("ACCOUNT_EMAIL_VERIFICATION", "AUTH_USER_MODEL", "PASSWORD_RESET_TIMEOUT", "SECURE_PROXY_SSL_HEADER"),
    *("BACKED_UP_ELSEWHERE", "BACKUP_PASSWORD", "BACKUP_KEY_FILE", "BACKUP_SECRET_LENGTH"),
    *("KNOWN_BROWSER_COOKIE_NAME", "SESSION_COOKIE_SECURE", "FORMS_AN_HOUR", "SHEET_ROWS_AT_ONCE"),
    *("METRICS_TOKEN", "SENTRY_DSN", "CACHES"),
}


@pytest.fixture
def name_of(settings, tmp_path, monkeypatch):
    """A function that returns the name of a release of which only these files are known."""
    settings.BASE_DIR = tmp_path

    def name(files):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        return module.release.__wrapped__()

    return name


@pytest.mark.parametrize(
    "path",
    [
        *("partnerships/views/directory.py", "templates/base.html", "static/css/base.css"),
        *("fixtures/map/england.json", "requirements.lock"),
    ],
)
def test_another_program_template_style_sheet_outline_or_package_is_another_release(name_of, path):
    assert name_of({path: "one"}) == name_of({path: "one"})
    assert name_of({path: "one"}) != name_of({path: "another"})


@pytest.mark.parametrize("setting", module.SHOWN)
def test_another_value_of_what_answers_show_of_the_settings_is_another_release(name_of, settings, setting):
    before = name_of({})
    setattr(settings, setting, "another")
    assert name_of({}) != before


def test_every_setting_that_is_read_is_part_of_the_release_or_shown_by_no_answer_that_is_kept():
    code = [
        path.read_text() for folder in module.FOLDERS for path in (settings_of_site.BASE_DIR / folder).rglob("*.py")
    ]
    read = {name for text in code for name in re.findall(r"\bsettings\.([A-Z]\w+)", text)}
    assert read - set(module.SHOWN) == NEVER_SHOWN
