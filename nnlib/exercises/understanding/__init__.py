"""Which one or two mistakes, made in the worked solution, give a student's answers.

The operations of the reference are done differently, one or two at once, and what comes
out is compared with the answers; nothing of the student's is called.
"""
