"""The exercises of notebook 09: the bug, the forks, the exponent, Feigenbaum's δ.

The nets of the first one are the program's without biases; the map of the next two is
that of two weights in a row.
"""
