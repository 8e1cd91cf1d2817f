"""The place in a student's function where another value would make all cases right.

For wrong answers whose mistake has no name, in `check` alone: the values of the worked
solution are put into the student's own process only.
"""
