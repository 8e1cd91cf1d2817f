"""`python3 nnlib notebook 03`: a solved notebook, run and stored anew.

What it repeats of its exercises, and how to work here, is written into it first.
"""
