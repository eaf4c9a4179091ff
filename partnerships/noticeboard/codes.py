"""QR codes, as the path of an SVG."""

from itertools import groupby
from typing import NamedTuple

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

# The light edge that readers need, in modules: ISO/IEC 18004.
QUIET_ZONE = 4


class Code(NamedTuple):
    """A code `width` modules wide, with its edge; the dark ones are the `path`, a module one unit wide."""

    width: int
    path: str

    @property
    def without_edge(self) -> str:
        """The viewBox that shows it alone, to stand where it has a light edge anyway."""
        size = self.width - 2 * QUIET_ZONE
        return f"{QUIET_ZONE} {QUIET_ZONE} {size} {size}"


def code_of(address: str) -> Code:
    """Return the code of `address`, which is read right with up to 15 % of it spoilt."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(address)
    modules = code.get_matrix()
    return Code(len(modules), "".join(_row(number, modules) for number, modules in enumerate(modules)))


def _row(number: int, modules: list[bool]) -> str:
    """Return the path of a row: a bar for each run of dark modules."""
    bars, start = [], 0
    for is_dark, run in groupby(modules):
        length = len(list(run))
        if is_dark:
            bars.append(f"M{start} {number}h{length}v1h-{length}z")
        start += length
    return "".join(bars)
