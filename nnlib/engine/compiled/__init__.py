"""Training compiled with Numba: the arithmetic of `training.train`, in plain loops.

All modules but `job` and `plan` import Numba, so `job` imports them on first use.
"""
