"""Pictures that a student pasted into a text: attached to its cell, or in its letters.

What is passed on is a PNG, JPEG or GIF of a sane size by its own first bytes, whatever
the notebook calls it; nothing is decoded beyond these.
"""

import base64
import binascii
import re
import struct
from contextlib import suppress

MOST, LARGEST, MOST_PIXELS = 10, 5 * 2**20, 50 * 10**6
IN_LETTERS = re.compile(r"data:image/[\w.+-]{1,20};base64,([\w+/=%-]+)")
NOT_SHOWN = (
    "{} of its pictures cannot be shown here: {} pictures of at most 5 MB are, as PNG, "
    "JPEG or GIF."
)
FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # parts of a JPEG that tell its size


def pictures_of(cells):
    """The pictures in cells, pairs of type and base64; and a sentence on the others."""
    found = [text for cell in cells for text in _texts(cell)]
    pictures = [picture for text in found if (picture := _picture(text))][:MOST]
    left = len(found) - len(pictures)
    return tuple(pictures), NOT_SHOWN.format(left, MOST) if left else ""


def without_pictures(source):
    """A text without the letters that pictures are made of."""
    return IN_LETTERS.sub("(picture)", source)


def _texts(cell):
    return [*cell.pictures, *IN_LETTERS.findall(cell.source)]


def _picture(text):
    """The type and the base64 of a picture; None for anything else."""
    if len(text) > LARGEST * 4 / 3 + 4:
        return None
    with suppress(binascii.Error, ValueError, struct.error, IndexError):
        data = base64.b64decode("".join(text.split()), validate=True)
        for kind, first, size in KINDS:
            if data.startswith(first) and 0 < size(data) <= MOST_PIXELS:
                return kind, base64.b64encode(data).decode()
    return None


def _png(data):
    width, height = struct.unpack(">II", data[16:24])
    return width * height


def _gif(data):
    width, height = struct.unpack("<HH", data[6:10])
    return width * height


def _jpeg(data):
    place = 2
    while data[place + 1] not in FRAME:
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    height, width = struct.unpack(">HH", data[place + 5 : place + 9])
    return width * height


KINDS = [
    ("image/png", b"\x89PNG\r\n\x1a\n", _png),
    ("image/jpeg", b"\xff\xd8\xff", _jpeg),
    ("image/gif", b"GIF87a", _gif),
    ("image/gif", b"GIF89a", _gif),
]
