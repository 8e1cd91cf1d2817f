"""Each refusal names the argument, what it needs, what came and, where one is nearly
always right, the fix. The texts are held here word by word."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    Activation,
    Dense,
    Gradient,
    Loss,
    Network,
    batches,
    check_gradients,
    compare,
    half_squared_error,
    identity,
    loss_and_gradients,
    mlp,
    mse,
    normal,
    numerical_gradient,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    stack,
    step_decay,
    tanh,
    train,
    unstack,
    wavy_curve,
    xor,
)
from tests.support.helpers import random_network, steady

X, Y = xor()
NET = random_network([2, 3, 1], [tanh, tanh], np.random.default_rng(0))
RNG = np.random.default_rng(0)
CLASSES = random_network([2, 2], [identity], RNG)
NETS = stack([NET, NET, NET])
NAN = np.array([[np.nan, 0.0]])


def refused(call):
    """The kind and the text of the error that `call` ends in."""
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    return type(caught.value), str(caught.value)


def run(network=NET, X=X, Y=Y, **options):
    return train(network, X, Y, **{"steps": 1, "lr": 0.1} | options)


def short(network, caches, dA):
    return network.backward(caches, dA)[:1]


def silent(network, caches, dA):
    network.backward(caches, dA)


def single(network, caches, dA):
    return network.backward(caches, dA)[0]


def tuples(network, caches, dA):
    return [(g.W, g.b) for g in network.backward(caches, dA)]


def transposed(network, caches, dA):
    return [g._replace(W=g.W.mT) for g in network.backward(caches, dA)]


def without_b(network, caches, dA):
    return [g._replace(b=None) for g in network.backward(caches, dA)]


def layer(*shape, activation=tanh):
    return Dense(np.ones(shape), None, activation)


def one_step(lr):
    net = NET.copy()
    net.step(loss_and_gradients(net, X, Y)[1], lr)


VALUE, TYPE = ValueError, TypeError

LAYERS = {
    "W of whole numbers": (
        lambda: Dense(np.ones((1, 2), dtype=int), None, tanh),
        TYPE,
        "W needs float64 or float32 numbers; got int64. Write W.astype(float).",
    ),
    "W of half precision": (
        lambda: Dense(np.ones((1, 2), dtype=np.float16), None, tanh),
        TYPE,
        "W needs float64 or float32 numbers; got float16. Write W.astype(float).",
    ),
    "W of objects": (
        lambda: Dense(np.array([[1, None]]), None, tanh),
        TYPE,
        "W needs float64 or float32 numbers; got object.",
    ),
    "W with nan": (
        lambda: Dense(NAN, None, tanh),
        VALUE,
        "W needs finite numbers; got nan at [0, 0].",
    ),
    "b with inf": (
        lambda: Dense(np.ones((2, 1)), [0, -np.inf], tanh),
        VALUE,
        "b needs finite numbers; got -inf at [1].",
    ),
    "W empty": (
        lambda: Dense(np.ones((0, 2)), None, tanh),
        VALUE,
        "W needs at least one number; got shape (0, 2).",
    ),
    "W ragged": (
        lambda: Dense([[1, 2], [3]], None, tanh),
        VALUE,
        "W needs numbers in rows of one length; got [[1, 2], [3]].",
    ),
    "W of words": (
        lambda: Dense("abc", None, tanh),
        VALUE,
        "W needs numbers in rows of one length; got 'abc'.",
    ),
    "W a row": (
        lambda: Dense([1, 2], None, tanh),
        VALUE,
        "W needs one row per unit and one column per input, shape (outputs, inputs); "
        "got (2,).",
    ),
    "W a number": (
        lambda: Dense(1.0, None, tanh),
        VALUE,
        "W needs one row per unit and one column per input, shape (outputs, inputs); "
        "got ().",
    ),
    "b one per input": (
        lambda: Dense(np.ones((1, 2)), [0, 0], tanh),
        VALUE,
        "b needs one entry per row of W, shape (1,); got (2,).",
    ),
    "b a column": (
        lambda: Dense(np.ones((3, 2)), np.ones((3, 1)), tanh),
        VALUE,
        "b needs one entry per row of W, shape (3,); got (3, 1).",
    ),
    "b a number": (
        lambda: Dense(np.ones((1, 2)), 0.0, tanh),
        VALUE,
        "b needs one entry per row of W, shape (1,); got ().",
    ),
    "b of another type": (
        lambda: Dense(np.ones((1, 2)), np.ones(1, dtype=np.float32), tanh),
        TYPE,
        "b needs the type of W, float64; got float32.",
    ),
    "activation a name": (
        lambda: Dense([[1, 2]], None, "relu"),
        TYPE,
        "activation needs a function paired with its derivative, such as "
        "nnlib.sigmoid; got 'relu'. Write Activation(\"name\", function, derivative).",
    ),
    "activation a function": (
        lambda: Dense([[1, 2]], None, np.tanh),
        TYPE,
        "activation needs a function paired with its derivative, such as "
        "nnlib.sigmoid; got <ufunc 'tanh'>. "
        'Write Activation("name", function, derivative).',
    ),
    "no layers": (
        lambda: Network([]),
        VALUE,
        "layers needs at least one Dense layer; got none.",
    ),
    "a layer in place of a list": (
        lambda: Network(layer(1, 2)),
        TYPE,
        "layers needs a list of Dense layers; got Dense(2 -> 1, tanh, no bias).",
    ),
    "matrices in place of layers": (
        lambda: Network([[1.0]]),
        TYPE,
        "layers needs a list of Dense layers; got [[1.0]].",
    ),
    "layers that do not fit": (
        lambda: Network([layer(3, 2), layer(1, 3), layer(2, 4)]),
        VALUE,
        "Layer 3 takes 4 inputs (W is (2, 4)) but layer 2 has 1 outputs (W is (1, 3)).",
    ),
    "layers of two types": (
        lambda: Network([layer(3, 2), layer(1, 3).map(np.float32)]),
        VALUE,
        "Layer 2 needs the leading axes and type of layer 1, () float64; "
        "got () float32.",
    ),
    "one layer stacked, one not": (
        lambda: Network([layer(5, 3, 2), layer(1, 3)]),
        VALUE,
        "Layer 2 needs the leading axes and type of layer 1, (5,) float64; "
        "got () float64.",
    ),
    "stack of nothing": (
        lambda: stack([]),
        VALUE,
        "networks needs at least one network; got none.",
    ),
    "stack of different shapes": (
        lambda: stack([Network([layer(1, 2)]), Network([layer(1, 3)])]),
        VALUE,
        "networks need one form, Network(layers=[Dense(2 -> 1, tanh, no bias)]); "
        "network 2 is Network(layers=[Dense(3 -> 1, tanh, no bias)]).",
    ),
    "stack of different activations": (
        lambda: stack([NET, NET.map(np.copy), Network([layer(1, 2)])]),
        VALUE,
        "networks need one form, Network(layers=[Dense(2 -> 3, tanh), "
        "Dense(3 -> 1, tanh)]); network 3 is Network(layers=[Dense(2 -> 1, tanh, "
        "no bias)]).",
    ),
    "unstack of one": (
        lambda: unstack(NET),
        VALUE,
        "unstack needs networks side by side, one leading axis; got ().",
    ),
    "sizes with a fraction": (
        lambda: mlp([2, 1.5], tanh, tanh, rng=np.random.default_rng(0)),
        VALUE,
        "sizes needs a whole number of at least 1; got 1.5.",
    ),
    "sizes with a zero": (
        lambda: mlp([2, 0, 1], tanh, tanh, rng=np.random.default_rng(0)),
        VALUE,
        "sizes needs a whole number of at least 1; got 0.",
    ),
    "sizes of one layer": (
        lambda: mlp([2], tanh, tanh, rng=np.random.default_rng(0)),
        VALUE,
        "sizes needs at least two numbers, [inputs, ..., outputs]; got [2].",
    ),
    "sizes a number": (
        lambda: mlp(2, tanh, tanh, rng=np.random.default_rng(0)),
        VALUE,
        "sizes needs at least two numbers, [inputs, ..., outputs]; got 2.",
    ),
    "sizes of two axes": (
        lambda: mlp(np.ones((2, 2), int), tanh, tanh, rng=RNG),
        VALUE,
        "sizes needs a whole number of at least 1; got array([1, 1]).",
    ),
    "init without its width": (
        lambda: mlp([2, 1], tanh, tanh, rng=RNG, init=normal),
        TYPE,
        "init needs a function of (rng, shape), such as nnlib.glorot or "
        "nnlib.normal(0.5); got normal.",
    ),
    "init a name": (
        lambda: mlp([2, 1], tanh, tanh, rng=RNG, init="he"),
        TYPE,
        "init needs a function of (rng, shape), such as nnlib.glorot or "
        "nnlib.normal(0.5); got 'he'.",
    ),
    "init of another shape": (
        lambda: mlp([2, 3], tanh, tanh, rng=RNG, init=lambda rng, shape: np.ones(2)),
        VALUE,
        "init needs to return an array of the shape that it gets, (3, 2); got (2,).",
    ),
    "activation without its name": (
        lambda: Activation(np.sin, np.cos, "sine"),
        TYPE,
        "Activation needs a text as its name; got <ufunc 'sin'>. "
        'Write Activation("name", function, derivative).',
    ),
    "activation with None for a derivative": (
        lambda: Activation("sine", np.sin, None),
        TYPE,
        "Activation sine needs functions of arrays; got None as its derivative. "
        'Write Activation("name", function, derivative).',
    ),
    "activation of single numbers": (
        lambda: layer(1, 2, activation=Activation("sine", math.sin, np.cos)),
        TYPE,
        "activation sine needs a function that takes arrays and keeps their shape; "
        "an array of shape (1, 3) ended in a TypeError. "
        "Write np.sin for math.sin, np.where for if, np.ones_like(Z) for 1.",
    ),
    "activation with an if": (
        lambda: layer(
            1, 2, activation=Activation("bent", lambda z: z if z > 0 else 0, np.sign)
        ),
        TYPE,
        "activation bent needs a function that takes arrays and keeps their shape; "
        "an array of shape (1, 3) ended in a ValueError. "
        "Write np.sin for math.sin, np.where for if, np.ones_like(Z) for 1.",
    ),
    "activation with a number for a derivative": (
        lambda: layer(1, 2, activation=Activation("one", np.copy, lambda Z: 1)),
        TYPE,
        "activation one needs a derivative that takes arrays and keeps their shape; "
        "an array of shape (1, 3) became one of shape (). "
        "Write np.sin for math.sin, np.where for if, np.ones_like(Z) for 1.",
    ),
    "activation of words": (
        lambda: tanh(["a", "b"]),
        TYPE,
        "Z needs real numbers; got ['a', 'b'].",
    ),
    "derivative of a ragged list": (
        lambda: tanh.derivative([[1, 2], [3]]),
        VALUE,
        "Z needs numbers in rows of one length; got [[1, 2], [3]].",
    ),
    "astype of whole numbers": (
        lambda: NET.astype(int),
        TYPE,
        "dtype needs np.float64 or np.float32; got <class 'int'>.",
    ),
    "stack of a network": (
        lambda: stack(NET),
        TYPE,
        "networks needs a list of networks; got "
        "Network(layers=[Dense(2 -> 3, tanh), Dense(3 -> 1, tanh)]).",
    ),
    "stack of layers": (
        lambda: stack(NET.layers),
        TYPE,
        "network needs a Network; got Dense(2 -> 3, tanh). Write Network([layer]).",
    ),
    "unstack of a list": (
        lambda: unstack([NET]),
        TYPE,
        "network needs a Network; got "
        "[Network(layers=[Dense(2 -> 3, tanh), Dense(3 -> 1, tanh)])]. "
        "Write Network(layers) for a list of layers.",
    ),
    "rng the module": (
        lambda: mlp([2, 1], tanh, tanh, rng=np.random),
        TYPE,
        f"rng needs a random generator; got {np.random!r:.60}. "
        "Write rng=np.random.default_rng(0).",
    ),
    "rng a seed": (
        lambda: mlp([2, 1], tanh, tanh, rng=7),
        TYPE,
        "rng needs a random generator; got 7. Write rng=np.random.default_rng(7).",
    ),
}

FORWARD = {
    "one sample": (
        lambda: NET(np.ones(2)),
        VALUE,
        "X needs one row per sample, shape (n, 2); got (2,). "
        "For one sample write X[None, :].",
    ),
    "a row for a column": (
        lambda: Network([layer(3, 1)])(np.ones(4)),
        VALUE,
        "X needs one row per sample, shape (n, 1); got (4,). Write X[:, None].",
    ),
    "a row of another length": (
        lambda: NET(np.ones(4)),
        VALUE,
        "X needs one row per sample, shape (n, 2); got (4,).",
    ),
    "columns for rows": (
        lambda: NET(X.T),
        VALUE,
        "X needs one row per sample, shape (n, 2); got (2, 4).",
    ),
    "a list": (
        lambda: NET([[1.0, 2.0]]),
        TYPE,
        "X needs to be an array with one row per sample, shape (n, 2); got a list. "
        "Write np.array(X).",
    ),
    "a number": (
        lambda: NET(1.0),
        TYPE,
        "X needs to be an array with one row per sample, shape (n, 2); got a float. "
        "Write np.array(X).",
    ),
    "a list for float32": (
        lambda: NET.astype(np.float32)([[1.0, 2.0]]),
        TYPE,
        "X needs to be an array with one row per sample, shape (n, 2); got a list. "
        "Write np.array(X, dtype=np.float32).",
    ),
    "a tensor": (
        lambda: NET(torch.tensor(X)),
        TYPE,
        "X needs to be an array with one row per sample, shape (n, 2); got a Tensor. "
        "Write X.detach().numpy().",
    ),
    "whole numbers": (
        lambda: NET(X.astype(int)),
        TYPE,
        "X needs the network's type of number, float64; got int64. "
        "Write X.astype(np.float64).",
    ),
    "another type": (
        lambda: NET.astype(np.float32)(X),
        TYPE,
        "X needs the network's type of number, float32; got float64. "
        "Write X.astype(np.float32).",
    ),
    "many batches for one network": (
        lambda: NET(np.ones((3, 4, 2))),
        VALUE,
        "X needs no leading axes or those of the networks, (); got (3,).",
    ),
    "too few batches for many": (
        lambda: NETS(np.ones((2, 4, 2))),
        VALUE,
        "X needs no leading axes or those of the networks, (3,); got (2,).",
    ),
}

DATA = {
    "Y a row": (
        lambda: run(Y=Y[:, 0]),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (4,). "
        "Write Y[:, None].",
    ),
    "Y a row, many networks": (
        lambda: run(NETS, Y=Y[:, 0]),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (4,). "
        "Write Y[:, None].",
    ),
    "Y one sample": (
        lambda: run(Network([layer(3, 2)]), X=X[:1], Y=np.ones(3)),
        VALUE,
        "Y needs the shape of the network's output, (1, 3); got (3,). "
        "Write Y[None, :].",
    ),
    "Y lies": (
        lambda: run(Y=Y.T),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (1, 4).",
    ),
    "Y of fewer samples": (
        lambda: run(Y=Y[:3]),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (3, 1).",
    ),
    "Y for many, one network": (
        lambda: run(Y=np.ones((3, 4, 1))),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (3, 4, 1).",
    ),
    "Y a number": (
        lambda: run(Y=1.0),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got ().",
    ),
    "Y of whole numbers": (
        lambda: run(Y=Y.astype(int)),
        TYPE,
        "Y needs float64 or float32 numbers; got int64. Write Y.astype(float).",
    ),
    "Y of yes and no": (
        lambda: run(Y=Y > 0),
        TYPE,
        "Y needs float64 or float32 numbers; got bool. Write Y.astype(float).",
    ),
    "Y of another type": (
        lambda: run(Y=Y.astype(np.float32)),
        TYPE,
        "Y needs the network's type of number, float64; got float32. "
        "Write Y.astype(np.float64).",
    ),
    "Y with nan": (
        lambda: run(Y=np.array([[0.0], [0.0], [np.nan], [0.0]])),
        VALUE,
        "Y needs finite numbers; got nan at [2, 0].",
    ),
    "X of whole numbers": (
        lambda: run(X=X.astype(int)),
        TYPE,
        "X needs float64 or float32 numbers; got int64. Write X.astype(float).",
    ),
    "X with inf": (
        lambda: run(X=np.where(X > 0, np.inf, X)),
        VALUE,
        "X needs finite numbers; got inf at [1, 1].",
    ),
    "X empty": (
        lambda: run(X=X[:0], Y=Y[:0]),
        VALUE,
        "X needs at least one number; got shape (0, 2).",
    ),
    "X an empty list": (
        lambda: run(X=[]),
        VALUE,
        "X needs at least one number; got shape (0,).",
    ),
    "X ragged": (
        lambda: run(X=[[1, 2], [3]]),
        VALUE,
        "X needs numbers in rows of one length; got [[1, 2], [3]].",
    ),
    "X a tensor with gradients": (
        lambda: run(X=torch.tensor(X, requires_grad=True)),
        TYPE,
        "X needs numbers alone; got a tensor that records its gradients. "
        "Write X.detach().numpy().",
    ),
    "X complex": (
        lambda: run(X=X + 1j),
        TYPE,
        "X needs float64 or float32 numbers; got complex128.",
    ),
    "Y the numbers of classes": (
        lambda: run(CLASSES, Y=np.array([0, 1, 1, 0]), loss=softmax_cross_entropy),
        VALUE,
        "Y needs the shape of the network's output, (4, 2); got (4,). "
        "For the numbers of classes write np.eye(2)[Y].",
    ),
    "Y a list, one pass": (
        lambda: loss_and_gradients(NET, X, Y.tolist()),
        TYPE,
        "Y needs to be an array; got a list. Write np.array(Y).",
    ),
    "a layer for a network": (
        lambda: loss_and_gradients(NET.layers[0], X, Y),
        TYPE,
        "network needs a Network; got Dense(2 -> 3, tanh). Write Network([layer]).",
    ),
    "layers for a network": (
        lambda: check_gradients(NET.layers, X, Y),
        TYPE,
        "network needs a Network; got [Dense(2 -> 3, tanh), Dense(3 -> 1, tanh)]. "
        "Write Network(layers) for a list of layers.",
    ),
    "X one sample": (
        lambda: run(X=X[1]),
        VALUE,
        "X needs one row per sample, shape (n, 2); got (2,). "
        "For one sample write X[None, :].",
    ),
    "Y a row, one pass": (
        lambda: loss_and_gradients(NET, X, Y[:, 0]),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (4,). "
        "Write Y[:, None].",
    ),
    "Y a row, check": (
        lambda: check_gradients(NET, X, Y[:, 0]),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (4,). "
        "Write Y[:, None].",
    ),
}

RUNS = {
    "lr negative": (
        lambda: run(lr=-0.1),
        VALUE,
        "lr needs finite numbers that are not negative; got -0.1.",
    ),
    "lr nan": (
        lambda: run(lr=np.nan),
        VALUE,
        "lr needs finite numbers that are not negative; got nan.",
    ),
    "lr inf": (
        lambda: run(lr=np.inf),
        VALUE,
        "lr needs finite numbers that are not negative; got inf.",
    ),
    "lr a word": (
        lambda: run(lr="0.1"),
        VALUE,
        "lr needs finite numbers that are not negative; got 0.1.",
    ),
    "lr nothing": (
        lambda: run(lr=None),
        VALUE,
        "lr needs finite numbers that are not negative; got None.",
    ),
    "lr per network, one network": (
        lambda: run(lr=[0.1, 0.2]),
        VALUE,
        "lr needs one number; got shape (2,).",
    ),
    "lr of another count": (
        lambda: run(NETS, lr=[0.1, 0.2]),
        VALUE,
        "lr needs one number, or one per network, shape (3,); got shape (2,).",
    ),
    "lr negative for one network": (
        lambda: run(NETS, lr=[0.1, -0.2, 0.3]),
        VALUE,
        "lr needs finite numbers that are not negative; got [ 0.1 -0.2  0.3].",
    ),
    "lr from a schedule": (
        lambda: run(lr=lambda step: -step, steps=2),
        VALUE,
        "lr needs finite numbers that are not negative; got -1.",
    ),
    "lr of another count from a schedule": (
        lambda: run(lr=lambda step: np.ones(2)),
        VALUE,
        "lr needs one number; got shape (2,).",
    ),
    "lr ragged": (
        lambda: run(lr=[[1], [2, 3]]),
        VALUE,
        "lr needs numbers in rows of one length; got [[1], [2, 3]].",
    ),
    "lr nan in a single step": (
        lambda: one_step(lr=np.nan),
        VALUE,
        "lr needs finite numbers that are not negative; got nan.",
    ),
    "every zero": (
        lambda: step_decay(0.1, 0.5, every=0),
        VALUE,
        "every needs a whole number of at least 1; got 0.",
    ),
    "lr of a decay negative": (
        lambda: step_decay(-0.1, 0.5),
        VALUE,
        "lr needs finite numbers that are not negative; got -0.1.",
    ),
    "factor zero": (
        lambda: step_decay(0.1, 0),
        VALUE,
        "factor needs a finite number above zero; got 0.",
    ),
    "step before the first": (
        lambda: step_decay(0.1, 0.5)(-1),
        VALUE,
        "step needs a whole number of at least 0; got -1.",
    ),
    "step nan": (
        lambda: step_decay(0.1, 0.5)(np.nan),
        VALUE,
        "step needs a whole number of at least 0; got nan.",
    ),
    "every a half": (
        lambda: step_decay(0.1, 0.5, every=0.5),
        VALUE,
        "every needs a whole number of at least 1; got 0.5.",
    ),
    "a curve of no points": (
        lambda: wavy_curve(0),
        VALUE,
        "n needs a whole number of at least 1; got 0.",
    ),
    "backward a word": (
        lambda: run(backward="x"),
        TYPE,
        "backward needs a function of (network, caches, dA); got 'x'.",
    ),
    "observe a word": (
        lambda: run(observe="loss"),
        TYPE,
        "observe needs a function of the network; got 'loss'.",
    ),
    "observe ragged": (
        lambda: run(observe=lambda net: [[1], [2, 3]]),
        VALUE,
        "What observe returns needs numbers in rows of one length; got [[1], [2, 3]].",
    ),
    "observe growing": (
        lambda: run(observe=lambda net, seen=[]: seen.append(1.0) or seen, steps=2),
        VALUE,
        "observe needs to return one shape in all steps; got (1,) and (2,).",
    ),
    "dA a number": (
        lambda: NET.backward(NET.forward(X), 1.0),
        VALUE,
        "dA needs the shape of the layer's output, (4, 1); got ().",
    ),
    "dA one row": (
        lambda: NET.layers[1].backward(NET.forward(X)[1], Y[:1]),
        VALUE,
        "dA needs the shape of the layer's output, (4, 1); got (1, 1).",
    ),
    "one cache too few": (
        lambda: NET.backward(NET.forward(X)[1:], Y),
        VALUE,
        "caches needs a list of one Cache per layer, 2; got 1 of them. "
        "Write network.forward(X).",
    ),
    "one cache for the list": (
        lambda: NET.backward(NET.forward(X)[0], Y),
        VALUE,
        "caches needs a list of one Cache per layer, 2; got a single Cache. "
        "Write network.forward(X).",
    ),
    "nothing for the caches": (
        lambda: NET.backward(None, Y),
        VALUE,
        "caches needs a list of one Cache per layer, 2; got None. "
        "Write network.forward(X).",
    ),
    "steps a fraction": (
        lambda: run(steps=1.5),
        VALUE,
        "steps needs a whole number of at least 0; got 1.5.",
    ),
    "steps a float": (
        lambda: run(steps=1e4),
        VALUE,
        "steps needs a whole number of at least 0; got 10000.0.",
    ),
    "steps negative": (
        lambda: run(steps=-1),
        VALUE,
        "steps needs a whole number of at least 0; got -1.",
    ),
    "steps true": (
        lambda: run(steps=True),
        VALUE,
        "steps needs a whole number of at least 0; got True.",
    ),
    "batch_size zero": (
        lambda: run(batch_size=0),
        VALUE,
        "batch_size needs a whole number of at least 1; got 0.",
    ),
    "batch_size a float": (
        lambda: run(batch_size=2.0),
        VALUE,
        "batch_size needs a whole number of at least 1; got 2.0.",
    ),
    "batches of nothing": (
        lambda: next(batches(0, 1)),
        VALUE,
        "n needs a whole number of at least 1; got 0.",
    ),
    "rng a seed": (
        lambda: run(batch_size=1, rng=0),
        TYPE,
        "rng needs a random generator; got 0. Write rng=np.random.default_rng(0).",
    ),
    "loss a name": (
        lambda: run(loss="mse"),
        TYPE,
        "loss needs a function paired with its gradient, such as nnlib.mse; "
        "got 'mse'. Write Loss(\"name\", function, gradient).",
    ),
    "loss without gradient": (
        lambda: loss_and_gradients(NET, X, Y, np.subtract),
        TYPE,
        "loss needs a function paired with its gradient, such as nnlib.mse; "
        "got <ufunc 'subtract'>. Write Loss(\"name\", function, gradient).",
    ),
}

BACKWARD = {
    "returns nothing": (
        silent,
        TYPE,
        "gradients needs a list of one Gradient per layer, 2; got None. "
        "Does your backward pass return its list?",
    ),
    "returns one Gradient": (
        single,
        TYPE,
        "gradients needs a list of one Gradient per layer, 2; got a single Gradient. "
        "Does your backward pass return its list?",
    ),
    "forgets a layer": (
        short,
        VALUE,
        "gradients needs one Gradient per layer, 2; got 1.",
    ),
    "returns tuples": (
        tuples,
        TYPE,
        "gradients needs a Gradient(W, b, delta, X) for layer 1; got a tuple.",
    ),
    "transposes": (
        transposed,
        VALUE,
        "dL/dW1 needs the shape of W1, (3, 2); got (2, 3). Write .T behind it.",
    ),
    "forgets b": (
        without_b,
        VALUE,
        "dL/db1 needs the shape of b1, (3,); got (). The layer has a bias: return its "
        "gradient too.",
    ),
}

LOSSES = {
    "targets that do not add up": (
        lambda: softmax_cross_entropy(np.zeros((2, 2)), np.array([[0, 1], [0.2, 0.7]])),
        VALUE,
        "Y needs probabilities, numbers from 0 to 1, each row adding up to 1; "
        "row 1 is [0.2, 0.7].",
    ),
    "negative targets that add up": (
        lambda: softmax_cross_entropy.gradient(
            np.zeros((1, 2)), np.array([[-0.5, 1.5]])
        ),
        VALUE,
        "Y needs probabilities, numbers from 0 to 1, each row adding up to 1; "
        "row 0 is [-0.5, 1.5].",
    ),
    "targets of the homework": (
        lambda: sigmoid_cross_entropy(np.zeros((1, 2)), np.array([[0.23, -0.07]])),
        VALUE,
        "Y needs probabilities, numbers from 0 to 1; row 0 is [0.23, -0.07].",
    ),
    "targets above one": (
        lambda: sigmoid_cross_entropy.gradient(np.zeros((1, 1)), np.array([[1.5]])),
        VALUE,
        "Y needs probabilities, numbers from 0 to 1; row 0 is [1.5].",
    ),
    "targets with nan": (
        lambda: softmax_cross_entropy(np.zeros((1, 2)), NAN),
        VALUE,
        "Y needs probabilities, numbers from 0 to 1, each row adding up to 1; "
        "row 0 is [nan, 0.0].",
    ),
    "targets of many networks": (
        lambda: sigmoid_cross_entropy(
            np.zeros((2, 1, 1)), np.array([[[1.0]], [[2.0]]])
        ),
        VALUE,
        "Y needs probabilities, numbers from 0 to 1; row 0 is [2.0].",
    ),
    "class numbers": (
        lambda: softmax_cross_entropy(np.zeros((4, 3)), np.array([0, 1, 2, 0])),
        VALUE,
        "Y needs the shape of the network's output, (4, 3); got (4,). "
        "For the numbers of classes write np.eye(3)[Y].",
    ),
    "a row against a column": (
        lambda: mse(np.ones((4, 1)), np.ones(4)),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (4,). "
        "Write Y[:, None].",
    ),
    "two rows": (
        lambda: half_squared_error.gradient(np.ones(4), np.ones(4)),
        VALUE,
        "Y_hat needs one row per sample, shape (n, outputs); got (4,).",
    ),
    "outputs of fewer networks": (
        lambda: mse(np.ones((3, 4, 1)), np.ones((2, 4, 1))),
        VALUE,
        "Y needs the shape of the network's output, (4, 1); got (2, 4, 1).",
    ),
}

OWN_LOSSES = {
    "forgets return": (
        Loss("mine", lambda Y_hat, Y: None, np.subtract),
        TYPE,
        "loss mine needs to return a number; got None. Does its function say return?",
    ),
    "keeps a number per sample": (
        Loss("mine", np.subtract, np.subtract),
        VALUE,
        "loss mine needs to return one number; got shape (4, 1). "
        "Add up its entries over axis=(-2, -1).",
    ),
    "has one slope for all": (
        Loss("mine", lambda Y_hat, Y: (Y_hat - Y).sum(), lambda Y_hat, Y: 1.0),
        VALUE,
        "The gradient of loss mine needs the shape of Y_hat, (4, 1); got ().",
    ),
    "has one row of slopes": (
        Loss("mine", lambda Y_hat, Y: Y_hat.sum(), lambda Y_hat, Y: np.ones((1, 1))),
        VALUE,
        "The gradient of loss mine needs the shape of Y_hat, (4, 1); got (1, 1).",
    ),
}

CHECKS = {
    "loss without its name": (
        lambda: Loss(np.subtract, np.subtract, "mine"),
        TYPE,
        "Loss needs a text as its name; got <ufunc 'subtract'>. "
        'Write Loss("name", function, gradient).',
    ),
    "loss with None for a gradient": (
        lambda: Loss("mine", np.subtract, None),
        TYPE,
        "Loss mine needs functions of arrays; got None as its gradient. "
        'Write Loss("name", function, gradient).',
    ),
    "loss of many networks in one number": (
        lambda: run(NETS, loss=Loss("mine", lambda Y_hat, Y: Y_hat.sum(), np.subtract)),
        VALUE,
        "loss mine needs to return one number per network, shape (3,); "
        "got shape (). Add up its entries over axis=(-2, -1).",
    ),
    "loss of a number": (
        lambda: mse(0.5, 0.2),
        VALUE,
        "Y_hat needs one row per sample, shape (n, outputs); got ().",
    ),
    "loss of words": (
        lambda: mse([["a"]], [[1]]),
        TYPE,
        "Y_hat needs real numbers; got [['a']].",
    ),
    "compare nothing with nothing": (
        lambda: compare("delta", [], []),
        VALUE,
        "delta needs at least one number; got shape (0,).",
    ),
    "compare complex numbers": (
        lambda: compare("delta", [1j], [0.0]),
        TYPE,
        "mine needs real numbers; got [1j].",
    ),
    "compare words": (
        lambda: compare("delta", [0.0], "abc"),
        TYPE,
        "reference needs real numbers; got 'abc'.",
    ),
    "compare ragged lists": (
        lambda: compare("delta", [[1, 2], [3]], [0.0]),
        VALUE,
        "mine needs numbers in rows of one length; got [[1, 2], [3]].",
    ),
    "compare a tensor with gradients": (
        lambda: compare("delta", torch.ones(2, requires_grad=True), np.ones(2)),
        TYPE,
        "mine needs numbers alone; got a tensor that records its gradients. "
        "Write mine.detach().numpy().",
    ),
    "compare without a name": (
        lambda: compare(np.ones(2), np.ones(2), np.ones(2)),
        TYPE,
        'name needs a text; got array([1., 1.]). Write compare("W1", mine, reference).',
    ),
    "a step that drowns": (
        lambda: check_gradients(NET, X, Y, step=1e-14),
        VALUE,
        "step needs a number from 1e-10 to 0.1; got 1e-14. "
        "A smaller one drowns in rounding, a larger one misses the slope.",
    ),
    "a step of nothing": (
        lambda: numerical_gradient(np.sum, [1.0], step=0),
        VALUE,
        "step needs a number from 1e-16 to 0.1; got 0. "
        "A smaller one drowns in rounding, a larger one misses the slope.",
    ),
    "a check of nan": (
        lambda: check_gradients(NET.map(lambda array: array * np.nan), X, Y),
        VALUE,
        "W1 needs finite numbers; got nan at [0, 0].",
    ),
    "differences of no function": (
        lambda: numerical_gradient(3.0, np.ones(2)),
        TYPE,
        "f needs a function of x; got 3.0.",
    ),
    "differences of a function of ragged lists": (
        lambda: numerical_gradient(lambda x: [[1], [2, 3]], np.ones(2)),
        VALUE,
        "f(x) needs numbers in rows of one length; got [[1], [2, 3]].",
    ),
    "differences of a function without return": (
        lambda: numerical_gradient(lambda x: None, np.ones(2)),
        VALUE,
        "f needs to return one number, or one per network along the leading axes of "
        "x, (2,); got None.",
    ),
    "compare transposed": (
        lambda: compare("W1", np.ones((2, 3)), np.ones((3, 2))),
        VALUE,
        "W1 needs the shape (3, 2); got (2, 3). Transposed?",
    ),
    "compare a row with a column": (
        lambda: compare("delta", np.ones(4), np.ones((4, 1))),
        VALUE,
        "delta needs the shape (4, 1); got (4,).",
    ),
    "compare nothing": (
        lambda: compare("delta", None, [1.0]),
        TYPE,
        "mine needs real numbers; got None.",
    ),
    "differences of whole numbers": (
        lambda: numerical_gradient(np.sum, np.array([3, 4])),
        TYPE,
        "x needs float64 or float32 numbers; got int64. Write x.astype(float).",
    ),
    "differences of a function that keeps an axis": (
        lambda: numerical_gradient(lambda x: x.sum(keepdims=True), np.ones(2)),
        VALUE,
        "f needs to return one number, or one per network along the leading axes of "
        "x, (2,); got shape (1,).",
    ),
}


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        pytest.param(*row, id=name)
        for table in (LAYERS, FORWARD, DATA, RUNS, LOSSES, CHECKS)
        for name, row in table.items()
    ],
)
def test_refusal(call, kind, text):
    assert refused(call) == (kind, text)


@pytest.mark.parametrize("name", BACKWARD)
def test_refusal_of_a_backward_pass(name):
    backward, kind, text = BACKWARD[name]
    assert refused(lambda: run(backward=backward)) == (kind, text)
    check = refused(lambda: check_gradients(NET, X, Y, backward=backward))
    assert check == (kind, text)


@pytest.mark.parametrize("name", OWN_LOSSES)
def test_refusal_of_an_own_loss(name):
    loss, kind, text = OWN_LOSSES[name]
    for call in (loss_and_gradients, check_gradients):
        assert refused(lambda call=call: call(NET, X, Y, loss)) == (kind, text)
    assert refused(lambda: run(loss=loss)) == (kind, text)


@pytest.mark.parametrize("step", [0, -1e-5, 1e-300, 0.2, np.nan, "x", None, True])
def test_steps_that_measure_no_slope_are_refused(step):
    _, text = refused(lambda: check_gradients(NET, X, Y, step=step))
    assert text.startswith("step needs a number from 1e-10 to 0.1; got ")


def test_lists_take_the_networks_type_of_number():
    net, _ = run(NET.astype(np.float32), X=X.tolist(), Y=Y.tolist())
    assert net.dtype == np.float32


def test_sizes_may_be_an_array():
    assert mlp(np.array([2, 2, 1]), tanh, tanh, rng=RNG).shapes == [(2, 2), (1, 2)]


def test_too_many_gradients():
    gradients = [Gradient(0, 0, 0, 0)] * 3
    _, text = refused(lambda: NET.copy().step(gradients, 0.1))
    assert text == "gradients needs one Gradient per layer, 2; got 3."


def test_nothing_is_half_done_when_a_step_is_refused():
    net = NET.copy()
    _, gradients = loss_and_gradients(net, X, Y)
    wrong = [gradients[0], gradients[1]._replace(b=np.ones(7))]
    refused(lambda: net.step(wrong, 0.1))
    np.testing.assert_array_equal(net.layers[0].W, NET.layers[0].W)


@steady
@given(
    shape=st.lists(st.integers(1, 3), max_size=3).map(tuple),
    n=st.integers(1, 3),
    outputs=st.integers(1, 3),
)
def test_targets_never_broadcast(shape, n, outputs):
    net = Network([Dense(np.ones((outputs, 2)), None, identity)])
    Y = np.ones(shape)
    if shape == (n, outputs):
        assert loss_and_gradients(net, np.ones((n, 2)), Y)
    else:
        _, text = refused(lambda: loss_and_gradients(net, np.ones((n, 2)), Y))
        assert f"({n}, {outputs}); got {shape}" in text


@pytest.mark.parametrize("junk", [None, 1, 1.5, "x", [], (), {}, [[]], [[None]], "12"])
def test_junk_as_data_is_refused_by_name(junk):
    assert refused(lambda: run(X=junk))[1].startswith("X needs ")
    assert refused(lambda: run(Y=junk))[1].startswith("Y needs ")
    assert refused(lambda: NET(junk))[1].startswith("X needs ")
    assert refused(lambda: Dense(junk, None, tanh))[1].startswith("W needs ")
    if junk is not None:
        assert refused(lambda: Dense(np.ones((2, 2)), junk, tanh))[1].startswith("b ")


@pytest.mark.parametrize("junk", ["x", [0.1], [[0.1, 0.2]], {}, object, True, 1j])
def test_junk_as_rate_is_refused_by_name(junk):
    call = run if junk is not object else lambda lr: run(lr=object())
    assert refused(lambda: call(lr=junk))[1].startswith("lr needs ")


@pytest.mark.parametrize("junk", ["3", 1.0, None, [3], True])
def test_junk_as_count_is_refused_by_name(junk):
    assert refused(lambda: run(steps=junk))[1].startswith("steps needs ")
    if junk is not None:
        assert refused(lambda: run(batch_size=junk))[1].startswith("batch_size needs ")
