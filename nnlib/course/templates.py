"""HTML pages from templates, by Jinja2: all that is put into one is escaped.

Only what is `Markup` is taken as HTML.
"""

from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from nnlib.paper.notation import to_html

ENVIRONMENT = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
ENVIRONMENT.filters["formula"] = lambda text: Markup(to_html(text))


def template_beside(module, name):
    """Read the template `name` from the folder of the file `module`."""
    return ENVIRONMENT.from_string(Path(module).with_name(name).read_text("utf-8"))
