"""The workloads: networks, data, and how nnlib trains them.

A workload's `engine` and `numpy` do one run and return how many network-steps, or
checks, it had.
"""

import numpy as np

from nnlib import (
    check_gradients,
    identity,
    leaky_relu,
    mlp,
    mse,
    sigmoid,
    stack,
    sweep,
    tanh,
    train,
    wavy_curve,
)
from nnlib.engine.form import flat
from nnlib.network import Dense, Network


class Workload:
    """One network or many, to be trained for some steps."""

    def __init__(
        self, name, title, network, data, *, lr, steps, batch_size, slow, dtype=float
    ):
        self.name, self.title, self.network = name, title, network.astype(dtype)
        self.X, self.Y = (array.astype(dtype) for array in data)
        self.lr, self.steps, self.batch_size = np.asarray(lr), steps, batch_size
        self.slow = slow  # how many steps the NumPy text does
        self.networks = self.lr.shape[-1] if self.lr.ndim else 1
        self.options = {"loss": mse, "batch_size": batch_size}

    @property
    def P(self):
        """The parameters of the one network, as the compiled code has them."""
        return flat(self.network)[0]

    def engine(self):
        """The compiled engine."""
        options = {"lr": self.lr, "steps": self.steps, **self.options}
        if self.networks == 1:
            train(self.network, self.X, self.Y, engine="compiled", **options)
        else:
            sweep(self.network, self.X, self.Y, **options)
        return self.steps * self.networks

    def numpy(self):
        """The text that students read; one learning rate per network."""
        network, lr = self.network, self.lr
        if self.networks > 1:
            network, lr = stack([network] * self.networks), lr.reshape(-1, lr.shape[-1])
            lr = lr[0]
        options = {"lr": lr, "steps": self.slow, **self.options}
        train(network, self.X, self.Y, **options)
        return self.slow * self.networks


class Check:
    """One gradient check of a network."""

    name = "check"

    def __init__(self, title, network, data):
        self.title, self.network, (self.X, self.Y) = title, network, data
        self.P = flat(network)[0]

    def engine(self):
        """The compiled engine."""
        return self._checked("compiled")

    def numpy(self):
        """The text that students read."""
        return self._checked("numpy")

    def _checked(self, engine):
        assert check_gradients(self.network, self.X, self.Y, mse, engine=engine).ok
        return 1


def tree():
    """The network whose loss curve bifurcates, with weights between 0 and 1."""
    rng, sizes = np.random.default_rng(0), [1, 4, 2, 2, 1]
    kinds = [leaky_relu, sigmoid, sigmoid, sigmoid]
    layers = zip(sizes, sizes[1:], kinds)
    return Network([Dense(rng.random((o, i)), rng.random(o), a) for i, o, a in layers])


def sine():
    """41 samples of its target."""
    X = np.arange(41)[:, None] / 20
    return X, (np.sin(2 * np.pi * X) / 4 + 0.5).round(12)


def square():
    """16 samples with 16 inputs."""
    rng = np.random.default_rng(1)
    return rng.uniform(-1, 1, (16, 16)), rng.uniform(-1, 1, (16, 1))


rng = np.random.default_rng(0)
corners = np.meshgrid(np.geomspace(1e-3, 10, 256), np.geomspace(1e-3, 10, 256))
image = {
    "network": mlp([16, 16, 1], tanh, identity, rng=rng), "data": square(),
    "lr": np.reshape(corners, (2, -1)), "steps": 20, "batch_size": None, "slow": 1,
}  # fmt: skip

WORKLOADS = [
    Workload(
        "online", "One network 1-128-1, a sample per step",
        mlp([1, 128, 1], sigmoid, identity, rng=rng), wavy_curve(100),
        lr=0.001, steps=200_000, batch_size=1, slow=5_000,
    ),
    Workload(
        "batch", "One network 1-4-2-2-1, 41 samples per step", tree(), sine(),
        lr=0.1, steps=40_000, batch_size=None, slow=2_000,
    ),
    Workload(
        "sweep", "2000 networks 1-4-2-2-1, 41 samples per step", tree(), sine(),
        lr=np.linspace(0.001, 1, 2000), steps=200, batch_size=None, slow=4,
    ),
    Workload("image", "256 x 256 networks 16-16-1, 16 samples per step", **image),
    Workload(
        "image", "The same in float32", dtype=np.float32, **image
    ),
    Check(
        "One gradient check of a network 1-64-1, 201 samples",
        mlp([1, 64, 1], sigmoid, identity, rng=rng), wavy_curve(201),
    ),
]  # fmt: skip
