"""What all explorers share: a figure, its controls, and where they are shown.

A figure is drawn by a generator, quickly first and then better, so that it can answer a
slider at once. Unattended, it is the figure at the start and nothing else.
"""

from nnlib.plotting import save_figure
from nnlib.plotting.figures import as_picture
from nnlib.plotting.reused_figure import Sheet
from nnlib.progress import in_notebook


class Explorer:
    """A figure to explore; in a notebook that a person has opened, with its sliders.

    draw      a generator function of the chosen values, a dictionary with the keys of
              `controls`; it yields axes, each drawn better than the ones before
    controls  a dictionary from name to `Control`
    name      the file of the figure at the start, as for `save_figure`
    """

    def __init__(self, draw, controls, name):
        self.draw, self.controls = draw, controls
        *hurried, best = draw(self.start)
        for ax in hurried:
            as_picture(ax)  # which closes it, else a notebook would show it
        self.picture = save_figure(best, name)
        self.sheet = Sheet(best)

    @property
    def start(self):
        """The values that all controls have at first."""
        return {key: control.start for key, control in self.controls.items()}

    def pictures(self, values):
        """Draw the figure for these `values`: the first soon, each next one better.

        To lay out a figure takes longer than to draw it. So at first all stays where it
        was in the figure before, and the last one is laid out anew.
        """
        plots = self.draw(values)
        while self.sheet.draw(plots):
            yield self.sheet.picture()
        yield self.sheet.laid_out()

    def __repr__(self):
        return repr(self.picture)

    def _ipython_display_(self):
        self.picture._ipython_display_()
        if in_notebook():
            # imported here, so that unattended runs do without ipywidgets
            from nnlib.explorers.panel import Panel  # noqa: PLC0415

            Panel(self)._ipython_display_()
