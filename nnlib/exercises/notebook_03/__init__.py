"""The exercises of notebook 03: what ReLU, leaky ReLU and tanh do on the way back.

The nets are those of the notebook: no biases, one activation in all layers.
"""
