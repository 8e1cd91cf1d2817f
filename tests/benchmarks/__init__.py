"""How fast training is, beside the limit in C, JAX and the NumPy text."""
