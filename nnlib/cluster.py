"""A Dask cluster as the place where jobs are done.

Jobs are plain arrays, so a cluster needs nnlib on its workers and nothing else.
"""

from contextlib import contextmanager

SECONDS = 10  # for the scheduler to answer


@contextmanager
def executor_of(scheduler):
    """Connect to the Dask scheduler at an address; give the executor of its cluster.

    Jobs of a worker that is lost are done again by another one. Raises `ValueError`
    for what is no address, and `ConnectionError` where no scheduler answers.
    """
    with _client(scheduler) as client:
        yield client.get_executor()


def _client(scheduler):
    try:
        from distributed import Client  # noqa: PLC0415
        from distributed.comm import resolve_address  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "scheduler needs the package distributed, which is not installed. "
            'Type python -m pip install "distributed>=2026.8,<2027".'
        ) from error
    try:
        is_address = "://" in str(scheduler) and resolve_address(scheduler)
    except ValueError:
        is_address = False
    except OSError as error:  # the name of the computer is not known
        raise _unanswered(scheduler) from error
    if not is_address:
        raise ValueError(
            "scheduler needs an address such as tcp://host:8786; got "
            f"{scheduler!s:.60}."
        )
    try:
        return Client(scheduler, timeout=SECONDS, set_as_default=False)
    except Exception as error:  # another program may answer there, in any way
        raise _unanswered(scheduler) from error


def _unanswered(scheduler):
    return ConnectionError(
        "scheduler needs the address that a Dask scheduler prints when it starts; got "
        f"{scheduler}, where none answers within {SECONDS} s."
    )
