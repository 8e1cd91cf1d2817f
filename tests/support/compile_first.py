"""A plugin of pytest: the engine is compiled once, while the processes collect tests.

Else the first tests that need it, one in each process, would all compile it.
"""

import subprocess
import sys

import pytest

from tests.support.places import ROOT

PROGRAM = """
import numpy as np
from nnlib import check_gradients, identity, mlp, sweep, tanh, train

rng, X = np.random.default_rng(0), np.ones((3, 1))
net = mlp([1, 2, 1], tanh, identity, rng=rng)
for batch_size in (1, None):
    train(net, X, X, steps=1, lr=0.1, batch_size=batch_size, engine="compiled")
sweep(net, X, X, steps=1, lr=[0.1] * 32)
check_gradients(net, X, X, engine="compiled")
"""
compiling = []


def pytest_sessionstart(session):
    """Begin, in the process that starts the others."""
    if session.config.pluginmanager.hasplugin("dsession"):
        compiling.append(subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=ROOT))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished():
    """Let no test begin before it is compiled."""
    for process in compiling:
        process.wait()
