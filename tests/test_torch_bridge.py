"""To PyTorch and back: the same numbers exactly, and nothing else is touched."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from nnlib import (
    Activation,
    Dense,
    Network,
    identity,
    loss_and_gradients,
    mse,
    relu,
    sigmoid,
    stack,
    tanh,
)
from nnlib.torch_bridge import MODULES, from_torch, to_torch
from tests.support.helpers import (
    ACTIVATIONS,
    assert_same,
    dtypes,
    random_network,
    seeds,
    sizes,
    steady,
)

swish = Activation(
    "swish",
    lambda Z: Z * sigmoid(Z),
    lambda Z: sigmoid(Z) + Z * sigmoid.derivative(Z),
)


def network(*activations, bias=True, seed=0):
    rng = np.random.default_rng(seed)
    return random_network([2, 3, 4, 2], activations, rng, bias=bias)


@steady
@given(
    shape=sizes,
    activation=st.sampled_from(ACTIVATIONS),
    output=st.sampled_from(ACTIVATIONS),
    bias=st.booleans(),
    dtype=dtypes,
    seed=seeds,
)
def test_there_and_back_is_exact(shape, activation, output, bias, dtype, seed):
    chosen = [activation] * (len(shape) - 2) + [output]
    net = random_network(shape, chosen, np.random.default_rng(seed), bias=bias)
    net = net.astype(dtype)
    kept = net.copy()
    state = torch.random.get_rng_state()
    module = to_torch(net)
    assert_same(from_torch(module), net)
    assert torch.equal(torch.random.get_rng_state(), state)
    assert_same(net, kept)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_both_sides_compute_the_same(activation):
    net = network(activation, tanh, activation)
    X = np.random.default_rng(1).standard_normal((5, 2))
    module = to_torch(net)
    out = module(torch.tensor(X))
    np.testing.assert_allclose(out.detach().numpy(), net(X), rtol=1e-12, atol=1e-15)
    nn.MSELoss()(out, torch.zeros(5, 2, dtype=torch.float64)).backward()
    _, gradients = loss_and_gradients(net, X, np.zeros((5, 2)), mse)
    linear = [part for part in module if isinstance(part, nn.Linear)]
    for gradient, part in zip(gradients, linear, strict=True):
        for mine, theirs in (
            (gradient.W, part.weight.grad),
            (gradient.b, part.bias.grad),
        ):
            np.testing.assert_allclose(mine, theirs.numpy(), rtol=1e-10, atol=1e-15)


def test_what_pytorch_gets():
    module = to_torch(network(relu, identity, sigmoid))
    assert [type(part) for part in module] == [
        nn.Linear,
        nn.ReLU,
        nn.Linear,
        nn.Linear,
        nn.Sigmoid,
    ]
    assert all(weight.requires_grad for weight in module.parameters())


def test_layers_without_bias():
    module = to_torch(network(tanh, tanh, tanh, bias=False))
    assert module[0].bias is None
    assert from_torch(module).layers[0].b is None


def test_both_sides_share_no_memory():
    net = network(tanh, tanh, tanh)
    kept, module = net.copy(), to_torch(net)
    back = from_torch(module)
    with torch.no_grad():
        for weight in module.parameters():
            weight.add_(1)
    assert_same(net, kept)
    assert_same(back, kept)


def test_a_module_made_in_torch():
    module = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1, bias=False))
    net = from_torch(module)
    assert net.dtype == np.float32
    assert [layer.activation for layer in net.layers] == [tanh, identity]
    X = np.ones((4, 2), dtype=np.float32)
    out = module(torch.from_numpy(X)).detach().numpy()
    np.testing.assert_allclose(net(X), out, rtol=1e-5, atol=1e-6)


def test_random_numbers_do_not_move():
    torch.manual_seed(0)
    expected = torch.rand(3)
    torch.manual_seed(0)
    to_torch(network(tanh, tanh, tanh))
    assert torch.equal(torch.rand(3), expected)


def test_an_activation_of_your_own():
    modules = MODULES | {swish: nn.SiLU}
    net = network(swish, tanh, identity)
    module = to_torch(net, modules)
    assert_same(from_torch(module, modules), net)
    X = np.random.default_rng(1).standard_normal((5, 2))
    out = module(torch.tensor(X)).detach().numpy()
    np.testing.assert_allclose(out, net(X), rtol=1e-12)


def message(call, kind):
    with pytest.raises(kind) as refusal:
        call()
    return str(refusal.value)


def test_unknown_activation_for_pytorch():
    assert message(lambda: to_torch(network(swish, tanh, tanh)), ValueError) == (
        "No PyTorch module is known for swish. "
        "Pass one: to_torch(network, MODULES | {swish: ...})."
    )


def test_many_networks():
    nets = stack([network(tanh, tanh, tanh)] * 3)
    assert message(lambda: to_torch(nets), ValueError) == (
        "network needs to be one network; got 3 side by side. "
        "Take them one by one with unstack."
    )


def test_a_module_that_is_no_sequence():
    assert message(lambda: from_torch(nn.Linear(1, 1)), TypeError) == (
        "from_torch needs a torch.nn.Sequential; got Linear."
    )


def test_a_type_of_number_nnlib_has_not():
    module = nn.Sequential(nn.Linear(1, 1).half())
    assert message(lambda: from_torch(module), TypeError) == (
        "from_torch needs weights of one type, float64 or float32; got torch.float16. "
        "Write from_torch(module.double())."
    )


def test_two_types_of_number():
    one, two = nn.Linear(1, 2), nn.Linear(2, 1).double()
    half = nn.Linear(1, 1).double()
    half.bias = nn.Parameter(torch.zeros(1))
    for module in (nn.Sequential(one, nn.Tanh(), two), nn.Sequential(half)):
        assert message(lambda module=module: from_torch(module), TypeError) == (
            "from_torch needs weights of one type, float64 or float32; "
            "got torch.float32 and torch.float64. Write from_torch(module.double())."
        )


def test_a_layer_is_no_network():
    layer = Dense([[1.0]], None, tanh)
    assert message(lambda: to_torch(layer), TypeError) == (
        "network needs a Network; got Dense(1 -> 1, tanh, no bias). "
        "Write Network([layer])."
    )


KNOWN = (
    f"from_torch knows Linear, {', '.join(repr(one()) for one in MODULES.values())}; "
    "got "
)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([nn.Linear(1, 1), nn.SiLU()], KNOWN + "SiLU()."),
        (
            [nn.Linear(1, 1), nn.LeakyReLU(0.2)],
            KNOWN + "LeakyReLU(negative_slope=0.2).",
        ),
        (
            [nn.ReLU(), nn.Linear(1, 1)],
            "from_torch needs an activation after a Linear layer; "
            "got ReLU() after nothing.",
        ),
        (
            [nn.Linear(1, 2), nn.ReLU(), nn.Tanh()],
            "from_torch needs an activation after a Linear layer; "
            "got Tanh() after Dense(1 -> 2, relu).",
        ),
        ([], "layers needs at least one Dense layer; got none."),
    ],
)
def test_sequences_that_are_no_dense_network(parts, text):
    assert message(lambda: from_torch(nn.Sequential(*parts)), ValueError) == text


def test_weights_that_do_not_chain():
    module = nn.Sequential(nn.Linear(1, 2), nn.Linear(3, 1))
    assert message(lambda: from_torch(module), ValueError).startswith("Layer 2 takes 3")


def test_arrays_in_another_order_of_memory():
    W = np.arange(6.0).reshape(2, 3)
    net = Network([Dense(W.T, None, tanh)])
    assert_same(from_torch(to_torch(net)), net)
