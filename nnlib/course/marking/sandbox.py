"""Where a student's code runs: bubblewrap, without network, files and privileges.

Without a working sandbox nothing is marked, unless the instructor trusts the students.
"""

import os
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from nnlib.course.marking.mounts import ROOT, seen
from nnlib.course.marking.session import Session
from nnlib.course.refusals import Refusal

IN_A_CONTAINER = (
    "The README says how to mark in a container; --trust-students marks without a "
    "sandbox, with all that the students' programs may then do to your files."
)
# Ubuntu, from 23.10 on, allows sandboxes only to programs that have a profile.
RESTRICTED = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
ON_UBUNTU = (
    "Allow bubblewrap on this Ubuntu, once, with `sudo apt install apparmor-profiles "
    "&& sudo cp /usr/share/apparmor/extra-profiles/bwrap-userns-restrict "
    "/etc/apparmor.d/ && sudo systemctl reload apparmor`, and mark as an ordinary "
    "user, not as root."
)
FOR_ROOT = (
    "Root's sandbox works as a user without rights, who must be able to read the "
    f"course. Type `chmod -R go+rX nnlib .venv` in {ROOT}."
)


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


def find(*, trust_students=False):
    """The sandbox of this machine; raises `Refusal` where there is none.

    With `trust_students` the programs are started without bubblewrap: they have the
    limits on time and memory, and the files and the network of the user.
    """
    if sys.platform == "win32":
        raise Refusal(f"Students' programs cannot run on Windows. {IN_A_CONTAINER}")
    if not trust_students and (refusal := probe()):
        raise Refusal(refusal)
    return Sandbox(trust_students)


def probe():
    """Try the sandbox; return "" if it works, else why not and what to do."""
    if sys.platform != "linux":
        return f"The sandbox, bubblewrap, needs Linux. {IN_A_CONTAINER}"
    if shutil.which("bwrap") is None:
        return (
            "Marking needs the sandbox bubblewrap: install it, on Debian and Ubuntu "
            f"with `sudo apt install bubblewrap`. {IN_A_CONTAINER}"
        )
    try:
        with Sandbox().start(("numpy",), 1) as session:
            session.next()
    except Refusal as refusal:
        if os.geteuid() == 0 and not _all_may_read(seen(("numpy",)).values()):
            return f"{refusal} {FOR_ROOT}"
        restricted = RESTRICTED.exists() and RESTRICTED.read_text().strip() == "1"
        return f"{refusal} {ON_UBUNTU if restricted else IN_A_CONTAINER}"
    return ""


def _all_may_read(paths):
    return all(os.stat(path).st_mode & stat.S_IROTH for path in paths)
