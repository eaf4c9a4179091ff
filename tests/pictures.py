"""Picture files as people upload them, made on the spot."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def drawn(width=400, height=300, mode="RGB", colour=None) -> Image.Image:
    """Return a picture whose left half is of one colour and whose right half is black."""
    image = Image.new(mode, (width, height), 0 if colour is None else colour)
    image.paste(0 if mode in {"L", "P", "I;16"} else (0,) * len(mode), (width // 2, 0, width, height))
    return image


def as_bytes(image: Image.Image, file_format="PNG", **options) -> bytes:
    """Return `image` as a file of `file_format`."""
    content = io.BytesIO()
    image.save(content, file_format, **options)
    return content.getvalue()


def upload(content: bytes | None = None, name="logo.png") -> SimpleUploadedFile:
    """Return `content`, a small picture unless it is given, as a browser sends it."""
    return SimpleUploadedFile(name, as_bytes(drawn(colour=(200, 30, 30))) if content is None else content)
