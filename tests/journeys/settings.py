"""The site exactly as it is served, but for two pages that fail on purpose, so that a browser can look at them.

And but for what takes long and no browser sees: files are not compressed as well, passwords are hashed in a moment.
"""

from lcep_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}  # noqa: F405
