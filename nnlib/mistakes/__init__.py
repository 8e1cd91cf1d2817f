"""Backward passes gone wrong: the known ones by name, and which of them yours is.

`MISTAKES` and `diagnose` are found in `nnlib`.
"""
