"""What a picture that somebody sent is made into: run apart, by `pictures`, and so without Django.

It is decoded, turned upright, converted to sRGB and written anew as WebP. Only what needs no more than a few copies of
its pixels is done before it is made smaller.
"""

import io
import re
from contextlib import suppress

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from partnerships.uploads.refusals import Refused

MAX_PIXELS = 40_000_000
# Its decoder keeps them several times.
MAX_PIXELS_OF_WEBP = 20_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
QUALITY = 82

_START_OF_SVG = re.compile(rb"<svg[\s>]|<!DOCTYPE\s+svg", re.IGNORECASE)
_SVG_SEARCHED_BYTES = 4096

TOO_MANY_PIXELS = "This picture has more than 40 million pixels, or 20 million in WebP. Make it smaller first"
IS_SVG = "This is an SVG drawing, which can hold programs. Save it as PNG and choose that"
NOT_A_PICTURE = (
    "This is not a picture in JPEG, PNG, WebP, GIF or AVIF, whatever its name says. "
    "Choose another file, or save it as one of these first"
)
IS_ANIMATED = "This picture moves. Choose one that stands still"
IS_BROKEN = "This picture cannot be read to its end. It may be damaged: save or download it again"


def as_webp(content: bytes, widths: list[int], max_height: int) -> list[tuple[int, int, bytes]]:
    """Return the picture in `content` as WebP files, smallest first: each its width, height and content.

    The largest is as wide as the last of `widths`, or as the picture if that is narrower, and not above `max_height`.
    Raises Refused for a picture not to keep. It is decoded only when it does not claim too many pixels.
    """
    image, upright = _read(content, widths[-1], max_height)
    scale = _scale(*upright, widths[-1], max_height)
    width, height = (max(1, round(side * scale)) for side in upright)
    sizes = [size_at(each, width, height) for each in [*(each for each in widths if each < width), width]]
    return [(*size, _written(image, size)) for size in sizes]


def size_at(width: int, of_width: int, of_height: int) -> tuple[int, int]:
    """Return `width` and the height of a picture of `of_width` by `of_height` that is made so wide."""
    return width, max(1, round(of_height * width / of_width))


def _scale(width: int, height: int, max_width: int, max_height: int) -> float:
    return min(1, max_width / width, max_height / height)


def _read(content: bytes, max_width: int, max_height: int) -> tuple[Image.Image, tuple[int, int]]:
    """Return the picture upright, in sRGB, with nothing but its pixels, and not much larger than it will be.

    Beside it its size as it was sent, upright.
    """
    image = _opened(content)
    if image.width * image.height > (MAX_PIXELS_OF_WEBP if image.format == "WEBP" else MAX_PIXELS):
        raise Refused(TOO_MANY_PIXELS, "too_many_pixels")
    # Phones write a small copy into the same file (MPO), which does not make it animated.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise Refused(IS_ANIMATED, "animated")
    size, factor = image.size, _factor(image, max_width, max_height)
    try:
        # Decoders of JPEG can leave detail out while they read.
        image.draft(None, (image.width // factor, image.height // factor))
        image.load()
        flat = _of_whole_colours(image).reduce(_factor(image, max_width, max_height))
        upright = ImageOps.exif_transpose(flat)
        return _plain(upright), size if upright.size == flat.size else (size[1], size[0])
    except MemoryError:
        raise
    # Decoders raise exceptions of any type on broken files.
    except Exception as error:
        raise Refused(IS_BROKEN, "broken") from error


def _factor(image: Image.Image, max_width: int, max_height: int) -> int:
    """Return by which whole number `image` can be made smaller without loss of what will be seen.

    It may lie on its side: the lesser reduction of both ways counts.
    """
    ways = ((image.width, image.height), (image.height, image.width))
    return max(1, int(1 / max(_scale(*sides, max_width, max_height) for sides in ways)))


def _opened(content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        is_svg = _START_OF_SVG.search(content[:_SVG_SEARCHED_BYTES])
        raise Refused(IS_SVG if is_svg else NOT_A_PICTURE, "svg" if is_svg else "not_known") from None
    # Pillow warns above its own limit of pixels, which is higher than ours, and raises above twice that.
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_MANY_PIXELS, "too_many_pixels") from None
    except MemoryError:
        raise
    except Exception as error:
        raise Refused(IS_BROKEN, "broken") from error


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels of `image` alone, with their transparency if it has any."""
    profile = image.info.get("icc_profile")
    alpha = image.getchannel("A") if "A" in image.mode else None
    plain = _in_srgb(image.convert("RGB") if alpha else image, profile)
    if alpha and alpha.getextrema() != (255, 255):
        plain.putalpha(alpha)
    plain.info = {}
    return plain


def _of_whole_colours(image: Image.Image) -> Image.Image:
    """Return `image` in a mode that can be made smaller: those of palettes, of bits and of numbers cannot."""
    if image.mode == "I;16":
        return image.point(lambda light: light / 256).convert("L")
    if image.mode in {"RGBA", "LA"} or image.mode in {"RGB", "CMYK", "L"} and not image.has_transparency_data:
        return image
    converted = image.convert("RGBA" if image.has_transparency_data else "RGB")
    # What says how it lies.
    converted.info = image.info
    return converted


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        # A profile that is broken, or for other colours than those of the image, is ignored.
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            assert converted is not None, "It is None only for work in place."
            return converted
    return image.convert("RGB")


def _written(image: Image.Image, size: tuple[int, int]) -> bytes:
    content = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(content, "WEBP", quality=QUALITY, method=5)
    return content.getvalue()
