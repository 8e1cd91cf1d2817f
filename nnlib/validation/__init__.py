"""Checks of arguments, arrays, networks and plots, and the errors that they raise.

Each message names the argument, what it needs, what came and how to mend it.
"""
