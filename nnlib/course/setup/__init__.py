"""Setting the project folder up: its `.venv`, the steps of it, and why one failed.

Only Python's own library may be imported here: nothing else is installed yet.
"""
