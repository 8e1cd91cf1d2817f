"""Calling a student's function, and reading what comes of it: values and exceptions.

The sandbox needs these modules as well, so they import nothing else of nnlib.
"""
