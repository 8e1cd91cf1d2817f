"""Where the course is installed: odd names, forbidden and full folders, links."""

import os
import shutil
import subprocess
import sys

import pytest

from nnlib.course.setup import places
from nnlib.course.setup.steps import Refusal
from tests.support.a_project import lay_out_project, run
from tests.support.handed_in import needs_sandbox
from tests.support.places import ROOT

POSIX = pytest.mark.skipif(os.name != "posix", reason="has names that are no UTF-8")
AS_SOMEBODY = ["bwrap", *["--bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]]
AS_SOMEBODY += ["--unshare-user", "--uid", "1000", "--gid", "1000"]  # no longer root
ENDS = "; what is already there is kept.\n"


@pytest.fixture
def project(tmp_path):
    return lay_out_project(tmp_path / "project")


@POSIX
@pytest.mark.parametrize("locale", [{}, {"PYTHONUTF8": "0"}], ids=["usual", "of UTF-8"])
def test_a_name_that_is_no_utf_8_is_refused_at_once(tmp_path, locale):
    project = lay_out_project(tmp_path / os.fsdecode(b"\xdcbungen"))
    status, output, errors = run(project, "lab", LC_ALL="C.UTF-8", **locale)
    assert (status, output) == (1, "")
    assert errors.startswith("The path of the folder ")
    assert errors.endswith(
        " has letters that are not in UTF-8, which Python's environments need: rename "
        "the folder and run the line there.\n"
    )
    assert not (project / ".venv").exists()


@POSIX
def test_any_other_name_will_do_in_any_locale(tmp_path):
    project = lay_out_project(tmp_path / "Übungen 练习")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for _ in range(2):
        status, output, errors = run(project, "lab", **ascii_only)
        assert (status, errors) == (7, "")
    assert output == "given ['lab'] in Übungen 练习\n"


@needs_sandbox
@pytest.mark.parametrize("installed", [False, True], ids=["at first", "later"])
def test_a_folder_that_must_not_be_written(project, installed):
    if installed:
        assert run(project, "lab")[0] == 7
        (project / "requirements.txt").write_text("# changed\n")
    project.chmod(0o555)
    before = sorted(project.rglob("*"))
    try:
        said = run(project, "lab", before=AS_SOMEBODY)
    finally:
        project.chmod(0o755)
    assert said == (
        1,
        "",
        f"You may not write in the folder {project}: copy the project to a folder of "
        "your own and run the line there.\n",
    )
    assert sorted(project.rglob("*")) == before


@needs_sandbox
def test_a_disk_that_is_read_only(project):
    said = run(project, "lab", before=[*AS_SOMEBODY, "--ro-bind", project, project])
    assert said[0] == 1
    assert said[2].startswith(f"You may not write in the folder {project}: copy")


@needs_sandbox
def test_a_home_folder_that_must_not_be_written(project, tmp_path):
    home = tmp_path / "home"
    home.mkdir(0o555)
    names = ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
    surroundings = dict.fromkeys(names, str(home))
    for _ in range(2):
        status, output, errors = run(project, "lab", before=AS_SOMEBODY, **surroundings)
        assert (status, errors) == (7, "")
    assert output == "given ['lab'] in project\n"


@needs_sandbox
def test_a_home_folder_that_must_not_be_written_and_a_notebook(tmp_path):
    """A kernel, a figure and a compiled run, in the folders that `lab` names."""
    home = tmp_path / "home"
    home.mkdir(0o555)
    code = (
        "import os; from nnlib.course.lab import environment\n"
        "os.environ.update(environment())\n"
        "import numpy as np, matplotlib.pyplot\n"
        "from nnlib import identity, mlp, train\n"
        "net = mlp([1, 1], identity, identity, rng=np.random.default_rng(0))\n"
        "train(net, [[1.0]], [[2.0]], steps=1, lr=0.1, engine='compiled')\n"
        "from jupyter_client.manager import start_new_kernel\n"
        "manager, client = start_new_kernel()\n"
        "client.stop_channels(); manager.shutdown_kernel()\n"
    )
    done = subprocess.run(
        [*AS_SOMEBODY, sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "HOME": str(home)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert list(home.iterdir()) == []


def test_a_file_in_the_way(project):
    (project / ".venv").write_text("mine")
    status, _, errors = run(project, "lab")
    assert (status, errors) == (
        1,
        ".venv is a file, and the course needs a folder of this name: move the file "
        f"away and run the line again{ENDS}",
    )
    assert (project / ".venv").read_text() == "mine"


@pytest.fixture
def linked(project, tmp_path):
    """A folder on a bigger disk, to which `.venv` is a link."""
    target = tmp_path / "bigger disk"
    target.mkdir()
    (project / ".venv").symlink_to(target, target_is_directory=True)
    return target


@POSIX
def test_a_link_to_an_empty_folder_is_used(project, linked):
    for _ in range(2):
        status, output, errors = run(project, "lab")
        assert (status, errors) == (7, "")
    assert output == "given ['lab'] in project\n"
    assert (linked / "installed.txt").exists()
    (linked / "pyvenv.cfg").unlink()
    status, output, _ = run(project, "lab")
    assert (status, output[:42]) == (7, "The folder .venv is incomplete or from an ")
    assert (project / ".venv").is_symlink()


@POSIX
def test_a_link_to_other_files_is_not_used(project, linked):
    (linked / "work.txt").write_text("mine")
    status, _, errors = run(project, "lab")
    assert (status, errors.splitlines()[-1]) == (
        1,
        f".venv is a link to {linked}, where other files are: empty that folder, or "
        f"delete the link, and run the line again{ENDS}".rstrip(),
    )
    assert (linked / "work.txt").read_text() == "mine"


@POSIX
def test_a_link_that_leads_nowhere(project, linked):
    shutil.rmtree(linked)
    status, output, errors = run(project, "lab")
    assert (status, output) == (1, "")
    assert errors == (
        f".venv is a link to {linked}, which is not there: make that folder, or delete "
        f"the link, and run the line again{ENDS}"
    )


def test_a_disk_that_is_nearly_full(monkeypatch, tmp_path):
    free = shutil.disk_usage(tmp_path)._replace(free=430_000_000)
    monkeypatch.setattr(places.shutil, "disk_usage", lambda path: free)
    said = r"The disk has 0\.4 GB left and the course needs 2 GB: free some, or make "
    with pytest.raises(Refusal, match=said):
        places.check_space()


@needs_sandbox
def test_a_small_disk_is_refused_before_anything_is_installed(project):
    """A real one, of 100 MB."""
    small = [*AS_SOMEBODY, "--size", "100000000", "--tmpfs", project / ".venv"]
    status, output, errors = run(project, "lab", before=small)
    assert (status, output) == (1, "")
    assert errors.startswith("The disk has 0.1 GB left and the course needs 2 GB: free")
