"""What a new exercise has in its notebook to start with: a task and a solution.

They are made of the reference, once; then they are edited in the notebook.
"""

import ast
import inspect
import textwrap


def first_task(exercise):
    """The task: what to write, and the first paragraph of the reference's docstring."""
    words = inspect.getdoc(exercise.reference).split("\n\n")[0]
    return f"Write `{exercise.call}`: {' '.join(words.split())}"


def first_answer(exercise):
    """The source of the reference, with nbgrader's marks around the solution."""
    source = textwrap.dedent(inspect.getsource(exercise.reference))
    (function,) = ast.parse(source).body
    lines = source.rstrip().split("\n")
    docstring = function.body[0].end_lineno
    return "\n".join(
        [
            *lines[:docstring],
            "    ### BEGIN SOLUTION",
            *lines[docstring:],
            "    ### END SOLUTION",
        ]
    )
