"""The instructor's side of the course, and the commands that open and check it.

Nothing else in nnlib imports from here.
"""
