"""Mark a class: every submission is a job, done in any order on any number of workers.

This process alone writes; a job that fails becomes a line that says so.
"""

from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import replace

from nnlib.course.marking.examiner import mark
from nnlib.course.marking.marked import Marked, digest_of
from nnlib.progress import counter

AT_ONCE = 64  # jobs handed to the workers: the others wait, and take no memory there
TRIES = 3  # how often a job is begun whose worker dies


def mark_all(submissions, journal, sandbox, executor):
    """Mark what the journal does not hold yet; return how many that were."""
    waiting = deque((one, 1) for one in submissions if not journal.holds(one))
    total, running = len(waiting), {}
    with counter(total, unit="notebook") as show:
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    one, tries = waiting.popleft()
                    future = executor.submit(job, one, journal.seed, sandbox)
                    running[future] = one, tries
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    one, tries = running.pop(future)
                    marked = _result(future, one, tries)
                    if marked is None:
                        waiting.append((one, tries + 1))
                    else:
                        journal.append(marked)
                show(total - len(waiting) - len(running))
        finally:
            for future in running:
                future.cancel()
    return total


def job(submission, seed, sandbox):
    """Mark one submission; return its marks, or in words why that was not possible."""
    try:
        return mark(submission, seed, sandbox=sandbox)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _result(future, submission, tries):
    """What a job gave; None if its worker died and another one may do it."""
    try:
        marks = future.result()
    except Exception as error:  # of the worker: `job` itself raises none
        if tries < TRIES:
            return None
        marks = f"Its worker ended {TRIES} times, {type(error).__name__}: {error}"
    kept, digest = replace(submission, others=()), digest_of(submission)
    if isinstance(marks, str):
        return Marked(kept, digest, failure=marks)
    return Marked(kept, digest, marks.verdicts, marks.versions)
