"""All of ours that enters the sandbox, besides `nnlib.exercises.calls`.

It imports nothing else of nnlib: students' programs can read whatever lies here.
"""
