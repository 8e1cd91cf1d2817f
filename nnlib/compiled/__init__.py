"""Training compiled with Numba: the arithmetic of `training.train`, in plain loops.

Importing a module from here imports Numba, so `engine` does it on first use.
"""
