"""Settings of the LCEP Directory. They come from the environment only: see environment.py and docs/variables.md."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from lcep_site import environment, refusals
from lcep_site.environment import env, mail_address, optional, required_in_production, sender, whole_number
from lcep_site.logs.configuration import logging_of

BASE_DIR = Path(__file__).resolve().parent.parent
LCEP_MODE = environment.read_mode()
refusals.refuse_forgotten_mode(os.environ)
refusals.refuse_missing_packages(os.environ)
PRODUCTION = LCEP_MODE == "production"
DATA_DIR = Path(optional(env.str, "DATA_DIR", str(BASE_DIR / "var")))

# Local mode is safe: no debug pages, reachable from this machine only, and a secret key of its own.
DEBUG = False
SECRET_KEY = required_in_production(env.str, "SECRET_KEY", "") or environment.local_secret_key(DATA_DIR)
# The keys before, newest first: what they signed is good, and nothing is signed with them.
SECRET_KEY_FALLBACKS = optional(environment.names, "SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = required_in_production(environment.names, "ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
# Where visitors reach the site, without a slash at the end: used in canonical addresses and in mail.
SITE_URL = required_in_production(env.str, "SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "LCEP Directory"

INSTALLED_APPS = [
    "lcep_site.apps.SiteConfig",
    "members",
    "partnerships",
    "csp",
    "lcep_site.apps.BackOfficeConfig",
    *("allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"),
    *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"),
    *("whitenoise.runserver_nostatic", "django.contrib.staticfiles", "django.contrib.humanize"),
    # FORM_RENDERER finds its templates only here. After our apps, whose templates come first.
    "django.forms",
]

MIDDLEWARE = [
    "lcep_site.logs.middleware.RequestLogMiddleware",
    "lcep_site.health.middleware.HealthHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lcep_site.middleware.HeadMiddleware",
    "lcep_site.middleware.CompressionMiddleware",
    "lcep_site.kept_answers.middleware.KeptAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "lcep_site.middleware.HeadersMiddleware",
    "partnerships.api.middleware.ApiMiddleware",
    "lcep_site.typed_addresses.TypedAddressMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lcep_site.middleware.AuditMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Figures for Prometheus at /metrics, for whoever shows this token; without one nothing is counted.
METRICS_TOKEN = optional(environment.secret, "METRICS_TOKEN", "")
MIDDLEWARE = environment.counted(MIDDLEWARE) if METRICS_TOKEN else MIDDLEWARE
# Where errors of ours are told, without anything of a person.
SENTRY_DSN = optional(environment.sentry_dsn, "SENTRY_DSN", "")

ROOT_URLCONF = "lcep_site.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lcep_site.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
# A URL typed without its scheme is taken for https; Django 6 does so by itself.
FORMS_URLFIELD_ASSUME_HTTPS = True

_database = required_in_production(environment.database_url, "DATABASE_URL", f"sqlite:///{DATA_DIR / 'lcep.sqlite3'}")
if _database["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what we have told a visitor is saved must survive a power cut. NORMAL could lose the last transactions.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    # Django's own, with limits of ours for who serves visitors: partnerships/database/.
    _database["ENGINE"] = "partnerships.database.postgresql"
    _database["CONN_HEALTH_CHECKS"] = True
    # Nobody waits for a server that the network has lost for longer than about a minute.
    _lost = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}
    _database["OPTIONS"] = _lost | _database.get("OPTIONS", {})
# Opening one takes as long as drawing a small page does.
_database["CONN_MAX_AGE"] = 60
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["first_name", "last_name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Only staff sign in, all of them invited, with their address, a password and a second factor: see accounts/.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "account_login", "admin:index", "account_login"
ACCOUNT_ADAPTER = "lcep_site.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "lcep_site.accounts.forms.SignInForm",
    "reauthenticate": "lcep_site.accounts.forms.ConfirmPasswordForm",
    "change_password": "lcep_site.accounts.forms.ChangePasswordForm",
    "set_password": "lcep_site.accounts.forms.SetPasswordForm",
    "reset_password": "lcep_site.accounts.forms.AskForResetForm",
    "reset_password_from_key": "lcep_site.accounts.forms.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Django's own: allauth's would need a table of addresses beside those of the accounts.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
# Tries of passwords: see accounts/guessing.py.
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,5/h/key",
    "login_known_browser": "5/5m/key",
    "login_anywhere": "60/h/key",
}
ACCOUNT_SESSION_REMEMBER = False
# What browsers call the owner of a passkey.
ACCOUNT_USER_DISPLAY = lambda user: user.get_full_name() or user.email  # noqa: E731
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_ENGINE = "lcep_site.accounts.session_store"
MFA_ADAPTER = "lcep_site.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "lcep_site.accounts.forms.CodeForm",
    "reauthenticate": "lcep_site.accounts.forms.CodeAgainForm",
    "activate_totp": "lcep_site.accounts.forms.ActivateAppForm",
    "authenticate_webauthn": "lcep_site.accounts.forms.PasskeyForm",
    "reauthenticate_webauthn": "lcep_site.accounts.forms.PasskeyAgainForm",
    "add_webauthn": "lcep_site.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "lcep_site.accounts.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
# In the database, so that all processes count tries together; a migration makes the table. There is room for every
# network that tries, so that no count is dropped.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# What visitors are given again while the public content stays as it is: in the memory of each process, and on disk what
# is long. None if the first is 0.
KEPT_ANSWERS_MB = optional(whole_number, "KEPT_ANSWERS_MB", 24)
KEPT_FILES_FOLDER = DATA_DIR / "kept-files"
# Browsers ask each time whether what they have is still good. A cache between them and us does so too, unless the
# operator lets it give what may be out of date by so many seconds.
_seconds = optional(whole_number, "SHARED_CACHE_SECONDS", 0)
CACHE_CONTROL_OF_PAGES = f"public, max-age=0, must-revalidate, s-maxage={_seconds}" if _seconds else "no-cache"

# Processes and machines share these answers in the Redis that CACHE_URL names, if one is named.
if _cache := optional(environment.redis_url, "CACHE_URL", ""):
    CACHES["answers"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _cache,
        "KEY_PREFIX": "lcep-answers",
        # To make an answer takes less time than to wait longer.
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
    }

# Mail leaves by a worker (manage.py run_worker). In local mode it is kept as files, to be read in DATA_DIR/mail.
MAIL_FOLDER = DATA_DIR / "mail"
_mail = required_in_production(environment.email_url, "EMAIL_URL", "file:")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = _mail["EMAIL_TIMEOUT"] or 30
MAIL_FROM = required_in_production(sender, "MAIL_FROM", "LCEP Directory <directory@localhost>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
# The address for what belongs to no Bridge Organisation, and that for replies to our mail: a@b becomes
# a+REFERENCE@b.
NATIONAL_DESK_EMAIL = required_in_production(mail_address, "NATIONAL_DESK_EMAIL", "national-desk@localhost")
if PRODUCTION:
    refusals.refuse_what_is_unsafe(
        (SECRET_KEY, *SECRET_KEY_FALLBACKS), ALLOWED_HOSTS, site_url=SITE_URL, database=_database, mail=_mail
    )
# Who is told of complaints about personal data; the national desk, unless it is named.
DATA_DESK_EMAIL = optional(mail_address, "DATA_DESK_EMAIL", NATIONAL_DESK_EMAIL)
ENQUIRY_REPLY_TO = required_in_production(mail_address, "ENQUIRY_REPLY_TO", "enquiries@localhost")
# Beyond so many sent forms no mail leaves for strangers until an hour is over: see partnerships/abuse/too_often.py.
FORMS_AN_HOUR = optional(whole_number, "FORMS_AN_HOUR", 200)
# Sheets with more rows are read and imported by the worker.
SHEET_ROWS_AT_ONCE = 500

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
FORMAT_MODULE_PATH = ["lcep_site.formats"]

STATIC_URL = "static/"
# An image has them in itself, where a volume cannot hide them.
STATIC_ROOT = Path(optional(env.str, "STATIC_DIR", str(DATA_DIR / "static")))
# Every page names them by their hashed names.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "lcep_site.style_sheets.StyleSheetFinder",
]
_SMALL_FILES = "django.core.files.uploadhandler.MemoryFileUploadHandler"
FILE_UPLOAD_HANDLERS = [_SMALL_FILES, "partnerships.uploads.arriving.ArrivingFiles"]
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    # On this machine, or in a store that all machines share.
    "default": optional(environment.media_storage, "MEDIA_STORAGE", ""),
    "staticfiles": {"BACKEND": "partnerships.files.whole_files.StaticFiles"},
}

# A public page sets no cookie; these are for people who sign in and for forms. Messages need none of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "lcep_site.unsent.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
# Browsers take a cookie of such a name from this very host alone, by HTTPS: no neighbour can set one for us.
_host_only = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_host_only}sessionid", f"{_host_only}csrftoken"
KNOWN_BROWSER_COOKIE_NAME = f"{_host_only}known-browser"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/(?:live/|ready/)?$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Browsers that know a site from their own list do not forget it for years, so the operator says so.
SECURE_HSTS_PRELOAD = PRODUCTION and optional(env.bool, "HSTS_PRELOAD", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        **dict.fromkeys(("connect-src", "manifest-src"), [SELF]),
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Of which disk there is less free, in megabytes, the owners are told; of a tenth of it the site says it is not ready.
DISK_FREE_MB = optional(whole_number, "DISK_FREE_MB", 500)

# Where the scheduler makes a backup each day, none if it is not set; others may make them. See docs/backup.md.
BACKUP_FOLDER = optional(env.str, "BACKUP_FOLDER", "")
BACKED_UP_ELSEWHERE = optional(env.bool, "BACKED_UP_ELSEWHERE", False)
# Of how many days, weeks and months the newest backup is kept.
BACKUP_KEEP = optional(environment.three_numbers, "BACKUP_KEEP", "7,4,12")
# What backups are encrypted with, one or the other; neither if they are not to be.
BACKUP_SECRET_LENGTH = 16
BACKUP_PASSWORD = optional(environment.backup_password, "BACKUP_PASSWORD", BACKUP_SECRET_LENGTH)
BACKUP_KEY_FILE = optional(env.str, "BACKUP_KEY_FILE", "")

# The controller of personal data, named in the privacy notice.
DATA_CONTROLLER = optional(env.str, "DATA_CONTROLLER", environment.UNNAMED_CONTROLLER)
# Where to report a vulnerability, for security.txt: an e-mail address or the URL of a page.
SECURITY_CONTACT = optional(env.str, "SECURITY_CONTACT", "")
# How many proxies of ours are in front: a visitor's IP address is that many from the right in X-Forwarded-For.
PROXIES_IN_FRONT = optional(whole_number, "PROXIES_IN_FRONT", 1 if PRODUCTION else 0)

# A line for each event, in plain words or as JSON, and for each request; see lcep_site/logs/.
LOGGING = logging_of(optional(environment.log_format, "LOG_FORMAT", "plain"))
LOG_REQUESTS = optional(env.bool, "LOG_REQUESTS", PRODUCTION)
