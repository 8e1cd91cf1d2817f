"""Strip from a notebook that ran what another run would make otherwise.

What is left is the same after each run, on each computer, and what GitHub can show.
"""

from nbformat import from_dict

METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
KEPT = ("nbgrader", "tags")  # of a cell's metadata


def strip(notebook):
    """Strip it in place; number the cells of code, each of which has run once."""
    notebook.metadata = from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = {
            key: cell.metadata[key] for key in KEPT if key in cell.metadata
        }
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            _strip_output(output, count)


def _strip_output(output, count):
    if "execution_count" in output:
        output.execution_count = count
    if "data" in output:
        data = output.data.items()
        output.data = {kind: value for kind, value in data if "widget" not in kind}
