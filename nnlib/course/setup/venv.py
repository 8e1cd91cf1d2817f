"""Make `.venv` in the project folder, install the course there and go on inside it.

Only Python's own library may be imported here: nothing else is installed yet.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ..refusals import Refusal  # relative: nnlib itself cannot load yet
from .places import check_folder, check_space, clear
from .reasons import AGAIN, reason
from .steps import ROOT, SCRATCH, VENV, report, run_logged, say

COMMANDS = (
    *("lab", "hello", "update", "worksheet", "test"),
    *("course", "release", "mark", "notebook"),
)
EXTRAS = {"test": "test", "mark": "mark"}  # what a command needs besides
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed.txt"
WITHOUT_CUDA = "https://download.pytorch.org/whl/cpu"


def main(arguments):
    """Set the project folder up, then run the command there; return its exit status."""
    for name in ("PYTHONHOME", "PYTHONPATH"):  # they would let other packages in
        os.environ.pop(name, None)
    try:
        check(arguments)
        set_up(arguments[0])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except OSError as error:  # such as a full disk, or no right to write
        print(reason(str(error), log=None), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped: to go on, {AGAIN}", file=sys.stderr)
        return 130
    # UTF-8, so that a folder may have any name, whatever the language of the computer
    environment = {**os.environ, "NNLIB_STARTED_IN": os.getcwd(), "PYTHONUTF8": "1"}
    return hand_over([PYTHON, "-m", "nnlib", *arguments], environment)


def check(arguments):
    """Refuse what is no command, and a folder without the project's files."""
    command = arguments[0] if arguments else "none"
    if command not in COMMANDS:
        *others, last = COMMANDS
        needed = f"{', '.join(others)} or {last}"
        raise Refusal(f"nnlib needs a command, {needed}; got {command}.")
    if not (ROOT / "requirements.txt").exists():
        raise Refusal(
            f"nnlib needs the whole project folder and {ROOT} has no requirements.txt: "
            "download or clone the project and run the line there."
        )


def set_up(command):
    """Make or mend `.venv` and install what `command` needs, if not done already."""
    version, needed = venv_version(), EXTRAS.get(command, "lab")
    done = STAMP.read_text(errors="replace").split() if STAMP.exists() else []
    up_to_date = version and fingerprint(version) in done
    if up_to_date and needed in done:
        return
    check_folder()
    if not version:
        check_space()
        make_venv()
    install(command)
    installed = {"lab", needed, *(done[1:] if up_to_date else [])}
    STAMP.write_text(" ".join([fingerprint(venv_version()), *sorted(installed)]))


def venv_version():
    """Ask which Python `.venv` has; None if there is none, a broken or an old one."""
    code = (
        "import os, sys; print('%d.%d' % sys.version_info[:2]); sys.exit("
        "sys.version_info < (3, 11) or not os.path.samefile(sys.prefix, sys.argv[1]))"
    )
    try:
        return subprocess.check_output(
            [PYTHON, "-I", "-c", code, VENV], stderr=subprocess.DEVNULL, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None


def fingerprint(version):
    """Make a code of all that decides what must be installed, and where."""
    code = hashlib.sha256(os.fsencode(f"{VENV} {version}"))
    for name in ("requirements.txt", "pyproject.toml"):
        code.update((ROOT / name).read_bytes())
    return code.hexdigest()


def make_venv():
    """Make `.venv` from nothing, in place of whatever is there."""
    if VENV.exists() and any(VENV.iterdir()):
        say("The folder .venv is incomplete or from an old Python: making it anew.")
        clear()
    VENV.mkdir(exist_ok=True)
    # resolved, since venv makes none where a link is
    run_logged([sys.executable, "-m", "venv", "--without-pip", VENV.resolve()])


def install(command):
    """Install what `command` needs into `.venv`; one line for each download."""
    say(
        "Installing what the course needs into .venv "
        "(once; about 1.6 GB, some minutes)."
    )
    for package in VENV.glob("[Ll]ib/**/*.dist-info"):
        if not (package / "RECORD").exists():
            shutil.rmtree(package)  # its installation was cut off: pip shall redo it
    if not any(VENV.glob("[Ll]ib/**/pip-*.dist-info")):
        run_logged([PYTHON, "-I", "-m", "ensurepip", "--default-pip"])
    pip = [PYTHON, "-m", "pip", "install", "--retries=2", "--progress-bar=off"]
    requirements = (ROOT / "requirements.txt").read_text("utf-8")
    torch = re.search(r"^torch==\S+", requirements, re.M)
    if torch and sys.platform == "linux" and not Path("/proc/driver/nvidia").exists():
        install_small_torch(pip, torch[0])
    extras = [f"--editable=.[{EXTRAS[command]}]"] if command in EXTRAS else []
    run_logged([*pip, "--requirement=requirements.txt", *extras], report)
    shutil.rmtree(SCRATCH)
    say("Installed.")


def install_small_torch(pip, torch):
    """Fetch the PyTorch that does without NVIDIA's libraries, which take several GB."""
    try:
        run_logged([*pip, "--timeout=15", f"--index-url={WITHOUT_CUDA}", torch], report)
    except Refusal:
        say("  PyTorch's small build is out of reach: the usual one will do.")


def hand_over(command, environment):
    """Go on as `command`, in the project folder; return its exit status."""
    os.chdir(ROOT)
    if os.name == "posix":
        os.execve(command[0], command, environment)
    process = subprocess.Popen(command, env=environment)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # the command got it too, and decides
