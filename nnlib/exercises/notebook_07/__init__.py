"""The exercises of notebook 07: bumps by hand, two rows predicted, lr, one pass.

All nets have one input, one hidden layer of σ and a linear output.
"""
