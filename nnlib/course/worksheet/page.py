"""A student's worksheet as an HTML page.

The page stands alone: drawing and style lie inside it, nothing is fetched. It prints
on A4 and can be read on a telephone.
"""

from markupsafe import Markup

from nnlib.course.templates import template_beside
from nnlib.course.worksheet.blank import RULES, TITLE
from nnlib.datasets import HOMEWORK_NAMES
from nnlib.plotting import plot_network
from nnlib.plotting.figures import as_svg

PAGE = template_beside(__file__, "page.html")


def html_page(sheet):
    """Write a `BlankWorksheet` as one HTML page."""
    X, Y, *_ = sheet.example
    network = plot_network(sheet.network, X=X, Y=Y, names=HOMEWORK_NAMES)
    return PAGE.render(
        sheet=sheet, title=TITLE, rules=RULES, network=Markup(as_svg(network))
    )
