"""The site as it is served, with kept answers."""

from tests.settings import *  # noqa: F403

KEPT_ANSWERS_MB = 4
