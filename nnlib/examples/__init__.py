"""Examples with numbers of their own: each student's, and programs that others posted.

`personal_example` is found in `nnlib`.
"""
