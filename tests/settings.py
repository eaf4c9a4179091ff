"""The site's settings, made quick and quiet for tests: nothing that a test checks is switched off."""

from lcep_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages can be drawn before the static files are collected; one test collects them and uses the real storage.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Most tests never commit, and what is not committed has no content stamp of its own: those of kept answers keep them.
KEPT_ANSWERS_MB = 0
