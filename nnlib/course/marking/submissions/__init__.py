"""What students handed in: their files, and the answers in them.

Nothing that a student wrote is trusted, and nothing of it runs here.
"""
