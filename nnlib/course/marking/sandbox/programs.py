"""The programs of the sandbox: one for each exercise that a student solved.

A `Sandbox` says how they are started; `Programs` starts those of one submission.
"""

from dataclasses import dataclass

from nnlib.course.marking.sandbox.session import Session
from nnlib.course.refusals import Refusal


@dataclass(frozen=True)
class Sandbox:
    """How students' programs are started; it can be sent to another process."""

    trust_students: bool = False

    def start(self, packages, count):
        """Start a `Session` for `count` programs that may import the packages."""
        return Session(tuple(packages), count, bare=self.trust_students)


class Programs:
    """The programs of one submission; each set of packages has a session of its own."""

    def __init__(self, sandbox, most):
        self._sandbox, self._most, self._sessions = sandbox, most, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        while self._sessions:
            self._sessions.popitem()[1].close()

    def next(self, packages):
        """Start a program; where the session is broken, start that anew."""
        if packages in self._sessions:
            try:
                return self._sessions[packages].next()
            except Refusal:  # an earlier program may have broken it
                self._sessions.pop(packages).close()
        session = self._sandbox.start(packages, self._most)
        self._sessions[packages] = session
        return session.next()
