"""Marking a class: what comes back is run in a sandbox and judged outside of it.

The answers never enter the process in which a student's code runs. `command` marks a
class for the terminal, `marker` each submission of it, `examiner` each exercise.
"""
