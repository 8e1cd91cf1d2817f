"""The exercises of notebook 06: the first fork, sharpness, a schedule, a hidden spike.

Each asks of a step size what a glance at the last loss does not show.
"""
