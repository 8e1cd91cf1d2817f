"""From the number of a notebook to its new file: read, bring up to date, run, store.

Nothing is stored before the last cell has run.
"""

import tempfile
from pathlib import Path

import click

from nnlib.course.files import write_errors_explained
from nnlib.course.notebooks.changes import changes
from nnlib.course.notebooks.files import read, replace, write
from nnlib.course.notebooks.from_exercises import with_exercises
from nnlib.course.notebooks.how_to_work import with_how_to_work
from nnlib.course.notebooks.running import run
from nnlib.course.notebooks.stripping import strip
from nnlib.exercises.catalogue import exercises_of, notebooks


def find(folder, numbers):
    """The solved notebooks in `folder` with these numbers, texts such as 03 or 3.

    All of them if there are no numbers. Raises ClickException for a number that no
    notebook has.
    """
    there = {path.name[:2]: path for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
    wanted = [number.zfill(2) for number in numbers] or list(there)
    for number in wanted:
        if number not in there:
            raise click.ClickException(
                f"notebook needs the number of a file in {folder}, "
                f"{', '.join(there) or 'which has none'}; got {number}."
            )
    return [there[number] for number in dict.fromkeys(wanted)]


def renew(path):
    """Run a solved notebook and store it, and its figures, where they have changed.

    Returns sentences that say what has changed. Raises ClickException, and stores
    nothing, for a file that is no notebook, for cells of an exercise that is gone and
    for a cell that fails.
    """
    number, project = path.name[:2], path.parents[1]
    before = read(path)
    after = with_exercises(before, _exercises(int(number)), number)
    after = with_how_to_work(after)
    # in the project: from there a new file takes the place of the old one in one go
    with (
        write_errors_explained(),
        tempfile.TemporaryDirectory(prefix=".notebook-", dir=project) as new,
    ):
        new = Path(new)
        run(after, new / "notebooks", number)
        strip(after)
        write(after, new / "notebooks" / path.name)
        drawn = sorted(file.name for file in new.glob("figures/*.svg"))
        files = [*(f"figures/{name}" for name in drawn), f"notebooks/{path.name}"]
        replaced = replace(files, new, project)
    said = [f"{number}: {changes(before, after, replaced)}"]
    for file in sorted(project.glob(f"figures/{number}_*")):
        if file.name not in drawn:
            said.append(f"{number}: no cell writes figures/{file.name}: remove it.")
    return said


def _exercises(number):
    return exercises_of(number) if number in notebooks() else []
