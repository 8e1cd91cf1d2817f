"""The sandbox seen from outside: how it is started, and what it shows of the disk.

It is made by bubblewrap.
"""
