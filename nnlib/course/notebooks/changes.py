"""Say in one line what has changed in a notebook: cells, outputs and figures.

Cells are named by their numbers, as In [3] in JupyterLab.
"""


def changes(before, after, replaced):
    """Compare a notebook before and after its run.

    replaced  the files that were replaced, with "new" or "changed", as from `replace`
    """
    if not replaced:
        return "unchanged"
    old = {cell.id: cell for cell in before.cells}
    new = [cell for cell in after.cells if cell.id not in old]
    texts = [
        cell
        for cell in after.cells
        if cell.id in old and _text(cell) != _text(old[cell.id])
    ]
    outputs = [
        str(cell.execution_count)
        for cell in after.cells
        if cell.id in old and _shown(cell) != _shown(old[cell.id])
    ]
    kept = {cell.id for cell in after.cells}
    gone = [cell_id for cell_id in old if cell_id not in kept]
    said = []
    if gone:
        said.append(f"{_counted(len(gone))} removed ({', '.join(gone)})")
    if new:
        said.append(f"{_counted(len(new))} added ({', '.join(c.id for c in new)})")
    if texts:
        said.append(f"{_counted(len(texts))} brought up to date")
    if outputs:
        cells = f"cell{'s' * (len(outputs) > 1)} {', '.join(outputs)}"
        said.append(f"output of {cells} changed")
    figures = [(name, how) for name, how in replaced.items() if name.endswith(".svg")]
    said += [f"{name} {how}" for name, how in figures]
    return ", ".join(said) or "stripped of what changes from run to run"


def _text(cell):
    return cell.source, cell.metadata.get("nbgrader"), cell.metadata.get("tags")


def _shown(cell):
    outputs = [dict(output) for output in cell.get("outputs", [])]
    return [output | {"execution_count": None} for output in outputs]


def _counted(cells):
    return f"{cells} cell{'s' * (cells > 1)}"
