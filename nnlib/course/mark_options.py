"""The options of the command `mark`, and what each of them is about.

They are read before anything that marking needs is imported.
"""

import click

PARTS = {  # those about the reading, and about what becomes of the points
    "reading": ("shape", "attempt", "roster"),
    "giving": ("into", "column", "notebook", "feedback_zip"),
}
OPTIONS = (
    click.option(
        "--out",
        metavar="DIR",
        default="marks",
        help="The folder for all marks; else marks.",
    ),
    click.option("--gradebook", metavar="URL", help="Another database than DIR's own."),
    click.option(
        "--workers", type=click.IntRange(1), help="How many at once; else all cores."
    ),
    click.option("--scheduler", metavar="ADDRESS", help="Mark on a Dask cluster."),
    click.option(
        "--seed", type=click.IntRange(0), help="Draws the cases; else a secret one."
    ),
    click.option("--resume", is_flag=True, help="Go on with the marks in DIR."),
    click.option("--trust-students", is_flag=True, help="Mark without the sandbox."),
    click.option("--dry-run", is_flag=True, help="Say how they are read, and stop."),
    click.option(
        "--shape", metavar="NAME", help="As which platform's; else found out."
    ),
    click.option(
        "--attempt",
        type=click.Choice(["newest", "best"]),
        help="Which file of a notebook counts; else the newest.",
    ),
    click.option(
        "--roster", metavar="FILE", help="A CSV file with the columns id, name."
    ),
    click.option(
        "--into", metavar="FILE", help="Fill a copy of a platform's grade table."
    ),
    click.option("--column", metavar="NAME", help="Its column that is filled."),
    click.option("--notebook", metavar="03", help="With these points; else with all."),
    click.option(
        "--feedback-zip", is_flag=True, help="Write the feedback as zips, too."
    ),
    click.option(
        "--explain",
        nargs=2,
        metavar="STUDENT 1.2",
        help="Print what came in each case, and what was due; mark nothing.",
    ),
)


def with_mark_options(command):
    """Give a command all of the options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
