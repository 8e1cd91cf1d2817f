"""The sliders of a figure, and the figure that follows them: the kernel's side.

What is drawn is what is chosen then, so the last of many values always wins; what takes
longer is drawn when the sliders rest.
"""

import asyncio
import gc
from pathlib import Path

import anywidget
from traitlets import Bytes, Int, List, Unicode

from nnlib.explorers.controls import Toggle
from nnlib.plotting.figures import NARROWEST

REST = 0.15  # seconds without a new value before a figure is drawn better
HERE = Path(__file__).parent


class Page(anywidget.AnyWidget):
    """What the page knows: the controls, what is chosen, the figure and its words."""

    _esm, _css = HERE / "panel.js", HERE / "panel.css"
    controls = List().tag(sync=True)
    start, chosen = List().tag(sync=True), List().tag(sync=True)
    png, words = Bytes().tag(sync=True), Unicode().tag(sync=True)
    width, narrowest = Int().tag(sync=True), Int(NARROWEST).tag(sync=True)


class Panel:
    """The controls of an `Explorer`, a reset button, and the figure they change."""

    def __init__(self, explorer):
        self.explorer, self.coming = explorer, None
        self.loop = _running_loop()
        controls = explorer.controls.values()
        start = [control.start_index for control in controls]
        self.page = Page(
            controls=[_in_the_page(control) for control in controls],
            start=start,
            chosen=start,
            width=explorer.picture.width,
        )
        self.drawn = self.values
        self._show(explorer.picture)
        self.page.observe(self.redraw, "chosen")

    @property
    def values(self):
        """What is chosen now."""
        controls = self.explorer.controls
        return {
            key: list(control.options.values())[index]
            for (key, control), index in zip(controls.items(), self.page.chosen)
        }

    def choose(self, values):
        """Choose these values, as the reader would with the sliders."""
        self.page.chosen = [
            list(control.options.values()).index(value)
            for control, value in zip(
                self.explorer.controls.values(), (self.values | values).values()
            )
        ]

    def redraw(self, _=None):
        """Draw the chosen values quickly soon, better when the sliders rest."""
        self._later(0, self._draw)

    def _draw(self):
        if self.values == self.drawn:
            return
        self.drawn = self.values
        self.coming = self.explorer.pictures(self.drawn)
        self._show_next(self.coming)

    def _show_next(self, pictures):
        if pictures is not self.coming:
            return  # a newer value has been chosen
        try:
            picture = next(pictures, None)
        except Exception as error:
            self.shown = None  # no words of an earlier figure shall follow
            self._say(f"This cannot be drawn; the figure is an earlier one. {error}")
            raise
        if picture is not None:
            self._show(picture)
            self._later(REST, self._show_next, pictures)

    def _show(self, picture):
        self.page.png, self.shown = picture.png, picture
        self._later(REST, self._describe, picture)

    def _describe(self, picture):
        """Put a figure into words once it stays; sooner would delay the next one."""
        if picture is self.shown:
            self._say(picture.description)

    def _say(self, words):
        self.page.words = words

    def _later(self, seconds, function, *arguments):
        """Call it after so many seconds where cells run; at once without an event loop.

        A slider may report from a thread of its own, and Matplotlib draws in one only.
        """
        if self.loop is None:
            function(*arguments)
        else:
            call = self.loop.call_later, seconds, function, *arguments
            self.loop.call_soon_threadsafe(*call)

    def _ipython_display_(self):
        _set_aside_what_exists()
        # imported here, as in Picture
        from IPython.display import display  # noqa: PLC0415

        data, metadata = self.page._repr_mimebundle_()
        display(data | {"text/plain": ""}, metadata=metadata, raw=True)


def _in_the_page(control):
    texts = list(control.options)
    kind = {"slides": control.slides, "toggles": isinstance(control, Toggle)}
    return {"label": control.label, "texts": texts} | kind


def _set_aside_what_exists():
    """Free a figure that is waited for from a search for garbage among all objects."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _running_loop():
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
