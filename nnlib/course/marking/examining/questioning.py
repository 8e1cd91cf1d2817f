"""The questions to one program: each case is sent, and its answer is checked.

Whatever comes is a typed value of a student's program: nothing is believed of it.
Cases that everybody may see are sent first: their answers tell nothing of the others.
"""

import time
import warnings
from typing import NamedTuple

import numpy as np

from nnlib.course.marking.examining.handed_out_data import data_of
from nnlib.course.marking.inside.packing import BadFrame, CannotPack
from nnlib.course.marking.inside.protocol import receive, send
from nnlib.course.marking.visible import visible
from nnlib.exercises.calls.calling import Answer
from nnlib.exercises.calls.errors import Raised
from nnlib.exercises.calls.refusing import task_of
from nnlib.exercises.calls.values import count, holds_text
from nnlib.exercises.time_limit import LATE, SECONDS

# SECONDS are for the cells and all cases together; as many for the shown cases
FAULTS = {
    TimeoutError: "It did not come back within {:g} s",
    EOFError: "It ended the program",
    BadFrame: "It sent a reply that cannot be read",
}
MOST_NUMBERS = 4096  # for a function of the case: the marker's own time and memory


class Replies(NamedTuple):
    """What a program said; where it stopped, the rest are answers without a value."""

    answers: list
    failure: Raised | None = None  # of the cell: there is no function to ask
    fault: str = ""  # why it stopped, in a sentence
    late: bool = False  # it stopped because its time was over
    refusal: str = ""  # why the function is not tried
    unwritten: bool = False  # there is nothing in the function
    begun: bool = True  # the cell with the answer was reached
    shown: list | None = ()  # the answers to the shown cases; None if it stopped there
    reached: int = 0  # how many of the shown cases it answered


def question(exercise, cases, cells, channel, shown=(), seconds=None):
    """Send a student's cells, then the cases; return the `Replies`.

    `cells` are as `inside.student_code.Cell` has them. `shown` are cases that everybody
    may see, which are sent before the others. `seconds` is the time for each of both.
    """
    seconds = seconds or SECONDS
    dialogue = _Dialogue(channel, len(exercise.parameters), seconds)
    answers, seen, when = [], [], "when its cell was run"
    try:
        match dialogue.begin(exercise, cells):
            case ("answer", *failure):
                return Replies([], dialogue.failure(*failure))
            case ("refused", words):
                return Replies([], refusal=_shown(words, 500))
            case ("unwritten",):
                return Replies([], unwritten=True)
        for those, kept in ((shown, seen), (cases, answers)):
            if shown:
                dialogue.give(seconds)
            for case in those:
                when = f"in the case “{case.name}”"
                kept.append(dialogue.ask(case.arguments))
    except tuple(FAULTS) as error:
        words = next(words for kind, words in FAULTS.items() if isinstance(error, kind))
        words = words.format(seconds)
        late = isinstance(error, TimeoutError)
        missing = [Answer(error=Raised("", words))] * (len(cases) - len(answers))
        fault = f"{words}, {when}.{f' {LATE}' * late}"
        all_shown = seen if len(seen) == len(shown) else None
        rest = {"fault": fault, "late": late, "begun": dialogue.begun}
        return Replies(answers + missing, shown=all_shown, reached=len(seen), **rest)
    return Replies(answers, shown=seen)


class _Dialogue:
    def __init__(self, channel, parameters, seconds):
        self.channel, self.parameters = channel, parameters
        self.give(seconds)
        self.begun = False

    def give(self, seconds):
        """Give so much time to what comes next."""
        self.before = time.monotonic() + seconds

    def begin(self, exercise, cells):
        """Send the task and the cells; return what is said when they have been run."""
        self._send((tuple(task_of(exercise)), cells, data_of(exercise.notebook)))
        self._receive("begun")
        self.begun = True
        return self._receive("ready", "answer", "refused", "unwritten")

    def failure(self, *reply):
        """What was `Raised` in the cell, so that there is no function."""
        if error := self._answer(*reply).error:
            return error
        raise BadFrame("an answer to nothing")

    def ask(self, arguments):
        """Send a case; answer what the program asks meanwhile; return its `Answer`."""
        functions = []
        self._send(arguments, functions)
        while True:
            kind, *rest = self._receive("ask", "answer")
            if kind == "answer":
                return self._answer(*rest)
            value, error = _value_of(functions, *rest)
            try:
                self._send((value, error))
            except CannotPack:
                self._send((None, "too large a value of a function of the case"))

    def _send(self, value, functions=None):
        send(self.channel, value, functions, before=self.before)

    def _receive(self, *kinds):
        match receive(self.channel, before=self.before):
            case (
                (str("begun" | "ready" | "unwritten"),)
                | (str("refused"), str())
                | (str("ask"), int(), tuple())
                | (str("answer"), _, None | tuple(), bool(), None | int(), bool())
            ) as reply if reply[0] in kinds:
                return reply
        raise BadFrame("another reply than was asked for")

    def _answer(self, value, error, printed, changed, touched_random):
        if changed is not None and not 0 <= changed < self.parameters:
            raise BadFrame("there is no such argument")
        error = None if error is None else _raised(*error)
        return Answer(value, error, printed, changed, touched_random)


def _raised(*parts):
    match parts:
        case (str(kind), str(text), str(line), int(number), str(cell)):
            kind = kind if kind[:60].isidentifier() else "Exception"
            text, line = _shown(text, 300), _shown(line, 200)
            number = min(max(number, 0), 10**6)
            return Raised(kind[:60], text, line, number, _shown(cell, 60))
    raise BadFrame("no exception")


def _shown(text, most):
    """The text without letters that act, and no longer than that."""
    return visible(text[:most].expandtabs(4))[:most]


def _value_of(functions, number, arguments):
    """The value of a function of the case, and what went wrong instead."""
    if not 0 <= number < len(functions):
        raise BadFrame("there is no such function")
    if holds_text(arguments) or count(arguments) > MOST_NUMBERS:
        return None, "texts, or too many numbers, for a function of the case"
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            return functions[number](*arguments), ""
        except Exception as error:  # its arguments may be anything
            return None, f"{type(error).__name__} in a function of the case"
