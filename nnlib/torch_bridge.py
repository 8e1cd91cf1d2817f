"""To PyTorch and back, number by number: the only module that imports torch.

Weights lie in the same places on both sides, since nnlib's W is torch.nn.Linear's.
"""

import torch
from torch import nn
from torch.nn.utils import skip_init

from nnlib.activations import identity, leaky_relu, relu, sigmoid, tanh
from nnlib.network import Dense, Network
from nnlib.validation.networks import check_single

MODULES = {
    identity: nn.Identity,
    sigmoid: nn.Sigmoid,
    tanh: nn.Tanh,
    relu: nn.ReLU,
    leaky_relu: nn.LeakyReLU,
}
"""The PyTorch module of each activation; add your own: `MODULES | {swish: nn.SiLU}`."""


def to_torch(network, modules=MODULES):
    """Turn a network into a `torch.nn.Sequential` with exactly the same numbers.

    An identity layer becomes a bare `Linear`.

    network  one `Network`; its W, (outputs, inputs), are copied to the Linear layers
    modules  a dictionary from activation to PyTorch module, such as `MODULES`

    Raises ValueError where networks are stacked or an activation is not in `modules`,
    TypeError where `network` is no `Network`.
    """
    check_single(network)
    parts = []
    for layer in network.layers:
        if layer.activation not in modules:
            raise ValueError(
                f"No PyTorch module is known for {layer.activation}. "
                f"Pass one: to_torch(network, MODULES | {{{layer.activation}: ...}})."
            )
        parts.append(_linear(layer))
        if layer.activation != identity:
            parts.append(modules[layer.activation]())
    return nn.Sequential(*parts)


def from_torch(module, modules=MODULES):
    """Turn a `Sequential` of `Linear` layers and activations into a `Network`, exactly.

    module   the `torch.nn.Sequential`, all its weights float64 or all float32
    modules  a dictionary from activation to PyTorch module, such as `MODULES`

    Raises TypeError where `module` is something else or mixes types of number,
    ValueError where it holds other parts.
    """
    if not isinstance(module, nn.Sequential):
        raise TypeError(
            f"from_torch needs a torch.nn.Sequential; got {type(module).__name__}."
        )
    types = sorted({str(array.dtype) for array in module.parameters()})
    if not set(types) <= {"torch.float32", "torch.float64"} or len(types) > 1:
        raise TypeError(
            "from_torch needs weights of one type, float64 or float32; "
            f"got {' and '.join(types)}. Write from_torch(module.double())."
        )
    layers = []
    for part in module:
        if isinstance(part, nn.Linear):
            layers.append(_dense(part))
        elif layers and layers[-1].activation == identity:
            layers[-1].activation = _activation(part, modules)
        else:
            raise ValueError(
                f"from_torch needs an activation after a Linear layer; got {part} "
                f"after {layers[-1] if layers else 'nothing'}."
            )
    return Network(layers)


def _linear(layer):
    outputs, inputs = layer.W.shape
    dtype = torch.from_numpy(layer.W).dtype
    bias = layer.b is not None
    # skip_init, because Linear would draw random numbers only to be overwritten
    linear = skip_init(nn.Linear, inputs, outputs, bias=bias, dtype=dtype)
    with torch.no_grad():
        linear.weight.copy_(torch.from_numpy(layer.W))
        if layer.b is not None:
            linear.bias.copy_(torch.from_numpy(layer.b))
    return linear


def _dense(linear):
    b = None if linear.bias is None else linear.bias.detach().cpu().numpy()
    return Dense(linear.weight.detach().cpu().numpy(), b, identity)


def _activation(part, modules):
    for activation, module in modules.items():
        if repr(module()) == repr(part):  # the text holds the settings, such as a slope
            return activation
    known = ", ".join(repr(module()) for module in modules.values())
    raise ValueError(f"from_torch knows Linear, {known}; got {part}.")
