"""Whatever a program replies, the marker judges it and goes on."""

import struct
import time
import warnings
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnlib.course.marking.examining.questioning import SECONDS, question
from nnlib.course.marking.inside.packing import CannotPack, pack, unpack
from nnlib.exercises import judging
from nnlib.exercises.calls.calling import answer
from nnlib.exercises.calls.values import Other
from nnlib.exercises.catalogue import find
from nnlib.exercises.exercise import Case
from nnlib.exercises.judging import judge
from tests.support.helpers import steady
from tests.support.trials import ALL, remembering

REMEMBER = patch.object(judging, "attempt_of", remembering())  # all cases of one seed
BEGUN, READY, NOTHING = ("begun",), ("ready",), (None, False, None, False)


class Channel:
    """The socket of a program that has said all that it will ever say."""

    def __init__(self, replies):
        bodies = [pack(reply) for reply in (BEGUN, *replies)]
        self.said = b"".join(struct.pack("<I", len(b)) + b for b in bodies)
        self.heard = []

    def settimeout(self, seconds):
        pass

    def sendall(self, data):
        self.heard.append(data)

    def recv(self, size):
        piece, self.said = self.said[:size], self.said[size:]
        return piece


def asked(exercise, replies):
    cases = exercise.drawn(np.random.default_rng(0))
    return cases, question(exercise, cases, [], Channel(replies))


def answering(value):
    return ("answer", value, *NOTHING)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)
def test_right_replies_are_right(exercise):
    cases = exercise.drawn(np.random.default_rng(0))
    values = [answer(exercise.reference, case.arguments).value for case in cases]
    _, replies = asked(exercise, [READY, *map(answering, values)])
    assert replies.fault == ""
    assert judge(exercise, cases, replies.answers).points == exercise.points


numbers = st.floats() | st.integers(-(2**63), 2**63 - 1) | st.booleans()
arrays = hnp.arrays(
    st.sampled_from(["f8", "f4", "i8", "?", "c16", "<U3"]).map(np.dtype),
    hnp.array_shapes(min_dims=0, min_side=0, max_side=3),
)
values = st.recursive(
    numbers | arrays | st.none() | st.text(max_size=3) | st.just(Other("dict")),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=6).map(tuple),
    max_leaves=6,
)
texts = st.text()
errors = st.none() | values | st.tuples(texts, texts, texts, numbers, texts)
answers = st.tuples(
    st.just("answer"),
    values,
    errors,
    st.booleans() | values,
    st.none() | st.integers(-3, 9) | values,
    st.booleans() | values,
)
askings = st.tuples(st.just("ask"), st.integers(-2, 3) | values, st.tuples(values))
replies = st.lists(st.just(READY) | answers | askings | values, max_size=12)


@settings(steady, max_examples=200)
@given(st.sampled_from(ALL), replies)
def test_no_reply_stops_the_judging(exercise, replies):
    judged_quickly(exercise, replies)


@settings(steady, max_examples=200)
@given(st.sampled_from(ALL), st.lists(values.map(answering), min_size=16, max_size=16))
def test_no_value_stops_the_judging(exercise, replies):
    judged_quickly(exercise, [READY, *replies])


@settings(steady, max_examples=200)
@given(st.sampled_from(ALL), st.data())
def test_no_number_in_the_right_shape_stops_the_judging(exercise, data):
    cases = exercise.drawn(np.random.default_rng(0))
    odd = st.sampled_from([0.0, -0.0, np.inf, -np.inf, np.nan, 1e308, -1e308, 5e-324])

    def damaged(value):
        if isinstance(value, (list, tuple)):
            return type(value)(map(damaged, value))
        if isinstance(value, str):
            return value
        return np.where(data.draw(st.booleans()), value, data.draw(odd))

    right = [answer(exercise.reference, case.arguments).value for case in cases]
    said = [answering(damaged(value)) for value in right]
    judged_quickly(exercise, [READY, *said])


def judged_quickly(exercise, replies):
    with REMEMBER:
        judged(exercise, replies)


