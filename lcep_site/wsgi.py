"""Entry point of the web server."""

import os
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from lcep_site import plain_ends

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lcep_site.settings")

CHARSET = re.compile(r';\s*charset\s*=\s*("[^"]*"|[^;]*)', re.IGNORECASE)
# A setting that is refused ends gunicorn with a sentence, as it ends a command.
with plain_ends.in_words():
    _django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as Django does, to whom no visitor names a charset: all that is sent to us is in UTF-8.

    Told of one, it reads the query string while it makes the request, in that charset, which need not be one of texts,
    and where nobody answers for what goes wrong.
    """
    content_type = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return _django({**environ, "CONTENT_TYPE": content_type}, start_response)
