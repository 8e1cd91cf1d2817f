"""Backward passes gone wrong: the known ones by name, and what yours does instead.

`MISTAKES`, `diagnose` and `diagnose_step` are found in `nnlib`.
"""
