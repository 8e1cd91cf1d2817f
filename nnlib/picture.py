"""A finished figure, as it shows itself in a notebook and elsewhere.

Its description goes with it wherever it is shown.
"""

from textwrap import fill


class Picture:
    """A finished figure: in a notebook a PNG above its description, else the latter."""

    def __init__(self, png, description):
        self.png, self.description = png, description

    def __repr__(self):
        return fill(f"Figure: {self.description}", 78, break_on_hyphens=False)

    def _ipython_display_(self):
        # imported here, so that scripts do without IPython
        from IPython.display import display  # noqa: PLC0415

        bundle = {"image/png": self.png, "text/plain": repr(self)}
        display(bundle, metadata={"image/png": {"alt": self.description}}, raw=True)
        print(self)
