"""What is refused, and in which words: of arguments, arrays, networks and plots.

Each message names the argument, what it needs, what came and how to mend it.
"""
