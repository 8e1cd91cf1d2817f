"""Typed values as bytes: numbers, arrays, texts, tuples and lists; nothing is pickled.

Each value is led by a letter. Whatever is read is checked: its kinds, its sizes, how
deep its lists go, and that nothing stands behind it.
"""

import math
import struct

import numpy as np

from nnlib.exercises.calls.values import Other, of_numbers

LARGEST = 2**20  # bytes
DEEPEST = 8  # lists in lists
TOO_LARGE = "value larger than 1 MB"
LONGEST_NAME = 60  # letters of the name of a class
KINDS = [
    *("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
]
STATE = struct.Struct("<16s16s?I")  # of a random generator


class CannotPack(TypeError):
    """A value cannot be packed; the text says what it is."""


class BadFrame(ValueError):
    """Bytes are no packed value; the text says why."""


def pack(value, functions=None, convert=None):
    """Return the bytes of a value; raises `CannotPack`.

    `functions`, a list, collects the functions in the value: each is packed as its
    place in the list. `convert` makes of all else what can be packed.
    """
    body = bytearray()
    for piece in _packed(value, functions, convert, 0):
        body += piece
        if len(body) > LARGEST:
            raise CannotPack(TOO_LARGE)
    return bytes(body)


def unpack(body, function=None):
    """Return the value of the bytes; raises `BadFrame` for what `pack` does not make.

    `function` makes a function of its number.
    """
    reader = _Reader(body, function)
    try:
        value = reader.value(0)
        if reader.place != len(body):
            raise ValueError("something stands behind it")
    except (ValueError, OverflowError) as error:
        raise BadFrame(str(error)) from error
    return value


def _packed(value, functions, convert, depth):
    if depth > DEEPEST:
        raise CannotPack("value with too many lists in lists")
    if value is None or isinstance(value, bool):
        yield b"N" if value is None else b"T" if value else b"F"
    elif isinstance(value, (np.ndarray, np.generic)):
        yield from _packed_array(of_numbers(np.asarray(value)))
    elif isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise CannotPack("whole number of more than 64 bits")
        yield struct.pack("<cq", b"i", value)
    elif isinstance(value, float):
        yield struct.pack("<cd", b"f", value)
    elif isinstance(value, str):
        yield _packed_text(b"s", value)
    elif isinstance(value, (list, tuple)):
        yield struct.pack("<cI", b"l" if isinstance(value, list) else b"t", len(value))
        for part in value:
            yield from _packed(part, functions, convert, depth + 1)
    elif isinstance(value, np.random.Generator):
        yield _packed_generator(value.bit_generator.state)
    elif isinstance(value, Other):
        kind = "".join(filter(str.isprintable, value.kind))
        yield _packed_text(b"o", kind[:LONGEST_NAME])
    elif callable(value) and functions is not None:
        yield struct.pack("<cI", b"c", len(functions))
        functions.append(value)
    elif convert is not None:
        yield from _packed(convert(value), None, None, depth)
    else:
        raise CannotPack(type(value).__name__)


def _packed_text(letter, text):
    if len(text) > LARGEST:
        raise CannotPack(TOO_LARGE)
    encoded = text.encode("utf-8", "replace")
    return struct.pack("<cI", letter, len(encoded)) + encoded


def _packed_array(array):
    if array.nbytes > LARGEST:
        raise CannotPack(TOO_LARGE)
    if array.dtype == np.longdouble:
        array = array.astype(np.float64)
    if array.dtype.kind == "U":
        raise CannotPack("array of texts")
    if array.dtype.kind == "O":
        raise CannotPack("array of objects")
    if array.dtype.name not in KINDS:
        raise CannotPack(type(array).__name__)
    yield struct.pack("<cBB", b"a", KINDS.index(array.dtype.name), array.ndim)
    yield struct.pack(f"<{array.ndim}I", *array.shape)
    yield array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()


def _packed_generator(state):
    if state["bit_generator"] != "PCG64":
        raise CannotPack("random generator of another kind than default_rng's")
    numbers = (state["state"][key].to_bytes(16, "little") for key in ("state", "inc"))
    return b"g" + STATE.pack(*numbers, state["has_uint32"], state["uinteger"])


class _Reader:
    """Takes bytes apart, from the front."""

    def __init__(self, body, function):
        self.body, self.function, self.place = body, function, 0

    def value(self, depth):
        letter = self.bytes(1)
        if depth > DEEPEST:
            raise ValueError("too many lists in lists")
        match letter:
            case b"N" | b"T" | b"F":
                return {b"N": None, b"T": True, b"F": False}[letter]
            case b"i" | b"f":
                return self.numbers("<q" if letter == b"i" else "<d")[0]
            case b"s" | b"o":
                text = self.bytes(*self.numbers("<I")).decode()
                return text if letter == b"s" else _other(text)
            case b"l" | b"t":
                (count,) = self.numbers("<I")
                parts = [self.value(depth + 1) for _ in range(count)]
                return parts if letter == b"l" else tuple(parts)
            case b"a":
                return self.array(*self.numbers("<BB"))
            case b"g":
                return _generator(*self.numbers(STATE.format))
            case b"c" if self.function is not None:
                return self.function(*self.numbers("<I"))
        raise ValueError("an unknown letter")

    def bytes(self, size):
        piece = self.body[self.place : self.place + size]
        if len(piece) < size:
            raise ValueError("it is cut off")
        self.place += size
        return piece

    def numbers(self, layout):
        return struct.unpack(layout, self.bytes(struct.calcsize(layout)))

    def array(self, kind, axes):
        shape = self.numbers(f"<{axes}I")
        if kind >= len(KINDS):
            raise ValueError("an unknown kind of array")
        if math.prod(max(size, 1) for size in shape) > LARGEST:
            raise ValueError("an array of an absurd shape")
        dtype = np.dtype(KINDS[kind])
        data = self.bytes(math.prod(shape) * dtype.itemsize)
        if dtype.kind == "b":
            data = np.frombuffer(data, np.uint8).astype(bool).tobytes()
        array = np.ndarray(shape, dtype.newbyteorder("<"), data)
        return array.astype(dtype)[()]  # a copy: it can be written to


def _other(kind):
    if len(kind) > LONGEST_NAME or not kind.isprintable():
        raise ValueError("no name of a class")
    return Other(kind)


def _generator(state, inc, has_uint32, uinteger):
    rng = np.random.default_rng(0)
    numbers = (int.from_bytes(number, "little") for number in (state, inc))
    rng.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": dict(zip(("state", "inc"), numbers)),
        "has_uint32": int(has_uint32),
        "uinteger": uinteger,
    }
    return rng
