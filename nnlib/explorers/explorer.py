"""What all explorers share: a figure, its controls, and where they are shown.

A figure is drawn by a generator, quickly first and then better, so that it can answer a
slider at once. Unattended, it is the figure at the start and nothing else.
"""

from nnlib.plotting import save_figure
from nnlib.plotting.figures import as_picture
from nnlib.plotting.reused_figure import Sheet
from nnlib.progress import in_notebook

NO_SLIDERS = "The sliders come back when this cell is run."

# A notebook stores what it shows, and sliders are dead without the kernel that made
# them. So the figure alone gives way to living sliders, and dead ones to the figure.
_OUTPUT = ".jp-OutputArea-child"
_STILL = f"{_OUTPUT}:has(.nnlib-still)"
_DEAD = ".nnlib-dead"
ONE_OF_BOTH = (
    f"{_STILL}:has(+ {_OUTPUT} .nnlib-explorer):not(:has(+ {_OUTPUT} {_DEAD})), "
    f"{_STILL} + {_OUTPUT}:has({_DEAD}), "
    f"{_STILL} + {_OUTPUT}:has(> .jupyter-widgets) {{display: none}}"
)


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

    def html(self):
        """The figure at the start and where the sliders are, unless these are shown."""
        return (
            f'<div class="nnlib-still">{self.picture.html()}<p>{NO_SLIDERS}</p></div>'
            f"<style>{ONE_OF_BOTH}</style>"
        )

    def _ipython_display_(self):
        # imported here, so that scripts do without IPython
        from IPython.display import display  # noqa: PLC0415

        display({"text/html": self.html(), "text/plain": repr(self)}, raw=True)
        if in_notebook():
            # imported here, so that unattended runs do without anywidget
            from nnlib.explorers.panel import Panel  # noqa: PLC0415

            Panel(self)._ipython_display_()
