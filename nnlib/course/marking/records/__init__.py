"""What is kept of a marking: the journal, and nbgrader's gradebook.

Both bear an end at any moment.
"""
