"""Write the committed OpenAPI document anew, on purpose: read what changed before a commit.

python -m tests.partnerships.api
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.partnerships.api.committed_document import COMMITTED, as_text  # noqa: E402  only now are there kinds

COMMITTED.write_text(as_text())
print(f"Written: {COMMITTED}")
