"""A Dask cluster as the place where jobs are done.

Jobs are plain arrays, so a cluster needs nnlib on its workers and nothing else.
"""

from contextlib import contextmanager

EXAMPLE = 'Write scheduler="tcp://192.168.0.5:8786".'


@contextmanager
def executor_of(scheduler):
    """Connect to the Dask scheduler at an address; give the executor of its cluster.

    Jobs of a worker that is lost are done again by another one.
    """
    if not isinstance(scheduler, str):
        raise TypeError(f"scheduler needs an address; got {scheduler!r:.60}. {EXAMPLE}")
    with _client(scheduler) as client:
        yield client.get_executor()


def _client(scheduler):
    try:
        from distributed import Client  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "scheduler needs the package distributed, which is not installed. "
            'Type python -m pip install "distributed>=2026.8,<2027".'
        ) from error
    try:
        return Client(scheduler, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ConnectionError(
            "scheduler needs the address that a Dask scheduler prints when it starts; "
            f"got {scheduler!r}, where none answers. {EXAMPLE}"
        ) from error
