"""The site as it is served, but for a mail server that takes its time, and one network for each visitor."""

from tests.settings import *  # noqa: F403

EMAIL_BACKEND = "tests.never_lost.slow_mail.SlowMailFiles"
SENDINGS = DATA_DIR / "sendings"  # noqa: F405
# The visitors say in X-Forwarded-For where they come from: so many from one place would be held back.
PROXIES_IN_FRONT = 1
FORMS_AN_HOUR = 0
