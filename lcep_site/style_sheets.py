"""One style sheet for all public pages, and one for frames in other sites, made of several that are edited apart."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SHEET = "css/site.css"
# All of them in one, since a page's own take two kilobytes and whoever reads on has them already. Their order matters
# only inside a layer; the layers are told in the first.
PARTS = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/components.css",
    "css/entry.css",
    "css/patchwork.css",
    "css/cards.css",
    "css/home.css",
    "css/map.css",
    "css/enquiries.css",
    "css/proposals.css",
    "css/print.css",
)
# Of pages shown in a frame of another site, where nobody has read ours before.
EMBEDDED = "css/embedded.css"
EMBEDDED_PARTS = ("css/tokens.css", "css/base.css", "css/patchwork.css", "css/map.css", "css/embeds.css")
# The same for a site that is always light, or always dark, whatever the device of the visitor is set to.
EMBEDDED_IN = {"light": "css/embedded-light.css", "dark": "css/embedded-dark.css"}
SHEETS = {SHEET: PARTS, EMBEDDED: EMBEDDED_PARTS, **dict.fromkeys(EMBEDDED_IN.values(), EMBEDDED_PARTS)}

# Where it is asked what the device is set to, and the answer in a sheet that does not ask. Paper stays white.
_ASKED = "@media (prefers-color-scheme: dark)"
_ANSWERED = {"light": "@media not all", "dark": "@media screen"}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def _in_colours(sheet: str, theme: str) -> str:
    """Return `sheet` in the colours of `theme`, light or dark, for every device."""
    return sheet.replace(_ASKED, _ANSWERED[theme]).replace("color-scheme: light dark", f"color-scheme: {theme}")


def _tightened(sheet: str) -> str:
    """Return `sheet` in one line, without what stands there for people. No text in it may have the signs of a comment.

    One line is packed smaller than many.
    """
    return " ".join(_COMMENT.sub("", sheet).split())


class StyleSheetFinder(BaseFinder):
    """Finds the sheets wherever static files are looked for: by collectstatic, and by the server in development.

    They are written to DATA_DIR whenever one of their parts has changed.
    """

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "style-sheets")

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return where a sheet is when `path` asks for it, as a list when all places are asked for."""
        if path not in SHEETS:
            return []
        self._write(path)
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for sheet in SHEETS:
            self._write(sheet)
            yield sheet, self.storage

    def _write(self, sheet: str) -> None:
        text = " ".join(_tightened((settings.BASE_DIR / "static" / part).read_text()) for part in SHEETS[sheet])
        for theme in (theme for theme, name in EMBEDDED_IN.items() if name == sheet):
            text = _in_colours(text, theme)
        path = Path(self.storage.path(sheet))
        # Left alone when nothing has changed: collectstatic goes by the time it was written.
        if path.is_file() and path.read_text() == text:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all, for several may write at once.
        handle, part = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(text)
            os.chmod(part, 0o644)
            os.replace(part, path)
        except BaseException:
            os.unlink(part)
            raise
