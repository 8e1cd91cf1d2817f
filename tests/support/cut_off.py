"""Which texts of a figure are drawn beyond its edge, and so cannot be read."""

from contextlib import contextmanager
from functools import wraps

from matplotlib.text import Text


@contextmanager
def texts_cut_off():
    """A list of all texts that are drawn beyond the edge of their figure."""
    cut, draw = [], Text.draw

    @wraps(draw)
    def watched(text, renderer):
        draw(text, renderer)
        if text.get_visible() and text.get_text().strip():
            box, edge = (
                text.get_window_extent(renderer),
                text.get_figure(root=True).bbox,
            )
            if min(*box.p0, *(edge.p1 - box.p1)) < -1:
                cut.append(text.get_text())

    Text.draw = watched
    try:
        yield cut
    finally:
        Text.draw = draw
