"""The sliders below a figure, and the figure that follows them: the ipywidgets side.

What is drawn is what is chosen then, so the last of many values always wins; what takes
longer is drawn when the sliders rest.
"""

import asyncio
import gc
from html import escape

import ipywidgets as widgets
from traitlets import Int

from nnlib.explorers.controls import Toggle

REST = 0.15  # seconds without a new value before a figure is drawn better
NO_WIDGETS = "The sliders appear when this cell runs in JupyterLab."


class Panel:
    """The controls of an `Explorer`, a reset button, and the figure they change."""

    def __init__(self, explorer):
        self.explorer, self.coming = explorer, None
        self.loop = _running_loop()
        self.controls = {key: _widget(c) for key, c in explorer.controls.items()}
        self.reset_button = widgets.Button(
            description="reset", tooltip="Set every slider back to its start"
        )
        self.resets = widgets.IntText()
        self.image, self.words = widgets.Image(format="png"), widgets.HTML()
        self.image.layout.max_width = "100%"
        self.image.layout.align_self = "flex-start"  # in its own size, not stretched
        self.drawn = self.values
        self._show(explorer.picture)
        self._listen()
        columns = {"grid_template_columns": "repeat(auto-fill, 364px)"}
        toggles = [w for w in self.controls.values() if _is_toggle(w)]
        others = [w for w in self.controls.values() if not _is_toggle(w)]
        sliders = widgets.GridBox(
            [*others, self.reset_button], layout=columns | {"grid_gap": "0 20px"}
        )
        buttons = widgets.Box(toggles, layout={"flex_flow": "row wrap"})
        self.box = widgets.VBox([sliders, buttons, self.image, self.words])
        self.box.add_class("nnlib-explorer")

    @property
    def values(self):
        """What is chosen now."""
        return {key: widget.value for key, widget in self.controls.items()}

    def choose(self, values):
        """Choose these values, as the reader would with the sliders."""
        for key, value in values.items():
            self.controls[key].value = value

    def reset(self, _=None):
        """Set every control back to its start, and let the page tell it so, too.

        The page does that after it has sent the last value of a slider, which may
        still be on its way.
        """
        self.choose(self.explorer.start)
        self.resets.value += 1

    def redraw(self, _=None):
        """Draw the chosen values quickly soon, better when the sliders rest."""
        self._later(0, self._draw)

    def _listen(self):
        self.reset_button.on_click(self.reset)
        for widget in self.controls.values():
            widget.observe(self.redraw, "value")
            widgets.jsdlink((self.resets, "value"), (widget, "resets"))

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
        self.image.value, self.shown = picture.png, picture
        self._later(REST, self._describe, picture)

    def _describe(self, picture):
        """Put a figure into words once it stays; sooner would delay the next one."""
        if picture is self.shown:
            self._say(picture.description)

    def _say(self, words):
        self.words.value = (
            '<div role="status" style="line-height: 1.4; max-width: 50em">'
            f"{escape(words)}</div>"
        )

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

        bundle = self.box._repr_mimebundle_()
        display(bundle | {"text/plain": NO_WIDGETS}, raw=True)


def _widget(control):
    widget = _toggle(control) if isinstance(control, Toggle) else _selection(control)
    widget.add_traits(resets=Int().tag(sync=True))
    widget.observe(lambda _: widget.set_trait("value", control.start), "resets")
    return widget


def _toggle(control):
    return widgets.ToggleButton(
        description=control.label, value=control.start, layout={"width": "86px"}
    )


def _selection(control):
    kind = widgets.SelectionSlider if control.slides else widgets.Dropdown
    return kind(
        description=control.label,
        options=list(control.options.items()),
        index=control.start_index,
        style={"description_width": "110px"},
        layout={"width": "360px"},
    )


def _is_toggle(widget):
    return isinstance(widget, widgets.ToggleButton)


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
