"""The exercises of notebook 08: slopes, a gradient check, patient one, suspects.

The first two build the tool, the last two repair and rank with numbers.
"""
