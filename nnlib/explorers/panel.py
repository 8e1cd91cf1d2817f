"""The sliders below a figure, and the figure that follows them: the ipywidgets side.

A new value is drawn before the next one is heard, so the last one always wins; what
takes longer is drawn when the sliders rest.
"""

import asyncio
from html import escape

import ipywidgets as widgets

REST = 0.15  # seconds without a new value before a figure is drawn better
NO_WIDGETS = "The sliders appear when this cell runs in JupyterLab."


class Panel:
    """The controls of an `Explorer`, a reset button, and the figure they change."""

    def __init__(self, explorer):
        self.explorer, self.coming = explorer, None
        self.controls = {key: _widget(c) for key, c in explorer.controls.items()}
        self.reset_button = widgets.Button(
            description="reset", tooltip="Set every slider back to its start"
        )
        self.image, self.words = widgets.Image(format="png"), widgets.HTML()
        self.image.layout.max_width = "100%"
        self.image.layout.align_self = "flex-start"  # in its own size, not stretched
        self._show(explorer.picture)
        self.reset_button.on_click(self.reset)
        # the page answers when it has sent all that its sliders had to say before
        self.question, self.answer = widgets.IntText(), widgets.IntText()
        self.link = widgets.jsdlink((self.question, "value"), (self.answer, "value"))
        self.answer.observe(self._to_start, "value")
        self._listen()
        columns = {"grid_template_columns": "repeat(auto-fill, 364px)"}
        sliders = widgets.GridBox(
            [*self.controls.values(), self.reset_button],
            layout=columns | {"grid_gap": "0 20px"},
        )
        self.box = widgets.VBox([sliders, self.image, self.words])
        self.box.add_class("nnlib-explorer")

    @property
    def values(self):
        """What is chosen now."""
        return {key: widget.value for key, widget in self.controls.items()}

    def choose(self, values):
        """Choose these values, each as the reader would with its slider."""
        for key, value in values.items():
            self.controls[key].value = value

    def reset(self, _=None):
        """Set every control back to its start, and draw once.

        Then once more if a slider that was dragged sends its last value only now.
        """
        self._to_start()
        self.question.value += 1

    def _to_start(self, _=None):
        if self.values == self.explorer.start:
            return
        for widget in self.controls.values():
            widget.unobserve(self.redraw, "value")
        self.choose(self.explorer.start)
        self._listen()
        self.redraw()

    def redraw(self, _=None):
        """Draw the chosen values quickly now, better when the sliders rest."""
        self.coming = self.explorer.pictures(self.values)
        self._show_next(self.coming)

    def _listen(self):
        for widget in self.controls.values():
            widget.observe(self.redraw, "value")

    def _show_next(self, pictures):
        if pictures is not self.coming:
            return  # a newer value has been chosen
        picture = next(pictures, None)
        if picture is not None:
            self._show(picture)
            _later(REST, self._show_next, pictures)

    def _show(self, picture):
        self.image.value, self.shown = picture.png, picture
        _later(REST, self._describe, picture)

    def _describe(self, picture):
        """Put a figure that stays into words: sooner they would hold up the next."""
        if picture is not self.shown:
            return
        self.words.value = (
            '<div role="status" style="line-height: 1.4; max-width: 50em">'
            f"{escape(picture.description)}</div>"
        )

    def _ipython_display_(self):
        # imported here, as in Picture
        from IPython.display import display  # noqa: PLC0415

        bundle = self.box._repr_mimebundle_()
        display(bundle | {"text/plain": NO_WIDGETS}, raw=True)


def _widget(control):
    kind = widgets.SelectionSlider if control.slides else widgets.Dropdown
    return kind(
        description=control.label,
        options=list(control.options.items()),
        index=control.start_index,
        style={"description_width": "110px"},
        layout={"width": "360px"},
    )


def _later(seconds, function, *arguments):
    """Call it after so many seconds; at once where no event loop runs."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        function(*arguments)
    else:
        loop.call_later(seconds, function, *arguments)
