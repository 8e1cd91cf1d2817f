"""The database of the gradebook: what leads to one, and how it is opened.

Its tables are nbgrader's.
"""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from nnlib.course.marking.records.interrupts import ctrl_c_deferred
from nnlib.course.refusals import Refusal


def check_address(url):
    """Refuse an address that leads to no database, before anything is written."""
    try:
        make_url(url).get_dialect().import_dbapi()
    except ModuleNotFoundError as error:
        package = {"psycopg": '"psycopg[binary]"'}.get(error.name, error.name)
        raise Refusal(
            f"--gradebook needs the package {error.name} for this address: type "
            f"{sys.executable} -m pip install {package}"
        ) from error
    except ArgumentError as error:
        raise Refusal(
            "--gradebook needs the address of a database, such as "
            f"postgresql+psycopg://USER@HOST/NAME; got {url}."
        ) from error


class Database(Gradebook):
    """nbgrader's gradebook; a connection that cannot be used is closed again."""

    engine = None

    def __init__(self, url):
        try:
            with python_on_path(), ctrl_c_deferred():
                super().__init__(url)
        except BaseException:
            if self.engine is not None:
                self.engine.dispose()
            raise


@contextmanager
def python_on_path():
    """Put Python's own folder on the path: nbgrader calls alembic, which lies there."""
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    try:
        yield
    finally:
        os.environ["PATH"] = path
