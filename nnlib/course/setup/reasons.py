"""What is said when the course cannot be set up: one sentence, with the way out.

The reason is read from what the failing program printed.
"""

import os
import platform
import re

NNLIB = "py nnlib" if os.name == "nt" else "python3 nnlib"  # as it is typed
LOG = os.path.join(".venv", "install.log")
AGAIN = "run the line again; what is already there is kept."

# What the failing program says, and what the user is told: the first that fits.
REASONS = {
    r"No space left|not enough space on the disk|Disk quota exceeded": (
        "The disk is full{details}: free 2 GB and {again}"
    ),
    r"No module named '?ensurepip": (
        "This Python comes without the part that installs pip: add it, on Debian and "
        "Ubuntu with `sudo apt install python3-venv`, and {again}"
    ),
    r"Windows Long Path": (
        "The path of the project folder is too long for Windows{details}: move "
        r"the folder to a short path such as C:\course and run the line there."
    ),
    r"NewConnectionError|NameResolutionError|ProxyError|SSLError|IncompleteRead"
    r"|[Tt]imed out|Timeout|Network is unreachable"
    r"|[Cc]onnection (refused|reset|aborted|broken)"
    r"|[45]\d\d (Client|Server) Error": (
        "The network is missing or does not let pip through{details}: connect "
        "to the internet and {again}"
    ),
    r"No matching distribution found for torch\b": (
        "PyTorch has no build for Python {python} on {system}{details}: it "
        "needs Python 3.11 to 3.14 on 64-bit Linux or Windows, or on a Mac with an "
        "Apple chip and macOS 14 or newer."
    ),
    r"": 'Setting up stopped with "{last}"{details}: correct this and {again}',
}


def reason(output, log=LOG):
    """Find the sentence for what a failing program printed.

    `log` is the file that has all of it, None if there is none.
    """
    sentence = next(told for said, told in REASONS.items() if re.search(said, output))
    errors = re.findall(r".*\b(?:ERROR|[A-Za-z]*Error)\b.*", output) or [output]
    return sentence.format(
        again=AGAIN,
        last=errors[-1].strip(),
        details=f" (details: {log})" if log else "",
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
    )
