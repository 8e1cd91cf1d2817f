"""The exception of all that the course refuses; commands print it as it is.

It imports nothing: setting up, which has no packages yet, raises it too.
"""


class Refusal(Exception):
    """One sentence for the user: what is wrong, and what to do."""
