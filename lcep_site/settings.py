"""Settings of the LCEP Directory. They come from the environment only: see environment.py and README.md."""

from pathlib import Path

from csp.constants import NONE, SELF

from lcep_site.environment import database_url, env, local_secret_key, optional, read_mode, required_in_production

BASE_DIR = Path(__file__).resolve().parent.parent
LCEP_MODE = read_mode()
PRODUCTION = LCEP_MODE == "production"
DATA_DIR = Path(optional(env.str, "DATA_DIR", str(BASE_DIR / "var")))

# Local mode is safe mode: no debug pages, this machine only, a key of its own.
DEBUG = False
SECRET_KEY = required_in_production(env.str, "SECRET_KEY", production=PRODUCTION, otherwise=None) or local_secret_key(
    DATA_DIR
)
ALLOWED_HOSTS = required_in_production(
    env.list, "ALLOWED_HOSTS", production=PRODUCTION, otherwise=["127.0.0.1", "localhost", "[::1]"]
)
# Where visitors reach the site, without a slash at the end: used in canonical addresses and in mail.
SITE_URL = required_in_production(env.str, "SITE_URL", production=PRODUCTION, otherwise="http://127.0.0.1:8000").rstrip(
    "/"
)
SITE_NAME = "LCEP Directory"

INSTALLED_APPS = [
    "lcep_site.apps.SiteConfig",
    "members",
    "partnerships",
    "django_filters",
    "csp",
    "lcep_site.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Not found by FORM_RENDERER otherwise; after ours, whose templates stand in for it.
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "lcep_site.middleware.HeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "lcep_site.urls"
WSGI_APPLICATION = "lcep_site.wsgi.application"

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
# An address typed without its scheme; Django 6 does so by itself.
FORMS_URLFIELD_ASSUME_HTTPS = True

DATABASES = {
    "default": required_in_production(
        database_url,
        "DATABASE_URL",
        production=PRODUCTION,
        otherwise=f"sqlite:///{DATA_DIR / 'lcep.sqlite3'}",
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# A public page sets no cookie; these are for people who sign in and for forms.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# What people type, postcodes above all, stays out of the logs: only warnings and errors are kept.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own would mail whole addresses to administrators, and print them under runserver.
    "loggers": {"django": {"handlers": [], "level": "WARNING"}, "django.server": {"handlers": [], "level": "WARNING"}},
}
