"""A step of the set-up: run a program, log what it prints, and say why it failed.

Only Python's own library may be imported here: nothing else is installed yet.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from ..refusals import Refusal  # relative: nnlib itself cannot load yet
from .reasons import reason

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
SCRATCH = VENV / "pip"  # pip's downloads and temporary files, until all is installed
LOG = VENV / "install.log"


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
