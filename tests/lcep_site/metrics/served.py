"""The site as it is served, with answers kept as they are."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "tests.lcep_site.metrics.served_urls"
KEPT_ANSWERS_MB = 24
