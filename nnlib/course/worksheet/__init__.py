"""A student's worksheet with gaps to fill in, as an HTML page and as a PDF.

Both show the same `BlankWorksheet`.
"""
