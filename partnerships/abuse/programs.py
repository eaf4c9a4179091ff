"""Programs that say what they are, so that they are not counted as visitors."""

import re
from collections.abc import Mapping
from typing import Any

_NAMES = re.compile(
    r"bot\b|bots\b|crawl|spider|slurp|preview|fetch|monitor|scan|archiver|headless|lighthouse|python|curl|wget|libwww|"
    r"httpclient|okhttp|go-http|java/|node|axios|^$",
    re.IGNORECASE,
)


def is_program(meta: Mapping[str, Any]) -> bool:
    """Whether a request with these headers (request.META) says that it is a program's, or only prepares a visit."""
    ahead = f"{meta.get('HTTP_SEC_PURPOSE', '')} {meta.get('HTTP_PURPOSE', '')}"
    return "prefetch" in ahead or bool(_NAMES.search(str(meta.get("HTTP_USER_AGENT", "")).strip()))
