"""The exercises of notebook 10: one layer back, all layers, any graph, and the cost.

Vectors are columns, as on paper: one sample, without an axis for samples.
"""
