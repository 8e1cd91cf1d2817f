"""A figure to draw on again and again, so that a slider need not wait long.

A new figure takes most of its time to make axes, ticks and letters that look as before;
here they are kept.
"""

from functools import lru_cache

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg

from nnlib.plotting.figures import Picture, course_style, drawing_on
from nnlib.plotting.png import quick_png

MANY = 2000  # texts
HURRIED = 0.5  # of the pixels to an inch, while values still come
DRAWN = ("containers", "lines", "patches", "texts", "collections", "images")


class Sheet:
    """The figure of `ax`, for plots of the same kind and size to be drawn on it."""

    def __init__(self, ax):
        self.figure = ax.figure
        self.dpi = self.figure.dpi
        plt.close(self.figure)  # else a notebook would show it
        _QuickCanvas(self.figure)
        self.figure.set_layout_engine("none")
        self.placed = self._axes_on()

    def draw(self, plots):
        """Let `plots`, a generator, draw its next plot here; say if there was one.

        All axes stay where they are: to find better places takes as long as to draw.
        """
        with course_style(), drawing_on(self._clean):
            return next(plots, None) is not None

    def picture(self):
        """What is on the sheet now, packed quickly rather than small.

        Where axes come or go, no place is left to keep: all are laid out.
        """
        if self._axes_on() != self.placed:
            return self.laid_out()
        self._set_dpi(HURRIED * self.dpi)
        return self._packed()

    def _axes_on(self):
        return [ax.axison for ax in self.figure.axes]

    def _packed(self):
        with course_style():
            self.figure.canvas.draw()
        png = quick_png(np.asarray(self.figure.canvas.buffer_rgba()))
        return Picture(png, self.figure.get_label())

    def laid_out(self):
        """The same, sharp, all axes in their best places, to which later plots keep."""
        self._set_dpi(self.dpi)
        self._let_labels_move(True)
        self.figure.set_layout_engine("constrained")
        try:
            return self._packed()
        finally:
            self.placed = self._axes_on()
            self.figure.set_layout_engine("none")
            self._let_labels_move(False)

    def _set_dpi(self, dpi):
        """Change how fine the picture is; names of axes are placed in pixels."""
        times, self.figure.dpi = dpi / self.figure.dpi, dpi
        for ax in self.figure.axes:
            x, y = ax.xaxis.label, ax.yaxis.label
            x.set_y(times * x.get_position()[1])
            y.set_x(times * y.get_position()[0])

    def _let_labels_move(self, may):
        """Let the names of axes keep clear of the numbers at ticks, or stay."""
        for ax in self.figure.axes:
            ax.xaxis._autolabelpos = ax.yaxis._autolabelpos = may
            for tick in ax.yaxis.majorTicks:  # below x's, the power of ten keeps clear
                tick.label1.set_in_layout(may)

    def _clean(self):
        """Take away what plots draw, and undo what they set; return the first axes."""
        self.figure.set_label("")
        for ax in self.figure.axes:
            for kind in DRAWN:
                for artist in list(getattr(ax, kind)):
                    artist.remove()
            if ax.get_legend():
                ax.get_legend().remove()
            for axis in (ax.xaxis, ax.yaxis):
                if axis.have_units():
                    axis.clear()  # words in place of numbers
                    axis._autolabelpos = True
            ax.set(title="", xlabel="", ylabel="", xscale="linear", yscale="linear")
            ax.set(xlim=(0, 1), ylim=(0, 1))
            ax.set_axis_on()
            ax.set_prop_cycle(None)
            ax.relim()
            ax.autoscale()
        return self.figure.axes[0]


class _QuickCanvas(FigureCanvasAgg):
    """A canvas that keeps what it draws with, which copies a text drawn before."""

    def __init__(self, figure):
        super().__init__(figure)
        self.renderers = {}

    def get_renderer(self):
        dpi = self.figure.dpi
        if dpi not in self.renderers:
            self.renderers[dpi] = _QuickRenderer(*self.figure.bbox.size, dpi)
        self.renderer = self.renderers[dpi]
        return self.renderer


class _QuickRenderer(RendererAgg):
    def __init__(self, *size_and_dpi):
        super().__init__(*size_and_dpi)
        self.seen = set()

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        height = int(self.height)
        left, down = int(x), int(from_top := y + height - self.height)
        part = round(64 * (x - left)), round(64 * (from_top - down))  # of a pixel
        text = s, prop, angle, ismath, self.dpi, gc.get_rgb(), gc.get_alpha(), part
        if hash(text) in self.seen:
            image, to_left, up = _letters(*text)
            self.draw_image(gc, left - to_left, height - (down + up), image)
        else:  # most are numbers that do not come again, not worth keeping
            if len(self.seen) == MANY:
                self.seen.clear()
            self.seen.add(hash(text))
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)


@lru_cache(maxsize=MANY)
def _letters(s, prop, angle, ismath, dpi, color, alpha, part):
    """An image of a text that starts `part` of a pixel off, and where it starts."""
    ruler = RendererAgg(1, 1, dpi)
    width, height, below = ruler.get_text_width_height_descent(s, prop, ismath)
    turn = np.exp(1j * np.radians(angle))
    corners = turn * np.array(
        [x + 1j * y for x in (0, width) for y in (-below, height - below)]
    )
    left, right = int(corners.real.min()) - 3, int(corners.real.max()) + 3
    low, high = int(corners.imag.min()) - 3, int(corners.imag.max()) + 3
    renderer = RendererAgg(right - left, high - low, dpi)
    gc = renderer.new_gc()
    gc.set_foreground(color, isRGBA=True)
    gc.set_alpha(alpha)
    x, y = part
    renderer.draw_text(gc, x / 64 - left, high + y / 64, s, prop, angle, ismath)
    return np.asarray(renderer.buffer_rgba())[::-1].copy(), -left, -low
