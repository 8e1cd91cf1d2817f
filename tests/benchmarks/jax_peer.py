"""The same training in JAX: a compiled loop over steps, mapped over networks."""

import os

import numpy as np


def load():
    """Import JAX, on the processor and in float64."""
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    import jax
    import jax.flatten_util

    jax.config.update("jax_enable_x64", True)
    return Peer(jax)


class Peer:
    """The workloads; each returns a function that does one run."""

    def __init__(self, jax):
        self.jax, self.np = jax, jax.numpy

    def online(self, w):
        """One sample per step."""
        return self._alone(w, lambda t, A: self.jax.lax.dynamic_slice_in_dim(A, t, 1))

    def batch(self, w):
        """All samples in each step."""
        return self._alone(w, lambda t, A: A)

    def sweep(self, w):
        """All networks at once."""
        rates = np.broadcast_to(w.lr, (len(w.network.layers), w.networks))
        rates = rates.astype(w.X.dtype)  # or all would become float64
        one = self.jax.vmap(self._training(w, lambda t, A: A), (None, 1))
        return self._timed(self.jax.jit(one), w, rates, w.steps * w.networks)

    image = sweep

    def check(self, w):
        """A gradient and the differences of all parameters at once."""
        start, unravel = self.jax.flatten_util.ravel_pytree(self._weights(w))
        moves = self.np.eye(start.size) * 1e-5
        loss = self._loss(w)

        def value(P):
            return loss(unravel(P), w.X, w.Y)

        @self.jax.jit
        def check(P):
            above, below = (self.jax.vmap(value)(P + move) for move in (moves, -moves))
            return self.jax.grad(value)(P), (above - below) / 2e-5

        def run():
            np.testing.assert_allclose(*check(start), rtol=1e-6, atol=1e-8)
            return 1

        return run

    def _alone(self, w, pick):
        rates = np.full(len(w.network.layers), w.lr)
        return self._timed(self.jax.jit(self._training(w, pick)), w, rates, w.steps)

    def _timed(self, function, w, rates, steps):
        weights = self._weights(w)

        def run():
            self.jax.block_until_ready(function(weights, rates))
            return steps

        return run

    def _weights(self, w):
        return [(layer.W, layer.b) for layer in w.network.layers]

    def _loss(self, w):
        kinds = {
            "identity": lambda Z: Z,
            "sigmoid": self.jax.nn.sigmoid,
            "tanh": self.np.tanh,
            "leaky_relu": self.jax.nn.leaky_relu,
        }
        activations = [kinds[layer.activation.name] for layer in w.network.layers]

        def loss(weights, X, Y):
            for (W, b), activation in zip(weights, activations):
                X = activation(X @ W.T + b)
            return ((X - Y) ** 2).mean()

        return loss

    def _training(self, w, pick):
        loss = self._loss(w)

        def train(weights, rates):
            def step(weights, t):
                X, Y = pick(t % len(w.X), w.X), pick(t % len(w.X), w.Y)
                value, slopes = self.jax.value_and_grad(loss)(weights, X, Y)
                weights = [
                    (W - lr * dW, b - lr * db)
                    for (W, b), (dW, db), lr in zip(weights, slopes, rates)
                ]
                return weights, value

            weights, losses = self.jax.lax.scan(step, weights, self.np.arange(w.steps))
            return weights, losses[-1]

        return train
