"""The exercises of notebook 02: one step with autograd, by hand, and a bug to find.

The nets of the first two have biases, as those of `torch.nn.Linear` do.
"""
