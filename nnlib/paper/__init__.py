"""A calculation written out as on paper: formula, numbers, value, line by line.

`worksheet` is found in `nnlib`.
"""
