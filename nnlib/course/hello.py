"""`python3 nnlib hello`: is all there that the notebooks need, and does it work?

Everything is tried as a notebook would use it; what fails is said with a way out.
"""

import platform
import tempfile
from importlib import metadata
from importlib.util import find_spec
from types import FunctionType

from packaging.requirements import Requirement

from nnlib.activations import sigmoid
from nnlib.course.copies import HOMEWORK
from nnlib.course.setup.reasons import NNLIB
from nnlib.course.setup.steps import ROOT
from nnlib.datasets import homework
from nnlib.exercises.catalogue import find
from nnlib.exercises.checks import verdict_on
from nnlib.exercises.statuses import RIGHT
from nnlib.network import Dense, Network
from nnlib.paper.worksheet import worksheet
from nnlib.training import train

QUIET = ["--IPKernelApp.log_level=ERROR"]
SHOWN = ("numpy", "torch", "matplotlib", "numba", "jupyterlab")
IN_PROJECT = (ROOT / "requirements.txt").exists()
AFRESH = (
    f"delete the folder .venv and type {NNLIB} hello"
    if IN_PROJECT
    else "install nnlib once more, by %pip install --force-reinstall and its file"
)


class Trouble(Exception):
    """What is wrong, as one sentence with the way out."""


def hello(say):
    """Try everything, and say each result; return whether all is well."""
    troubles = []
    for what, attempt in TRIED.items():
        try:
            say(f"ok     {what}: {attempt()}")
        except Trouble as trouble:
            troubles.append(what)
            say(f"WRONG  {what}: {trouble}")
        except Exception as error:
            troubles.append(what)
            words = " ".join(f"{type(error).__name__}: {error}".split())
            say(f"WRONG  {what}: {words:.200} To begin afresh, {AFRESH}.")
    say("All is well." if not troubles else f"Not well: {', '.join(troubles)}.")
    return not troubles


def needed():
    """What must be installed, as requirements."""
    if not IN_PROJECT:
        texts = metadata.requires("nnlib") or []
    else:
        lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
        texts = [line for line in lines if line[:1].isalpha()]
    wanted = map(Requirement, texts)
    return [one for one in wanted if not one.marker or one.marker.evaluate()]


def _versions():
    there = {"Python": platform.python_version()}
    for one in needed():
        try:
            there[one.name] = metadata.version(one.name)
        except metadata.PackageNotFoundError:
            raise Trouble(f"{one.name} is missing: {AFRESH}.") from None
        if not one.specifier.contains(there[one.name], prereleases=True):
            raise Trouble(
                f"{one.name} is {there[one.name]} and the course needs "
                f"{one.specifier}: {AFRESH}."
            )
    shown = [name for name in there if name in ("Python", *SHOWN)]
    return ", ".join(f"{name} {there[name]}" for name in shown)


def _folder():
    folder = HOMEWORK if HOMEWORK.exists() else ROOT
    folder = folder if IN_PROJECT else "."
    try:
        with tempfile.TemporaryFile(dir=folder):
            return "yours"
    except OSError as error:
        raise Trouble(
            f"{folder} cannot be written ({error.strerror}): copy the project to a "
            "folder of your own."
        ) from error


def _net():
    X, Y, W1, W2 = homework()
    return Network([Dense(W1, None, sigmoid), Dense(W2, None, sigmoid)]), X, Y


def _engine():
    net, X, Y = _net()
    runs = [train(net, X, Y, steps=10, lr=1, engine=e) for e in ("numpy", "compiled")]
    losses = [history.loss[-1] for _, history in runs]
    if abs(losses[0] - losses[1]) > 1e-12:
        raise Trouble(
            f"the compiled run ends at a loss of {losses[1]:.15f} and NumPy's at "
            f"{losses[0]:.15f}: {AFRESH}."
        )
    return f"10 steps, loss {losses[0]:.6f}, as in NumPy"


def _torch():
    if not IN_PROJECT and not find_spec("torch"):
        return "not installed; notebooks 02 to 04 need it: %pip install torch"
    from nnlib.torch_bridge import to_torch  # noqa: PLC0415 - it takes a second

    net, X, _ = _net()
    module = to_torch(net)
    tensor = next(module.parameters()).new_tensor(X)
    difference = abs(module(tensor).detach().numpy() - net(X)).max()
    if difference > 1e-12:
        raise Trouble(f"its outputs differ from NumPy's by {difference:.1e}: {AFRESH}.")
    return "the same outputs as NumPy"


def _worksheet():
    lines = str(worksheet(*_net(), digits=4)).splitlines()
    return next(" ".join(line.split()) for line in lines if "=" in line)


def _check():
    exercise, home = find("1.2"), {"__name__": "hello"}
    # as of a notebook, since what belongs to nnlib is no answer
    answer = FunctionType(exercise.reference.__code__, home)
    right = verdict_on(exercise, answer)
    wrong = verdict_on(exercise, FunctionType((lambda Y_hat, Y: Y).__code__, home))
    if right.status != RIGHT or wrong.status == RIGHT:
        raise Trouble(
            f"it calls the right answer {right.status} and a wrong one {wrong.status}: "
            f"{AFRESH}."
        )
    return "tells a right answer from a wrong one"


def _figure():
    # imported here: matplotlib takes a second
    from nnlib.plotting import plot_losses  # noqa: PLC0415
    from nnlib.plotting.figures import as_picture  # noqa: PLC0415

    ax = plot_losses({"loss": train(*_net(), steps=10, lr=1)[1].loss})
    return f"drawn, {len(as_picture(ax).png)} bytes"


def _kernel():
    if not find_spec("ipykernel"):
        raise Trouble("the package ipykernel is missing: %pip install ipykernel")
    from jupyter_client.manager import start_new_kernel  # noqa: PLC0415

    said = []
    manager, client = start_new_kernel(extra_arguments=QUIET)
    try:
        client.execute_interactive(
            "import nnlib; print('hello')",
            timeout=60,
            output_hook=lambda message: said.append(message["content"]),
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    if "hello\n" not in [content.get("text") for content in said]:
        failed = [one["evalue"] for one in said if "evalue" in one]
        raise Trouble(f"it starts and cannot use nnlib, {failed}: {AFRESH}.")
    return "starts and finds nnlib"


TRIED = {
    "versions": _versions,
    "folder": _folder,
    "engine": _engine,
    "worksheet": _worksheet,
    "check": _check,
    "PyTorch": _torch,
    "figures": _figure,
    "kernel": _kernel,
}
