"""The walls around a program: the command line of bubblewrap.

No network, no other processes, no rights; of the disk only what `mounts` shows, and
nothing that can be written: files would outlive the program, and fill the memory.
"""

import os
import shutil
from pathlib import Path

from nnlib.course.marking.sandbox.mounts import hidden, seen

NOBODY = "65534"
DEVICES = ("/dev/null", "/dev/urandom")
ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TORCHINDUCTOR_CACHE_DIR": "/tmp",  # it is there, so nothing has to be made
}


def walls(packages):
    """The command line up to the program's own."""
    shown, bwrap, before = seen(packages), shutil.which("bwrap"), []
    if os.geteuid() == 0:
        before = _as_nobody(bwrap, shown)
        shown = {place: place for place in shown}
    return [
        *(*before, bwrap, "--unshare-all", "--unshare-user", "--disable-userns"),
        *("--die-with-parent", "--new-session", "--as-pid-1", "--cap-drop", "ALL"),
        "--clearenv",
        *(part for pair in ENVIRONMENT.items() for part in ("--setenv", *pair)),
        *_show(shown),
        *(part for folder in hidden() for part in _empty(folder)),
        *("--chdir", "/tmp", "--remount-ro", "/", "--"),
    ]


def _show(shown):
    """Bind each path to its place, in folders that every user may enter."""
    places = (*shown, *DEVICES, "/tmp/here")  # bubblewrap itself works below /tmp
    above = {folder for place in places for folder in Path(place).parents}
    folders = [("--perms", "755", "--dir", str(folder)) for folder in sorted(above)]
    bound = [("--ro-bind", str(path), place) for place, path in shown.items()]
    devices = [("--dev-bind", device, device) for device in DEVICES]
    return [part for step in folders[1:] + bound + devices for part in step]


def _empty(folder):
    return ["--size", "4096", "--tmpfs", folder, "--remount-ro", folder]


def _as_nobody(bwrap, shown):
    """Lay everything out as root, who may read it, and go on as a user without rights.

    The limit on processes does not bind root.
    """
    setpriv = shutil.which("setpriv")
    return [
        *(bwrap, "--die-with-parent", "--dev-bind", "/proc", "/proc"),
        *("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"),
        *_show(shown | {bwrap: bwrap, setpriv: setpriv}),
        *("--remount-ro", "/", "--"),
        *(setpriv, "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"),
    ]
