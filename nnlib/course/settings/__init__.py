"""The settings of one's own course: the file `course.toml` beside the README.

Without it the course is as it is: all notebooks, their points, and no due dates.
"""
