"""Mark a class: a job for each submission, in any order on any number of workers.

This process alone writes; a job that fails becomes a line that says so.
"""

import os
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from nnlib.course.marking.examining.examiner import mark_submission
from nnlib.course.marking.records.marked_submission import (
    MarkedSubmission,
    digest_of,
    key_of,
)
from nnlib.course.marking.submissions.dating import joined
from nnlib.course.refusals import Refusal
from nnlib.course.settings.course import AS_IT_IS
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


def mark_class(submissions, journal, sandbox, executor, course=AS_IT_IS):
    """Mark each submission that the journal does not hold yet; return how many.

    It adds to `mark_submission` the workers, a second try where one dies, and the
    journal, which also gets a line where marking fails. Of a student with a new
    submission it forgets the file that was no notebook and is gone.
    """
    held = [one for one in submissions if journal.holds(one, course.touching(one))]
    _note_origins(held, journal)
    held = {id(one) for one in held}
    waiting = deque((one, 1) for one in submissions if id(one) not in held)
    total, running = len(waiting), {}
    with counter(total, unit="notebook") as show:
        try:
            while waiting or running:
                while waiting and len(running) < AT_ONCE:
                    one, tries = waiting.popleft()
                    future = executor.submit(_job, one, journal.seed, sandbox, course)
                    running[future] = one, tries
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    one, tries = running.pop(future)
                    marked = _result(future, one, tries, course)
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


def _job(submission, seed, sandbox, course):
    """Mark one submission, the best of it and its rivals.

    Returns that one and its marks, or in words why that was not possible.
    """
    try:
        each = (replace(submission, rivals=()), *submission.rivals)
        limits = {"seconds": course.seconds} if course.seconds else {}
        marked = [
            (one, mark_submission(one, seed, sandbox=sandbox, **limits)) for one in each
        ]
        points = [course.points(*pair) for pair in marked]
    except Exception as error:
        return submission, f"{type(error).__name__}: {error}"
    best, marks = marked[points.index(max(points))]
    if submission.rivals:
        words = (
            f"There are {len(each)} files of this notebook; {best.path} counts, the "
        )
        words += f"best by points: {', '.join(f'{n:g}' for n in points)}."
        best = replace(best, problems=(*best.problems, words))
    return best, marks


def _result(future, submission, tries, course):
    """What a job gave; None if its worker died and another one may do it."""
    try:
        best, marks = future.result()
    except Exception as error:  # of the worker: `_job` itself raises none
        if tries < TRIES:
            return None
        best = submission
        marks = f"Its worker ended {TRIES} times, {type(error).__name__}: {error}"
    kept = replace(best, others=(), rivals=())
    digest = digest_of(submission, course.touching(submission))
    if isinstance(marks, str):
        return MarkedSubmission(kept, digest, failure=marks)
    return MarkedSubmission(kept, digest, marks.verdicts, marks.versions)


def _note_origins(held, journal):
    """Note of those that are marked already when they came, if that is known better."""
    for one in held:
        kept = journal.entry(key_of(one))
        same = [
            file for file in (one, *one.rivals) if file.path == kept.submission.path
        ]
        origins = [joined(kept.submission.origin, file.origin) for file in same]
        if origins and origins[0] != kept.submission.origin:
            submission = replace(kept.submission, origin=origins[0])
            journal.append(replace(kept, submission=submission))


def _forget_what_is_gone(submissions, journal):
    there = {(one.student, one.notebook or 0) for one in submissions}
    no_notebooks = {(student, 0) for student, _ in there}
    for key in sorted(no_notebooks & set(journal.keys) - there):
        journal.forget(key)
