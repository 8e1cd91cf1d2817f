"""The same training, compiled: one network or thousands, on all cores or on a cluster.

A network gets the same bits alone and among thousands, from any number of threads, on
any processor.
"""
