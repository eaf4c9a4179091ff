"""Pictures people upload: checked by their content, never by their name, and kept as WebP files in several widths.

Nothing of the file that was sent is kept: it is decoded, turned upright, converted to sRGB and written anew, so that no
place, camera or hidden program can come along. The files of a picture lie in a folder nobody can guess and are never
overwritten or replaced; a row keeps the name of the largest, and older versions of the row keep theirs.
"""

import datetime
import io
import re
from contextlib import suppress
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db.models import ImageField
from django.utils import timezone
from django.utils.crypto import get_random_string
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from partnerships.signed_links import ExpiredLink, NotOurLink, SignedToken

WIDTHS = (160, 320, 640, 1280)
MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
# A picture higher than this is made narrower; WebP itself ends at 16,383.
MAX_HEIGHT = 2560
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
QUALITY = 82
# Where pictures are kept, by what they show.
LOGOS = "logos"
CASE_STUDIES = "case-studies"
FOLDERS = (LOGOS, CASE_STUDIES)
# How long a form that was not saved can be sent again without choosing its picture again.
STASHED = SignedToken(salt="partnerships.pictures.held", max_age=datetime.timedelta(hours=12))

_NAME = re.compile(r"(?P<folder>[\w/-]+)/(?P<width>[1-9]\d{0,4})x(?P<height>[1-9]\d{0,4})\.webp")
_START_OF_SVG = re.compile(rb"<svg[\s>]|<!DOCTYPE\s+svg", re.IGNORECASE)
_SVG_SEARCHED_BYTES = 4096

TOO_MANY_BYTES = "This file is larger than 5 megabytes. Choose a smaller one"
TOO_MANY_PIXELS = "This picture has more than 40 million pixels. Make it smaller first"
IS_SVG = "This is an SVG drawing, which can hold programs. Save it as PNG and choose that"
NOT_A_PICTURE = (
    "This is not a picture in JPEG, PNG, WebP, GIF or AVIF, whatever its name says. "
    "Choose another file, or save it as one of these first"
)
IS_ANIMATED = "This picture moves. Choose one that stands still"
IS_BROKEN = "This picture cannot be read to its end. It may be damaged: save or download it again"


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
        return width, max(1, round(self.height * width / self.width))

    def _name_at(self, width: int) -> str:
        return "{}/{}x{}.webp".format(self.folder, *self.size_at(width))


def read(file: File) -> Image.Image:
    """Return the picture in the uploaded `file`, upright, in sRGB, without anything but its pixels.

    Raises ValidationError, with a message for whoever chose it, when it is not one to keep. It is decoded only when it
    does not claim too many pixels.
    """
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ValidationError(TOO_MANY_BYTES, code="too_large")
    image = _opened(content)
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels")
    # Phones write a small copy into the same file (MPO), which does not make it animated.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise ValidationError(IS_ANIMATED, code="animated")
    try:
        image.load()
        return _plain(image)
    # Decoders raise exceptions of any type on broken files.
    except Exception as error:
        raise ValidationError(IS_BROKEN, code="broken") from error


def keep(file: File, folder: str) -> str:
    """Check the uploaded `file`, keep it in a new folder inside `folder` and return the name of its largest file.

    Raises ValidationError for one not to keep. Then, and when storing fails, nothing is left behind.
    """
    image = read(file)
    scale = min(1, WIDTHS[-1] / image.width, MAX_HEIGHT / image.height)
    width, height = (max(1, round(side * scale)) for side in image.size)
    picture = Picture(f"{folder}/{get_random_string(22)}", width, height)
    written: list[str] = []
    try:
        for width, name in picture.sizes:
            written.append(default_storage.save(name, ContentFile(_as_webp(image, picture.size_at(width)))))
    except Exception:
        for name in written:
            default_storage.delete(name)
        raise
    return picture.name


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
    """Return the names of all pictures that rows, or versions of rows, refer to."""
    names: set[str] = set()
    for model in apps.get_models():
        for field in [field for field in model._meta.fields if isinstance(field, ImageField)]:
            # Somebody may go back to a version.
            for source in [model, *([model.versions.model] if hasattr(model, "versions") else [])]:
                rows = source._base_manager.exclude(**{field.name: ""})
                names.update(rows.values_list(field.name, flat=True).distinct())
    return names


def remove_unused(folders: tuple[str, ...] = FOLDERS, *, older_than: datetime.timedelta = 2 * STASHED.max_age) -> int:
    """Remove the pictures inside `folders` that nothing refers to; return how many.

    Younger ones are left alone: their form may be saved yet.
    """
    used = {picture.folder for name in names_in_use() if (picture := Picture.named(name))}
    removed = 0
    parents = [parent for parent in folders if default_storage.exists(parent)]
    for folder in [f"{parent}/{name}" for parent in parents for name in default_storage.listdir(parent)[0]]:
        files = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        is_old = all(default_storage.get_modified_time(name) < timezone.now() - older_than for name in files)
        if folder not in used and is_old:
            for name in [*files, folder]:
                default_storage.delete(name)
            removed += 1
    return removed


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        is_svg = _START_OF_SVG.search(content[:_SVG_SEARCHED_BYTES])
        raise ValidationError(IS_SVG if is_svg else NOT_A_PICTURE, code="svg" if is_svg else "not_known") from None
    # Pillow warns above its own limit of pixels, which is higher than ours, and raises above twice that.
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels") from None
    except Exception as error:
        raise ValidationError(IS_BROKEN, code="broken") from error


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels of `image` alone, upright and in sRGB, with their transparency if it has any."""
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    if image.mode == "I;16":
        image = image.point(lambda light: light / 256).convert("L")
    elif image.mode not in {"RGB", "CMYK", "L"}:
        image = image.convert("RGB")
    plain = _in_srgb(image, profile)
    if alpha and alpha.getextrema() != (255, 255):
        plain.putalpha(alpha)
    plain.info = {}
    return plain


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        # A profile that is broken, or for other colours than those of the image, is ignored.
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            assert converted is not None, "It is None only for work in place."
            return converted
    return image.convert("RGB")


def _as_webp(image: Image.Image, size: tuple[int, int]) -> bytes:
    content = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(content, "WEBP", quality=QUALITY, method=5)
    return content.getvalue()
