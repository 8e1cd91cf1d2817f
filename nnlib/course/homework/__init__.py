"""The folder `homework`: the student's copies, what is theirs in them, and updates.

A file in which a student has written is never overwritten.
"""
