"""Mark a class: a job for each submission, in any order on any number of workers.

This process alone writes; a job that fails becomes a line that says so.
"""

import os
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.records.marked_submission import MarkedSubmission, digest_of
from nnlib.course.refusals import Refusal
from nnlib.engine.cluster import executor_of
from nnlib.progress import counter

AT_ONCE = 64  # jobs handed to the workers: the others wait, and take no memory there
TRIES = 3  # how often a job is begun whose worker dies


@contextmanager
def open_executor(workers, scheduler):
    """Open an executor for the jobs: threads of this computer, or a Dask cluster."""
    if scheduler is None:
        with ThreadPoolExecutor(workers or os.cpu_count()) as executor:
            yield executor
        return
    with ExitStack() as stack:
        try:
            executor = stack.enter_context(executor_of(scheduler))
        except (ModuleNotFoundError, ValueError, ConnectionError) as error:
            raise Refusal(f"--{error}") from error  # it begins with the argument's name
        yield executor


def mark_class(submissions, journal, sandbox, executor):
    """Mark each submission that the journal does not hold yet; return how many.

    It adds to `mark_submission` the workers, a second try where one dies, and the
    journal, which also gets a line where marking fails. Of a student with a new
    submission it forgets the file that was no notebook and is gone.
    """
    waiting = deque((one, 1) for one in submissions if not journal.holds(one))
    total, running = len(waiting), {}
    with counter(total, unit="notebook") as show:
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    one, tries = waiting.popleft()
                    future = executor.submit(_job, one, journal.seed, sandbox)
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
    _forget_what_is_gone(submissions, journal)
    return total


def _job(submission, seed, sandbox):
    """Mark one submission, the best of it and its rivals.

    Returns that one and its marks, or in words why that was not possible.
    """
    try:
        each = (replace(submission, rivals=()), *submission.rivals)
        marked = [(one, mark_submission(one, seed, sandbox=sandbox)) for one in each]
    except Exception as error:
        return submission, f"{type(error).__name__}: {error}"
    best, marks = max(marked, key=lambda pair: pair[1].points)
    if submission.rivals:
        words = (
            f"There are {len(each)} files of this notebook; {best.path} counts, the "
        )
        words += f"best by points: {', '.join(f'{m.points:g}' for _, m in marked)}."
        best = replace(best, problems=(*best.problems, words))
    return best, marks


def _result(future, submission, tries):
    """What a job gave; None if its worker died and another one may do it."""
    try:
        best, marks = future.result()
    except Exception as error:  # of the worker: `_job` itself raises none
        if tries < TRIES:
            return None
        best = submission
        marks = f"Its worker ended {TRIES} times, {type(error).__name__}: {error}"
    kept, digest = replace(best, others=(), rivals=()), digest_of(submission)
    if isinstance(marks, str):
        return MarkedSubmission(kept, digest, failure=marks)
    return MarkedSubmission(kept, digest, marks.verdicts, marks.versions)


def _forget_what_is_gone(submissions, journal):
    there = {(one.student, one.notebook or 0) for one in submissions}
    no_notebooks = {(student, 0) for student, _ in there}
    for key in sorted(no_notebooks & set(journal.keys) - there):
        journal.forget(key)
