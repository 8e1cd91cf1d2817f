"""Packed values come back as they were; no bytes do harm, whatever they are."""

import contextlib
import socket
import struct
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnlib.course.marking.inside import packing, protocol
from nnlib.course.marking.inside.packing import (
    KINDS,
    BadFrame,
    CannotPack,
    pack,
    unpack,
)
from nnlib.exercises.calls.values import Other
from tests.support.helpers import steady

many = settings(steady, max_examples=100)
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats() | st.booleans() | st.none()
texts = st.text(st.characters(exclude_categories=["Cs"]))
names = st.text(st.characters(categories=["L", "Nd", "P"]), max_size=60)
arrays = hnp.arrays(
    st.sampled_from(KINDS).map(np.dtype),
    hnp.array_shapes(min_dims=1, min_side=0, max_side=4, max_dims=4),
)
leaves = numbers | texts | arrays | st.builds(Other, names)
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.lists(inner).map(tuple), max_leaves=12
)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    return struct.pack("d", a) == struct.pack("d", b) if type(a) is float else a == b


@many
@given(values)
def test_values_come_back(value):
    assert same(unpack(pack(value)), value)


@many
@given(st.binary(max_size=200))
def test_bytes_are_a_value_or_a_bad_frame(body):
    try:
        value = unpack(body)
    except BadFrame:
        return
    pack(value)


@many
@given(values, st.data())
def test_damaged_values_are_a_value_or_a_bad_frame(value, data):
    body = bytearray(pack(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        body[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(BadFrame):
        unpack(bytes(body))


@many
@given(values)
def test_what_is_cut_off_is_no_value(value):
    body = pack(value)
    with pytest.raises(BadFrame):
        unpack(body[:-1])
    with pytest.raises(BadFrame, match="behind"):
        unpack(body + b"N")


@steady
@given(st.integers(0, 2**32), st.integers(0, 50), st.sampled_from(["f4", "f8"]))
def test_generators_go_on_where_they_were(seed, draws, dtype):
    rng = np.random.default_rng(seed)
    rng.standard_normal(draws, dtype)
    again = unpack(pack(rng))
    assert (again.standard_normal(9, dtype) == rng.standard_normal(9, dtype)).all()
    assert again.integers(9) == rng.integers(9)


def test_functions_go_as_numbers():
    functions = []
    body = pack((max, [min, 1]), functions)
    assert functions == [max, min]
    assert unpack(body, functions.__getitem__) == (max, [min, 1])
    with pytest.raises(BadFrame):
        unpack(body)


def test_what_is_read_can_be_written_to():
    unpack(pack(np.zeros(3)))[0] = 1.0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "dict"),
        (print, "builtin_function_or_method"),
        (2**63, "whole number of more than 64 bits"),
        (np.array([None]), "array of objects"),
        (np.array(["a"]), "array of texts"),
        (np.array(["2020-01-01"], "M8[D]"), "ndarray"),
        (np.zeros(1, "i4,f8"), "ndarray"),
        (np.zeros(2**18), "value larger than 1 MB"),
        ("x" * 2**21, "value larger than 1 MB"),
        ([[[[[[[[[[0]]]]]]]]]], "value with too many lists in lists"),
        (
            np.random.Generator(np.random.MT19937(0)),
            "random generator of another kind than default_rng's",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_sent_is_named(value, words):
    with pytest.raises(CannotPack) as error:
        pack(value)
    assert str(error.value) == words


def array(kind, shape):
    return struct.pack(f"<cBB{len(shape)}I", b"a", kind, len(shape), *shape)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x80\x04K\x01.",  # a pickle
        b"l" * 2000,
        b"l\x01\0\0\0" * 50 + b"N",
        b"l\xff\xff\xff\xff",
        b"s\xff\xff\xff\xffa",
        b"s\x02\0\0\0\xc3\x28",
        array(0, [2**31, 2**31]),
        array(0, [0, 2**31, 2**31]),
        array(255, [1]),
        array(len(KINDS), [0]),
        array(11, [1] * 200),
        b"c\0\0\0\0",
        b"o\x3d\0\0\0" + b"x" * 61,
        b"o\x01\0\0\0\x1b",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_absurd_bytes_are_bad_frames(body):
    with pytest.raises(BadFrame):
        unpack(body)


def test_a_full_frame_takes_little_time_and_memory():
    nones = b"l" + struct.pack("<I", packing.LARGEST - 5) + b"N" * (packing.LARGEST - 5)
    others = b"l" + struct.pack("<I", 170_000) + b"o\x01\0\0\0x" * 170_000
    began = time.process_time()
    assert len(unpack(nones)) == packing.LARGEST - 5
    assert len(unpack(others)) == 170_000
    assert time.process_time() - began < 5


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_frames_pass_a_socket(pair):
    ours, theirs = pair
    sent = ["a", np.arange(3.0)]
    for value in sent:
        protocol.send(ours, value)
    assert same([protocol.receive(theirs) for _ in sent], sent)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (struct.pack("<I", packing.LARGEST + 1), BadFrame),
        (b"\xff\xff\xff\xff", BadFrame),
        (b"\0\0\0\0", BadFrame),
        (b"\x05\0\0\0N", EOFError),
        (b"\x05\0", EOFError),
        (b"", EOFError),
    ],
)
def test_a_bad_frame_or_the_end_is_told(pair, data, error):
    ours, theirs = pair
    theirs.sendall(data)
    theirs.close()
    with pytest.raises(error):
        protocol.receive(ours, before=time.monotonic() + 5)


def test_nothing_waits_longer_than_it_may(pair):
    ours, _ = pair
    with pytest.raises(TimeoutError):
        protocol.receive(ours, before=time.monotonic() + 0.05)
    with pytest.raises(TimeoutError):
        protocol.receive(ours, before=time.monotonic() - 1)
    with pytest.raises(TimeoutError):  # nobody reads
        for _ in range(100):
            protocol.send(ours, np.zeros(2**16), before=time.monotonic() + 0.05)


def test_drops_of_bytes_do_not_stretch_the_time(pair):
    ours, theirs = pair
    done = threading.Event()

    def drip():
        theirs.sendall(struct.pack("<I", 1000))
        while not done.wait(0.01):
            theirs.sendall(b"N")

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        with pytest.raises(TimeoutError):
            protocol.receive(ours, before=time.monotonic() + 0.2)
    finally:
        done.set()
        dripping.join()
