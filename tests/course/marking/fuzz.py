"""Feed the marker's readers with bytes that atheris makes up, branch by branch.

    python -m tests.course.marking.fuzz replies -max_total_time=300

`replies` are what a student's program sends, `notebooks` what a student hands in. Any
exception other than the reader's own ends the run, and its bytes are kept in a file.
"""

import json
import struct
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np


def replies():
    """A function that lets the marker read and judge a program's bytes; first bytes."""
    from nnlib.course.marking.examining.questioning import question
    from nnlib.course.marking.inside.packing import pack
    from nnlib.exercises.calls.calling import answer
    from nnlib.exercises.catalogue import exercises_of
    from nnlib.exercises.judging import judge

    exercise = exercises_of(1)[0]
    cases = exercise.drawn(np.random.default_rng(0))[:2]

    class Channel:
        def __init__(self, said):
            self.said = said

        def settimeout(self, seconds):
            pass

        def sendall(self, data):
            pass

        def recv(self, size):
            piece, self.said = self.said[:size], self.said[size:]
            return piece

    def read(data):
        said = question(exercise, cases, [], Channel(data))
        if said.failure is None:
            with np.errstate(all="ignore"):
                verdict = judge(exercise, cases, said.answers)
            assert 0 <= verdict.points <= verdict.of

    def frames(*values):
        bodies = [pack(value) for value in values]
        return b"".join(struct.pack("<I", len(body)) + body for body in bodies)

    right = [answer(exercise.reference, case.arguments).value for case in cases]
    raised = ("ValueError", "0.5 is wrong", "return 1", 3, "your cell")
    rest = (None, False, None, False)
    return read, [
        frames(("ready",), *(("answer", value, *rest) for value in right)),
        frames(("ready",), ("answer", None, raised, False, None, False)),
        frames(("ready",), ("ask", 0, (1.0,)), ("answer", [1, "a", None], *rest)),
    ]


def notebooks():
    """A function that reads the bytes of a notebook's file; first bytes."""
    from nnlib.course.copies import copies
    from nnlib.course.marking.submissions.code_answers import answers_in
    from nnlib.course.marking.submissions.notebook_file import NotebookError, cells_of
    from nnlib.course.marking.submissions.released import released
    from nnlib.course.marking.submissions.written_answers import written_in

    notebook = released()[1]

    def read(data):
        try:
            cells = cells_of(data)
        except NotebookError:
            return
        answers, others, problems = answers_in(cells, notebook)
        for text in (*answers.values(), *sum(others, ()), *problems):
            text.encode()
        assert set(answers) <= set(notebook.answers)
        texts, _, _ = written_in(cells, notebook)
        assert set(texts) == set(notebook.written)

    whole = json.loads(copies()[notebook.file])
    few = {"cells": [cell for cell in whole["cells"] if "answer" in cell["id"]]}
    return read, [json.dumps(few).encode()]


def main(target, *options):
    """Run a target until an error, or as long as libFuzzer's options say."""
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("atheris is missing: python -m pip install atheris")

    with atheris.instrument_imports(include=["nnlib.course.marking"]):
        read, seeds = {"replies": replies, "notebooks": notebooks}[target]()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds):
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, folder], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
