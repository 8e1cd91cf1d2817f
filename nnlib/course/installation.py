"""Make `.venv` in the project folder, install the course there and go on inside it.

Here only Python's own library may be imported: nothing else is installed yet.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .refusals import AGAIN, Refusal, reason  # relative: nnlib itself cannot load yet

COMMANDS = ("lab", "test", "worksheet", "release")
ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SCRATCH = VENV / "pip"  # pip's downloads and temporary files, until all is installed
STAMP = VENV / "installed.txt"
LOG = VENV / "install.log"
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
        print(reason(str(error)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\nStopped: to go on, {AGAIN}", file=sys.stderr)
        return 130
    environment = {**os.environ, "NNLIB_STARTED_IN": os.getcwd()}
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
    version, needed = venv_version(), "test" if command == "test" else "lab"
    done = STAMP.read_text(errors="replace").split() if STAMP.exists() else []
    if version and {fingerprint(version), needed} <= set(done):
        return
    if not version:
        make_venv()
    install(command)
    STAMP.write_text(f"{fingerprint(venv_version())} lab {needed}")


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
    code = hashlib.sha256(f"{VENV} {version}".encode())
    for name in ("requirements.txt", "pyproject.toml"):
        code.update((ROOT / name).read_bytes())
    return code.hexdigest()


def make_venv():
    """Make `.venv` from nothing, in place of whatever is there."""
    if VENV.exists():
        say("The folder .venv is incomplete or from an old Python: making it anew.")
        shutil.rmtree(VENV)
    VENV.mkdir()
    run_logged([sys.executable, "-m", "venv", "--without-pip", VENV])


def install(command):
    """Install what `command` needs into `.venv`; one line for each download."""
    say(
        "Installing what the course needs into .venv "
        "(once; about 1.6 GB, some minutes)."
    )
    for package in VENV.glob("[Ll]ib/**/*.dist-info"):
        if not (package / "RECORD").exists():
            shutil.rmtree(package)  # its installation was cut off: pip shall redo it
    run_logged([PYTHON, "-I", "-m", "ensurepip", "--default-pip"])
    pip = [PYTHON, "-m", "pip", "install", "--retries=2", "--progress-bar=off"]
    torch = re.search(r"^torch==\S+", (ROOT / "requirements.txt").read_text(), re.M)
    if torch and sys.platform == "linux" and not Path("/proc/driver/nvidia").exists():
        install_small_torch(pip, torch[0])
    extras = ["--editable=.[test]"] if command == "test" else []
    run_logged([*pip, "--requirement=requirements.txt", *extras], report)
    shutil.rmtree(SCRATCH)
    say("Installed.")


def install_small_torch(pip, torch):
    """Fetch the PyTorch that does without NVIDIA's libraries, which take several GB."""
    try:
        run_logged([*pip, "--timeout=15", f"--index-url={WITHOUT_CUDA}", torch], report)
    except Refusal:
        say("  PyTorch's small build is out of reach: the usual one will do.")


def run_logged(command, watch=None):
    """Run a step of the set-up into the log; refuse, with the reason, if it fails.

    `watch`, if given, sees each line of output as it comes.
    """
    temporary = SCRATCH / "temporary"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    environment = {
        **os.environ,
        **dict.fromkeys(("TEMP", "TMP", "TMPDIR"), str(temporary)),
        "PIP_CACHE_DIR": str(SCRATCH / "cache"),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
        "PYTHONUNBUFFERED": "1",
        "RUSTUP_HOME": str(SCRATCH / "rustup"),  # pip asks Rust for its version
        "PYTHONUTF8": "1",
    }
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    output = ""
    try:
        with LOG.open("a", encoding="utf-8") as log:
            for line in process.stdout:
                output += line
                log.write(line)
                log.flush()
                if watch:
                    watch(line)
        if process.wait():
            raise Refusal(reason(output.strip()))
    finally:
        process.terminate()
        process.wait()


def report(line):
    """Tell what is worth telling of a line by pip."""
    download = re.match(r" *Downloading (?:\S+/)?([^-]+)-([^-]+)-\S+whl \((.+)\)", line)
    if download:
        say("  {}, {}, {}".format(*download.groups()))
    if line.startswith("Installing collected packages"):
        say(f"Putting {line.count(',') + 1} packages in place.")


def say(text):
    """Print a line at once."""
    print(text, flush=True)


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
