"""The exercises of notebook 01: forward, the two deltas, one full update.

The loss is that of the homework, half the sum of the squared errors.
"""
