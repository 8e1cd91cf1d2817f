"""nnlib as one file that pip installs, for notebooks opened in other places.

The same sources give the same bytes: dates and rights of the files are always the same.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from nnlib.course.setup.steps import ROOT

FILES = ("pyproject.toml", "README.md", "LICENSE")
BUILD = "from setuptools.build_meta import build_wheel; build_wheel('built')"
DAY_ONE = "315532800"  # 1 January 1980, the first day that a zip can name


def wheel():
    """Build the wheel; return the name of its file and the bytes.

    Nothing is fetched and nothing is written into the project. Raises ClickException
    if it cannot be built.
    """
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        for name in FILES:
            shutil.copyfile(ROOT / name, folder / name)
        leave_out = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(
            *(ROOT / "nnlib", folder / "nnlib"),
            ignore=leave_out,
            copy_function=shutil.copyfile,
        )
        for path in folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        built = subprocess.run(
            [sys.executable, "-c", BUILD],
            cwd=folder,
            env=os.environ | {"SOURCE_DATE_EPOCH": DAY_ONE},
            umask=0o022,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
        if built.returncode:
            *_, last = built.stderr.strip().splitlines() or ["no reason given"]
            raise click.ClickException(f"nnlib's wheel could not be built: {last}")
        (file,) = (folder / "built").iterdir()
        return file.name, file.read_bytes()
