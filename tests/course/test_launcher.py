"""The two lines of the README: their set-up, repeated, broken, refused and stopped."""

import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from nnlib.course import command_line, lab
from nnlib.course.homework.handing_out import hand_out
from nnlib.course.setup import venv
from nnlib.course.setup.reasons import reason
from tests.support.a_project import lay_out_project, run, start
from tests.support.places import ROOT

POSIX = pytest.mark.skipif(os.name != "posix", reason="sends a signal")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project that needs no package, whose `nnlib lab` says what it was given."""
    return lay_out_project(tmp_path_factory.mktemp("with spaces, ñ") / "project")


def need(project, requirement):
    (project / "requirements.txt").write_text(f"{requirement}\n")


def test_first_run_sets_up_and_hands_over(project):
    status, output, errors = run(project, "lab", "--port", "9999")
    assert (status, errors) == (7, "")
    assert output.startswith("Installing what the course needs into .venv (once; about")
    assert output.endswith("given ['lab', '--port', '9999'] in project\n")
    assert {path.name for path in project.iterdir()} == {
        *(".venv", "nnlib", "pyproject.toml", "requirements.txt")
    }
    assert not (project / ".venv/pip").exists()


def test_second_run_installs_nothing(project):
    log = (project / ".venv/install.log").read_bytes()
    assert run(project, "lab") == (7, "given ['lab'] in project\n", "")
    assert (project / ".venv/install.log").read_bytes() == log


def test_a_worksheet_needs_no_more_than_the_lab(project):
    log = (project / ".venv/install.log").read_bytes()
    status, output, _ = run(project, "worksheet", "--student", "s1")
    given = "given ['worksheet', '--student', 's1'] in project\n"
    assert (status, output) == (7, given)
    assert (project / ".venv/install.log").read_bytes() == log


def test_changed_requirements_are_installed(project):
    need(project, "# something")
    assert "Installed.\n" in run(project, "lab")[1]


def test_what_is_in_the_environment_is_kept(project):
    keep = project / ".venv/keep"
    keep.touch()
    need(project, "# something else")
    run(project, "lab")
    assert keep.exists()


def test_moved_environment_is_installed_again(project, tmp_path):
    moved = shutil.copytree(project, tmp_path / "moved", symlinks=True)
    status, output, _ = run(moved, "lab")
    assert status == 7
    assert "Installed.\n" in output
    assert "anew" not in output


def test_package_cut_off_is_forgotten(project):
    half = next(project.glob(".venv/[Ll]ib/**/pip-*.dist-info"))
    (half / "RECORD").unlink()
    need(project, "# once more")
    assert run(project, "lab")[0] == 7
    assert (half / "RECORD").exists()


def test_broken_environment_is_made_anew(project):
    (project / ".venv/pyvenv.cfg").unlink()
    status, output, _ = run(project, "lab")
    assert status == 7
    assert output.startswith("The folder .venv is incomplete or from an old Python")


def test_missing_network_is_named(project):
    need(project, "numpy")
    index = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
    status, _, errors = run(project, "lab", **index)
    assert (status, errors) == (
        1,
        "The network is missing or does not let pip through "
        "(details: .venv/install.log): connect to the internet and run the line again; "
        "what is already there is kept.\n",
    )
    assert "Retrying" in (project / ".venv/install.log").read_text(encoding="utf-8")


def test_missing_torch_is_named(project):
    need(project, "torch==2.13.0")
    status, _, errors = run(project, "lab")
    assert status == 1
    assert errors.startswith("PyTorch has no build for Python 3.")
    assert errors.count("\n") == 1


@pytest.fixture
def commands(monkeypatch, tmp_path):
    """Record what would be run on a Linux without an NVIDIA card."""
    recorded = []
    (tmp_path / "requirements.txt").write_text("numpy\ntorch==1.2.3\n")
    monkeypatch.setattr(venv, "ROOT", tmp_path)
    monkeypatch.setattr(venv, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(venv, "SCRATCH", tmp_path / "scratch")
    monkeypatch.setattr(venv.sys, "platform", "linux")
    monkeypatch.setattr(venv, "Path", lambda path: tmp_path / path[1:])
    monkeypatch.setattr(
        venv, "run_logged", lambda command, watch=None: recorded.append(command)
    )
    (tmp_path / "scratch").mkdir()
    return recorded


def test_torch_comes_without_cuda(commands):
    venv.install("lab")
    _, torch, rest = commands
    assert torch[-1] == "torch==1.2.3"
    assert "--index-url=https://download.pytorch.org/whl/cpu" in torch
    assert rest[-1] == "--requirement=requirements.txt"


def test_pip_is_installed_where_it_is_not(commands, tmp_path):
    venv.install("lab")
    assert commands[0][-2:] == ["ensurepip", "--default-pip"]
    commands.clear()
    pip = tmp_path / ".venv/lib/python3.11/site-packages/pip-26.0.dist-info"
    pip.mkdir(parents=True)
    (tmp_path / "scratch").mkdir()
    (pip / "RECORD").touch()
    venv.install("lab")
    assert not any("ensurepip" in command for command in commands)


def test_other_systems_take_the_usual_torch(commands, monkeypatch):
    monkeypatch.setattr(venv.sys, "platform", "darwin")
    venv.install("lab")
    assert len(commands) == 2


@pytest.mark.parametrize("command", ["test", "mark"])
def test_a_command_that_needs_more(command, commands):
    venv.install(command)
    assert commands[-1][-1] == f"--editable=.[{command}]"


def test_what_was_installed_for_one_command_stays(monkeypatch, tmp_path):
    installed = []
    for name, value in {
        "STAMP": tmp_path / "installed.txt",
        "venv_version": lambda: "3.11",
        "fingerprint": lambda version: "f00",
        "install": installed.append,
    }.items():
        monkeypatch.setattr(venv, name, value)
    for command in ("mark", "lab", "worksheet", "test", "mark", "test", "lab"):
        venv.set_up(command)
    assert installed == ["mark", "test"]
    monkeypatch.setattr(venv, "fingerprint", lambda version: "ba2")
    venv.set_up("lab")
    venv.set_up("mark")
    assert installed == ["mark", "test", "lab", "mark"]


def test_small_torch_out_of_reach(commands, monkeypatch, capsys):
    def fail(command, watch):
        raise venv.Refusal("no network")

    monkeypatch.setattr(venv, "run_logged", fail)
    venv.install_small_torch(["pip"], "torch==1.2.3")
    assert "the usual one will do" in capsys.readouterr().out


@POSIX
def test_ctrl_c_while_installing(project):
    need(project, "numpy")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        index = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": f"http://127.0.0.1:{port}/"}
        process = start(project, "lab", **index)
        silent.settimeout(60)
        connection, _ = silent.accept()  # pip asks and waits
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        connection.close()
    assert process.returncode == 130
    assert errors == (
        "\nStopped: to go on, run the line again; what is already there is kept.\n"
    )


@pytest.mark.parametrize(
    ("output", "start"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full (details"),
        ("/usr/bin/python3: No module named ensurepip", "This Python comes without"),
        ("HINT: … Windows Long Path support", "The path of the project folder is too"),
        ("ProxyError('Cannot connect to proxy.')", "The network is missing"),
        ("403 Client Error: Forbidden for url", "The network is missing"),
        (
            "[Errno 101] Network is unreachable\n"
            "ERROR: No matching distribution found for torch==2.13.0",
            "The network is missing",
        ),
        ("ERROR: No matching distribution found for torchx", "Setting up stopped with"),
        ("a\nERROR: b\n\nnote", 'Setting up stopped with "ERROR: b" (details'),
    ],
)
def test_reason(output, start):
    assert reason(output).startswith(start)


@pytest.fixture
def environment(monkeypatch):
    """Variables of its own for `main`, which forgets some of them."""
    monkeypatch.setattr(venv.os, "environ", dict(os.environ))


@pytest.mark.parametrize(
    ("arguments", "got"), [([], "none"), (["lba"], "lba"), (["--help"], "--help")]
)
def test_unknown_command(arguments, got, capsys, environment):
    assert venv.main(arguments) == 1
    commands = "lab, hello, update, worksheet, test, course, release, mark or notebook"
    said = f"nnlib needs a command, {commands}; got {got}.\n"
    assert capsys.readouterr().err == said


def test_both_doors_know_the_same_commands():
    assert set(venv.COMMANDS) == set(command_line.main.commands)


def test_the_folder_of_the_line_is_handed_on(monkeypatch, tmp_path):
    handed = []
    monkeypatch.setattr(venv.os, "environ", {"PYTHONPATH": "elsewhere"})
    monkeypatch.setattr(venv, "set_up", lambda command: None)
    monkeypatch.setattr(venv, "hand_over", lambda *call: handed.extend(call))
    monkeypatch.chdir(tmp_path)
    venv.main(["worksheet", "--student", "s1"])
    assert handed[0][1:] == ["-m", "nnlib", "worksheet", "--student", "s1"]
    assert handed[1] == {"NNLIB_STARTED_IN": str(tmp_path), "PYTHONUTF8": "1"}


def test_incomplete_folder(monkeypatch, tmp_path, capsys, environment):
    monkeypatch.setattr(venv, "ROOT", tmp_path)
    assert venv.main(["lab"]) == 1
    assert capsys.readouterr().err == (
        f"nnlib needs the whole project folder and {tmp_path} has no requirements.txt: "
        "download or clone the project and run the line there.\n"
    )


def test_old_python_is_refused_in_one_sentence():
    code = "import runpy, sys; sys.version_info = (3, 9, 1); runpy.run_path('nnlib')"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert result.stderr == (
        "nnlib needs Python 3.11 or newer and this is 3.9: get it from "
        "https://www.python.org/downloads/ and run the line with it.\n"
    )


def test_old_python_can_read_the_front_door():
    source = (ROOT / "nnlib/__main__.py").read_text(encoding="ascii")
    nodes = list(ast.walk(ast.parse(source, feature_version=(3, 4))))
    new = ast.JoinedStr | ast.AnnAssign | ast.FunctionDef | ast.Try | ast.With
    assert [ast.unparse(node) for node in nodes if isinstance(node, new)] == []


def test_installation_needs_no_package():
    course = ROOT / "nnlib/course"
    for path in (course / "refusals.py", *(course / "setup").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {name.name for name in node.names} <= sys.stdlib_module_names
            if isinstance(node, ast.ImportFrom):
                assert node.level or node.module in sys.stdlib_module_names


@pytest.mark.parametrize("command", ["lab", "test"])
def test_arguments_are_handed_on_untouched(command, monkeypatch):
    given = []
    monkeypatch.setattr(command_line, "run", lambda *call: given.extend(call))
    monkeypatch.setattr(command_line, "jupyterlab_arguments", list)
    monkeypatch.setattr(command_line, "lay_out_homework", list)
    monkeypatch.setattr(command_line, "silence_news", list)
    rest = ["-x", "-k", "a or b", "--port", "9", "--help", "tests/some.py"]
    command_line.main([command, *rest], standalone_mode=False)
    assert list(given[1]) == rest


def test_all_tests_run_on_all_cores_and_a_part_on_one(monkeypatch):
    given = []
    monkeypatch.setattr(command_line, "run", lambda *call: given.append(call))
    command_line.main(["test"], standalone_mode=False)
    command_line.main(["test", "tests/test_maps.py"], standalone_mode=False)
    processes = min(os.cpu_count() + 1, 5)
    assert [arguments for _, arguments in given] == [
        (f"--numprocesses={processes}", "--dist=loadscope", "--no-loadscope-reorder"),
        ("tests/test_maps.py",),
    ]


def test_release_writes_a_zip_and_never_over_another(tmp_path):
    def release(folder):
        return CliRunner().invoke(command_line.main, ["release", "--out", folder])

    written = f"Written: {tmp_path / 'homework.zip'}\n"
    for _ in range(2):
        assert release(str(tmp_path)).output == written
    (tmp_path / "homework.zip").write_bytes(b"another")
    refused = release(str(tmp_path))
    assert refused.exit_code == 1
    assert "is there already and holds something else" in refused.output
    assert (tmp_path / "homework.zip").read_bytes() == b"another"
    assert "needs a folder that is there" in release(str(tmp_path / "none")).output


def test_environment_stays_in_the_project(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("MKL_NUM_THREADS", "3")
    names = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "MPLCONFIGDIR")
    environment = lab.environment()
    for name in names:
        assert Path(environment[name]).is_relative_to(ROOT / ".venv" / "var")
    assert environment["OMP_NUM_THREADS"] == "1"
    assert environment["MKL_NUM_THREADS"] == "3"


def test_jupyterlab_leaves_the_home_folder_alone(tmp_path, monkeypatch):
    """Start it, and a kernel; nothing may appear in the home folder."""
    home = tmp_path / "home"
    home.mkdir()
    names = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    environment = {**lab.environment(), **dict.fromkeys(names, str(home))}
    monkeypatch.setattr(lab, "HOMEWORK", tmp_path / "homework")
    hand_out(tmp_path / "homework")
    lab.silence_news()
    options = [*lab.jupyterlab_arguments(), "--no-browser", "--port=0"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env=environment,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with server:
        ready = f"{lab.FIRST_NOTEBOOK}?token="
        assert any(ready in line for line in server.stderr)  # ends with the server
        server.terminate()
    code = (
        "from jupyter_client.manager import start_new_kernel\n"
        "manager, client = start_new_kernel()\n"
        "client.execute_interactive('import matplotlib.pyplot', timeout=60)\n"
        "client.stop_channels()\n"
        "manager.shutdown_kernel()\n"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert list(home.iterdir()) == []
