"""The QR code of an address, read back from what is drawn by nothing that drew it."""

import re

import pytest

from partnerships.noticeboard.codes import QUIET_ZONE, code_of

BAR = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\3z")
# Version, error correction M: data codewords, codewords of correction in a block, and blocks, by ISO/IEC 18004 table 9.
FIRST_VERSIONS = {25: (28, 1), 29: (44, 1), 33: (64, 2), 37: (86, 2)}
# Where the second sign of how it is masked stands, and the mask itself: by ISO/IEC 18004, table 10.
MASKS = [
    lambda row, column: (row + column) % 2,
    lambda row, column: row % 2,
    lambda row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
]


def modules_of(code):
    """Return which modules are dark, row by row, without the light edge, which must be light."""
    dark = set()
    for column, row, length in (map(int, found) for found in BAR.findall(code.path)):
        dark |= {(row, column + step) for step in range(length)}
    assert BAR.sub("", code.path) == ""
    inside = range(QUIET_ZONE, code.width - QUIET_ZONE)
    assert {place for pair in dark for place in pair} <= set(inside)
    return [[(row, column) in dark for column in inside] for row in inside]


def is_data(row, column, size):
    """Whether no pattern stands there: finders, timing, the one small square of versions 2 to 6, how it is masked."""
    corners = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    in_square = size - 9 <= row <= size - 5 and size - 9 <= column <= size - 5
    return not (corners or in_square or row == 6 or column == 6)


def words_of_code(modules):
    """Return the codewords, from the right in pairs of columns, up and down."""
    size = len(modules)
    mask = MASKS[sum(modules[8][2 + place] << (2 - place) for place in range(3)) ^ 0b101]
    bits, upwards = [], True
    for right in [column for column in range(size - 1, 0, -2) if column > 6] + [5, 3, 1]:
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for column in (right, right - 1):
                if is_data(row, column, size):
                    bits.append(modules[row][column] ^ (mask(row, column) == 0))
        upwards = not upwards
    return [
        sum(bit << (7 - place) for place, bit in enumerate(bits[start : start + 8]))
        for start in range(0, len(bits) - 7, 8)
    ]


def read(code):
    """Return the text of a code of version 2 to 5, written as bytes."""
    modules = modules_of(code)
    count, blocks = FIRST_VERSIONS[len(modules)]
    words = words_of_code(modules)[:count]
    data = [word for block in range(blocks) for word in words[block::blocks]]
    number = int.from_bytes(bytes(data))
    bits = f"{number:0{8 * count}b}"
    assert bits[:4] == "0100"
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * place : 20 + 8 * place], 2) for place in range(length)).decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a/",
        "https://example.org/partnerships/leeds33/",
        "https://example.org/partnerships/sefton-lcep-of-the-coast/",
        "https://directory.example.org/partnerships/wiltshire-and-swindon-partnership/",
    ],
)
def test_a_code_says_its_address(address):
    assert read(code_of(address)) == address


def test_a_code_has_the_light_edge_that_readers_need():
    code = code_of("https://example.org/")

    assert code.width == len(modules_of(code)) + 2 * QUIET_ZONE
    assert QUIET_ZONE >= 4
