"""How the marker and a student's program talk: frames, through a socket.

A frame is the length of its body in 4 bytes, then the body, which is one value.
"""

import struct
import time

from nnlib.course.marking.inside.packing import LARGEST, BadFrame, pack, unpack


def send(channel, value, functions=None, *, before=None):
    """Send a value in one frame; `functions` collects the functions in it.

    Raises `CannotPack`, `EOFError` where the other side has ended, and `TimeoutError`
    at the time `before`.
    """
    send_packed(channel, pack(value, functions), before=before)


def send_packed(channel, body, *, before=None):
    """Send what is packed already."""
    _hurry(channel, before)
    try:
        channel.sendall(struct.pack("<I", len(body)) + body)
    except ConnectionError:
        raise EOFError from None


def receive(channel, function=None, *, before=None):
    """Wait for a frame; return its value. `function` makes a function of its number.

    Raises `BadFrame`, `EOFError` where the other side has ended, and `TimeoutError` at
    the time `before`, however slowly the bytes come.
    """
    (size,) = struct.unpack("<I", _exactly(channel, 4, before))
    if size > LARGEST:
        raise BadFrame("larger than 1 MB")
    return unpack(_exactly(channel, size, before), function)


def _hurry(channel, before):
    left = None if before is None else before - time.monotonic()
    if left is not None and left <= 0:
        raise TimeoutError
    channel.settimeout(left)


def _exactly(channel, size, before):
    body = bytearray()
    while len(body) < size:
        _hurry(channel, before)
        try:
            piece = channel.recv(size - len(body))
        except ConnectionError:
            piece = b""
        if not piece:
            raise EOFError
        body += piece
    return bytes(body)
