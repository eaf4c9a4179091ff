"""Pictures people upload: checked by their content, never by their name, and kept as WebP files in several widths.

Nothing of the file that was sent is kept: `picture_reading` decodes it in a process of its own, turns it upright,
converts it to sRGB and writes it anew, so that no place, camera or hidden program can come along. The files of a
picture lie in a folder nobody can guess and are never overwritten or replaced; a row keeps the name of the largest, and
older versions of the row keep theirs.
"""

import datetime
import re
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone
from django.utils.crypto import get_random_string

from partnerships.files import media
from partnerships.files.picture_reading import size_at
from partnerships.models import WorkingCopy
from partnerships.signed_links import ExpiredLink, NotOurLink, SignedToken
from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused

WIDTHS = (160, 320, 640, 1280)
MAX_BYTES = 5 * 1024 * 1024
# A picture higher than this is made narrower; WebP itself ends at 16,383.
MAX_HEIGHT = 2560
# Where pictures are kept, by what they show.
LOGOS = "logos"
CASE_STUDIES = "case-studies"
NEWS = "news"
FOLDERS = (LOGOS, CASE_STUDIES, NEWS)
# How long a form that was not saved can be sent again without choosing its picture again.
STASHED = SignedToken(salt="partnerships.pictures.held", max_age=datetime.timedelta(hours=12))

_NAME = re.compile(r"(?P<folder>[\w/-]+)/(?P<width>[1-9]\d{0,4})x(?P<height>[1-9]\d{0,4})\.webp")
TOO_MANY_BYTES = "This file is larger than 5 megabytes. Choose a smaller one"


@dataclass(frozen=True)
class Picture:
    """A kept picture: where its files lie, and the size of the largest."""

    folder: str
    width: int
    height: int

    @classmethod
    def named(cls, name: str) -> "Picture | None":
        """Return the picture whose largest file is called `name`; None when `name` was not made by `keep`."""
        match = _NAME.fullmatch(name)
        return cls(match["folder"], int(match["width"]), int(match["height"])) if match else None

    @property
    def name(self) -> str:
        """The name of the largest file."""
        return self._name_at(self.width)

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """The widths there are, smallest first, each with the name of its file."""
        widths = [width for width in WIDTHS if width < self.width] + [self.width]
        return [(width, self._name_at(width)) for width in widths]

    def size_at(self, width: int) -> tuple[int, int]:
        """Return the width and height of the file that is `width` wide."""
        return size_at(width, self.width, self.height)

    def delete(self) -> None:
        """Delete its files, those that are there, and the folder they lie in."""
        for _, name in self.sizes:
            default_storage.delete(name)
        default_storage.delete(self.folder)

    def _name_at(self, width: int) -> str:
        return "{}/{}x{}.webp".format(self.folder, *self.size_at(width))


def keep(file: File, folder: str) -> str:
    """Check the uploaded `file`, keep it in a new folder inside `folder` and return the name of its largest file.

    Raises ValidationError, with a message for whoever chose it, for one not to keep. Then, and when storing fails,
    nothing is left behind.
    """
    made = _made_of(file)
    width, height, _ = made[-1]
    picture = Picture(f"{folder}/{get_random_string(22)}", width, height)
    try:
        for (_, name), (_, _, content) in zip(picture.sizes, made, strict=True):
            default_storage.save(name, ContentFile(content))
    except Exception:
        picture.delete()
        raise
    return picture.name


def _made_of(file: File) -> list[tuple[int, int, bytes]]:
    """Return what picture_reading.as_webp makes of `file`, in a process of its own. Raises ValidationError."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValidationError(TOO_MANY_BYTES, code="too_large")
    try:
        return apart.read("partnerships.files.picture_reading:as_webp", content, WIDTHS, MAX_HEIGHT)
    except Refused as refusal:
        raise ValidationError(refusal.message, code=refusal.code) from refusal


def stash(name: str) -> str:
    """Return a signed token of the kept picture `name`, to be sent along with a form that is not saved yet."""
    return STASHED.token(name)


def unstash(token: str) -> str:
    """Return the picture name in `token`, "" when the token is not ours or too old, or the picture is gone."""
    try:
        name = STASHED.read(token)
    except (ExpiredLink, NotOurLink):
        return ""
    return name if default_storage.exists(name) else ""


def names_in_use() -> set[str]:
    """Return the names of all files that rows, versions of rows, or working copies refer to: pictures and documents."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in [field for field in model._meta.fields if isinstance(field, FileField)]:
            # Somebody may go back to a version.
            for source in [model, *([model.versions.model] if hasattr(model, "versions") else [])]:
                rows = source._base_manager.exclude(**{field.name: ""})
                names.update(rows.values_list(field.name, flat=True).distinct())
    return names.union(*(copy.held_files for copy in WorkingCopy.objects.all()))


def remove_unused(folders: tuple[str, ...] = FOLDERS, *, older_than: datetime.timedelta = 2 * STASHED.max_age) -> int:
    """Remove the pictures inside `folders` that nothing refers to; return how many.

    Younger ones are left alone: their form may be saved yet.
    """
    used = {picture.folder for name in names_in_use() if (picture := Picture.named(name))}
    removed = 0
    for folder in [f"{parent}/{name}" for parent in folders for name in media.folders_in(parent)]:
        files = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        is_old = all(default_storage.get_modified_time(name) < timezone.now() - older_than for name in files)
        if folder not in used and is_old:
            for name in [*files, folder]:
                default_storage.delete(name)
            removed += 1
    return removed
