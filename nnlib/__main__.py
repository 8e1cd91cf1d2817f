"""The front door: `python3 nnlib lab` opens the course, `python3 nnlib test` checks it.

Run by path, on a Python with nothing installed, it makes `.venv` in the project folder,
installs the course there and goes on inside it. Run as `python -m nnlib`, inside that
environment, it is the course's command line.
"""

import sys

# An old Python, 2.7 included, must be able to read this file to say that it is too old:
# no f-strings, no annotations, ASCII only; and it must get no further than this.
if sys.version_info < (3, 11):
    sys.exit(
        "nnlib needs Python 3.11 or newer and this is {}.{}: get it from "
        "https://www.python.org/downloads/ and run the line with it.".format(
            *sys.version_info
        )
    )

if __name__ == "__main__" and __package__:
    from nnlib.course.command_line import main

    main(prog_name="nnlib")
elif __name__ == "__main__":
    # Run by path, this folder is the first place where Python looks for modules.
    from course.setup.venv import main

    sys.exit(main(sys.argv[1:]))
