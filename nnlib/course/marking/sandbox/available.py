"""Whether this machine has a working sandbox, and what to do where it has none.

Without one nothing is marked, unless the instructor trusts the students.
"""

import os
import shutil
import stat
import sys
from pathlib import Path

from nnlib.course.marking.sandbox.mounts import seen
from nnlib.course.marking.sandbox.programs import Sandbox
from nnlib.course.refusals import Refusal
from nnlib.course.setup.steps import ROOT

IN_A_CONTAINER = (
    "The page docs/instructors.md says how to mark in a container; --trust-students "
    "marks without a sandbox, with all that the students' programs may then do to your "
    "files."
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


def find_sandbox(*, trust_students=False):
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
        if os.geteuid() == 0 and not _all_may_read(seen(("numpy",))):
            return f"{refusal} {FOR_ROOT}"
        restricted = RESTRICTED.exists() and RESTRICTED.read_text().strip() == "1"
        return f"{refusal} {ON_UBUNTU if restricted else IN_A_CONTAINER}"
    return ""


def _all_may_read(shown):
    """Whether every user may read what is shown, our own folders to the last file."""
    paths = {Path(path) for path in shown.values()}
    for place, path in shown.items():
        if place.startswith("/marking"):
            paths |= {*Path(path).rglob("*")}
    return all(path.stat().st_mode & stat.S_IROTH for path in paths)
