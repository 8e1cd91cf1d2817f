"""Marking a class: what comes back is run in a sandbox and judged outside of it.

The answers never enter the process in which a student's code runs. `command` is what
is typed, `marker` marks the class, `examining.examiner` each submission.
"""
