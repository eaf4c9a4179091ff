"""The site as it is served, kept answers and all, with one network for each visitor."""

from tests.never_lost.settings import *  # noqa: F403

KEPT_ANSWERS_MB = 8