def judged(exercise, replies):
    try:
        cases, said = asked(exercise, replies)
    except CannotPack:  # by this test's own program
        return
    if said.failure:
        assert said.failure.words.isprintable() or "\n" in said.failure.words
        return
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        verdict = judge(exercise, cases, said.answers)
    assert 0 <= verdict.points <= verdict.of
    assert len(verdict.message) < 3000


ONE = ALL[0]
RIGHT = [
    answer(ONE.reference, case.arguments).value
    for case in ONE.drawn(np.random.default_rng(0))
]


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ([], "It ended the program, when its cell was run."),
        ([READY], "It ended the program, in the case “the homework”."),
        (["ready"], "It sent a reply that cannot be read, when its cell was run."),
        ([READY, READY], "It sent a reply that cannot be read, in the case “the ho"),
        ([READY, np.arange(6)], "It sent a reply that cannot be read"),
        ([READY, (np.arange(6),)], "It sent a reply that cannot be read"),
        ([READY, (np.arange(6),) * 3], "It sent a reply that cannot be read"),
        ([READY, ("answer", *[np.arange(6)] * 5)], "cannot be read"),
        ([READY, ("answer", 1, (), False, None, False)], "cannot be read"),
        ([("ask", 0, ()), READY], "that cannot be read, when its cell was run."),
        ([READY, ("answer", 1, None, False, 3, False)], "that cannot be read"),
        ([READY, ("answer", 1, None, False, -1, False)], "that cannot be read"),
        ([READY, ("answer", 1, ("a", "b"), False, None, False)], "cannot be read"),
        ([READY, ("ask", 0, ())], "that cannot be read"),
    ],
)
def test_faults_are_told(replies, words):
    cases, said = asked(ONE, replies)
    assert words in said.fault
    assert len(said.answers) == len(cases)
    assert judge(ONE, cases, said.answers).points == 0


def test_answers_before_a_fault_are_kept():
    cases, said = asked(ONE, [READY, *map(answering, RIGHT[:3])])
    assert said.fault == f"It ended the program, in the case “{cases[3].name}”."
    assert not said.late
    assert judge(ONE, cases, said.answers).right_cases == 3


def test_what_was_raised_is_bounded():
    error = ("Bad <b>", "\x1b[2J" + "x" * 10**5, "y" * 10**5, 2**62, "z" * 10**5)
    _, said = asked(ONE, [READY, ("answer", None, error, False, None, False)])
    raised = said.answers[0].error
    assert raised.kind == "Exception"
    assert raised.text.startswith("␛[2Jxxx")
    assert max(map(len, (raised.text, raised.line, raised.cell))) <= 300
    assert raised.number == 10**6


def test_no_reply_keeps_the_marker_busy():
    """Other students' programs wait meanwhile, and have their time limits too."""
    number = ("ValueError", "1" * 10**6, "", 0, "")  # looked through for decimals
    padded = ["a" * 500_000] + [""] * 50_000  # 100 GB as an array
    units = [np.zeros(shape, bool) for shape in ((10**5, 1), 10**5, (1, 10**5), 1)]
    began = time.process_time()
    judged(ONE, [READY, ("answer", None, number, False, None, False)])
    judged(find("3.2"), [READY, answering(padded)])
    judged(find("7.1"), [READY, answering(tuple(units))])
    assert time.process_time() - began < 1


@pytest.mark.parametrize("argument", [np.zeros(5000), [0.0] * 5000, ["a", 1.0], "a"])
def test_functions_of_a_case_get_few_numbers(argument):
    case = Case("a function", (lambda w: 1 / 0, 1.0, 1.0))
    channel = Channel([READY, ("ask", 0, (argument,)), answering(0)])
    assert question(ONE, [case], [], channel).fault == ""
    words = "texts, or too many numbers, for a function of the case"
    assert unpack(channel.heard[-1][4:]) == (None, words)


def test_a_program_that_only_asks_is_stopped_in_time(monkeypatch):
    clock = iter(range(10**6))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))

    def function(w):
        return w

    case = Case("a function", (function, 1.0, 1.0))
    channel = Channel([READY, *[("ask", 0, (1.0,))] * 100])
    said = question(ONE, [case], [], channel)
    assert said.late
    assert said.fault == (
        "It did not come back within 10 s, in the case “a function”. Is there a loop "
        "without an end?"
    )
    assert len(channel.heard) < SECONDS
