"""Marking one submission: the cases are sent into the sandbox, the answers judged here.

A student's code is never run, imported or unpickled on this side.
"""
