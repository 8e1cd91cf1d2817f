"""Start JupyterLab, or pytest, so that it keeps to the project folder.

Settings, histories and caches go below `.venv/var`, never into the home folder.
"""

import json
import os
import sys

from nnlib.course.copies import FIRST_NOTEBOOK, HOMEWORK
from nnlib.course.setup.steps import ROOT, VENV
from nnlib.course.setup.venv import hand_over

VAR = VENV / "var"


def environment():
    """Name the folders and the number of threads for every program of the course.

    Networks as small as ours run fifty times slower on two threads than on one; a
    number set by the user is kept. An installed package has no folders of its own.
    """
    folders = {
        "IPYTHONDIR": VAR / "ipython",
        "JUPYTER_CONFIG_DIR": VAR / "jupyter" / "config",
        "JUPYTER_DATA_DIR": VAR / "jupyter" / "data",
        "JUPYTER_RUNTIME_DIR": VAR / "jupyter" / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": VAR / "jupyter" / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": VAR / "jupyter" / "workspaces",
        "MPLCONFIGDIR": VAR / "matplotlib",
        "NUMBA_CACHE_DIR": VAR / "numba",
        "PYTEST_DEBUG_TEMPROOT": VAR / "pytest",
        "XDG_CACHE_HOME": VAR / "cache",
    }
    folders = folders if (ROOT / "pyproject.toml").exists() else {}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    threads = (
        "MKL_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    )
    return {
        **dict.fromkeys(threads, "1"),
        **os.environ,
        **{name: str(folder) for name, folder in folders.items()},
    }


def silence_news():
    """Let JupyterLab neither ask for news and updates, nor ask whether it may ask."""
    settings = {"checkForUpdates": False, "fetchNews": "false"}
    folder = VAR / "jupyter" / "config" / "labconfig"
    folder.mkdir(parents=True, exist_ok=True)
    overrides = {"@jupyterlab/apputils-extension:notification": settings}
    (folder / "default_setting_overrides.json").write_text(json.dumps(overrides))


def jupyterlab_arguments():
    """List what JupyterLab is told: where to open, and to search for nothing else."""
    arguments = [
        f"--ServerApp.root_dir={HOMEWORK}",
        f"--LabApp.default_url=/lab/tree/{FIRST_NOTEBOOK}",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",
    ]
    if os.name == "posix" and os.geteuid() == 0:
        arguments.append("--allow-root")
    return arguments


def run(module, arguments):
    """Go on as the program `python -m module`, in the project folder."""
    sys.exit(hand_over([sys.executable, "-m", module, *arguments], environment()))
