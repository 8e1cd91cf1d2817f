"""A Dask cluster as the place where jobs are done.

Jobs are plain arrays, so a cluster needs nnlib on its workers and nothing else.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
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
    import asyncio  # noqa: PLC0415  (it takes as long as nnlib)

    try:
        from distributed import Client  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "scheduler needs the package distributed, which is not installed. "
            f'Type {sys.executable} -m pip install "distributed>=2026.8,<2027".'
        ) from error
    if not _is_address(scheduler):
        raise ValueError(
            "scheduler needs an address such as tcp://host:8786; got "
            f"{scheduler!s:.60}."
        )
    try:
        with ThreadPoolExecutor(1) as thread:  # a notebook has a loop in this one
            greeting = asyncio.wait_for(_greet(scheduler), SECONDS)
            thread.submit(asyncio.run, greeting).result()
        return Client(scheduler, timeout=SECONDS, set_as_default=False)
    except Exception as error:  # another program may answer there, in any way
        raise ConnectionError(
            "scheduler needs the address that a Dask scheduler prints when it starts; "
            f"got {scheduler}, where none answers within {SECONDS} s."
        ) from error


def _is_address(scheduler):
    from distributed.comm import resolve_address  # noqa: PLC0415

    try:
        return "://" in str(scheduler) and bool(resolve_address(scheduler))
    except ValueError:
        return False
    except OSError:  # the name of the computer is not known
        return True


async def _greet(scheduler):
    """Shake hands once: a client would wait for another program without end."""
    from distributed.comm import connect  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    keys = Security().get_connection_args("client")
    connection = await connect(scheduler, timeout=SECONDS, **keys)
    connection.abort()
