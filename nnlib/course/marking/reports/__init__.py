"""What is written from the marks: the table, feedback, the form grader's notebooks.

All of it can be written again at any time.
"""
