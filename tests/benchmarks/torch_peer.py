"""PyTorch's own gradient check."""

import torch

from nnlib.torch_bridge import to_torch


def load():
    """Use one thread: the networks are small."""
    torch.set_num_threads(1)
    return Peer()


class Peer:
    """The workloads; each returns a function that does one run."""

    def check(self, w):
        """`torch.autograd.gradcheck` of the same loss."""
        model = to_torch(w.network)
        X, Y = torch.tensor(w.X), torch.tensor(w.Y)
        names, values = zip(*model.named_parameters())

        def loss(*parameters):
            parameters = dict(zip(names, parameters))
            return ((torch.func.functional_call(model, parameters, X) - Y) ** 2).mean()

        def run():
            assert torch.autograd.gradcheck(loss, values, eps=1e-5, atol=1e-8)
            return 1

        return run
