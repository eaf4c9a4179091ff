"""The site exactly as it is served, but for two pages that fail on purpose, so that a browser can look at them."""

from lcep_site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.urls"
