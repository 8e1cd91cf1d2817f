"""The exercises of notebook 05: count units, predict gradients, draw He's weights.

They are about the start of training, so nothing is trained here.
"""
