"""The exercises of notebook 04: softmax, log-sum-exp, cross-entropy and its gradient.

All work on pre-activations, one row per sample and one column per class.
"""
