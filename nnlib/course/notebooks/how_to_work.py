"""The cell below the title of every notebook: how to work here.

Its text is typed in this module alone.
"""

from copy import deepcopy

from nbformat.v4 import new_markdown_cell

ID = "how-to-work"
TEXT = """\
<details><summary><b>How to work here</b></summary>

- **Shift+Enter** runs a cell and goes to the next one. Run the first code cell before \
all others: it imports what they need.
- A `"?"` is yours to replace: a guess, or the title of a figure.
- *Run › Run All Cells* goes on past exercises that are open or wrong; each says \
that it is.
- *Kernel › Restart Kernel…* forgets what the cells have computed. What you have \
typed stays.
- A new session has computed nothing yet: select the cell where you want to go on, and \
choose *Run › Run All Above Selected Cell*.
- `progress()` shows your points. They are kept in `progress.json`, beside the \
notebooks.
- Stuck? Hints are folded below each check, one by one.

</details>"""


def with_how_to_work(notebook):
    """Copy a notebook, with the text below its title; without a title it gets none."""
    notebook = deepcopy(notebook)
    cells = [cell for cell in notebook.cells if cell.id != ID]
    for place, cell in enumerate(cells, start=1):
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            cells.insert(place, new_markdown_cell(TEXT, id=ID))
            break
    notebook.cells = cells
    return notebook
