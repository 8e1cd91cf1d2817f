"""Threads and processes run at once, where they are started: there are no others.

A program behind the walls may start none.
"""

import sys
import threading
from concurrent.futures import Executor, Future


class Inline(Executor):
    """In place of the executors of `concurrent.futures`."""

    def __init__(self, *_, **__):
        self._max_workers = 1

    def submit(self, function, /, *arguments, **named):
        """Call the function; return its result as a `Future`."""
        future = Future()
        try:
            future.set_result(function(*arguments, **named))
        except Exception as error:
            future.set_exception(error)
        return future


class Pool:
    """In place of the pools of `multiprocessing`."""

    def __init__(self, *_, **__):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self, *_):
        """Do nothing: nothing runs."""

    terminate = join = close

    def apply(self, function, arguments=(), named=None):
        """Call the function."""
        return function(*arguments, **(named or {}))

    def map(self, function, values, *_):
        """Call the function with each of the values."""
        return [function(value) for value in values]

    imap = imap_unordered = map

    def starmap(self, function, values, *_):
        """Call the function with the arguments in each of the values."""
        return [function(*value) for value in values]

    def apply_async(self, function, arguments=(), named=None):
        """Call the function; its result is what `get` returns."""
        return _Result(self.apply(function, arguments, named))

    def map_async(self, function, values, *_):
        """Call the function with each of the values; `get` returns the results."""
        return _Result(self.map(function, values))


class _Result:
    def __init__(self, value):
        self._value = value

    def get(self, *_):
        return self._value

    def wait(self, *_):
        pass


IN_PLACE = {
    "concurrent.futures": {"ThreadPoolExecutor": Inline, "ProcessPoolExecutor": Inline},
    "multiprocessing": {"Pool": Pool},
    "multiprocessing.pool": {"Pool": Pool, "ThreadPool": Pool},
    "multiprocessing.dummy": {"Pool": Pool},
}


def run_inline():
    """Let threads run at once, from now on."""
    threading.Thread.start = _start
    threading.Thread.join = lambda thread, timeout=None: None
    threading.Thread.is_alive = lambda thread: False
    threading.Timer.start = lambda timer: None  # its time never comes
    for name in IN_PLACE.keys() & sys.modules.keys():
        replace_in(sys.modules[name])


def replace_in(module):
    """Put what runs at once into a module that was imported."""
    for name, value in IN_PLACE.get(module.__name__, {}).items():
        value.__module__ = module.__name__
        setattr(module, name, value)


def _start(thread):
    thread._started.set()
    try:
        thread.run()
    except Exception as error:  # it ends the thread alone
        print(f"{type(error).__name__} in a thread: {error}", file=sys.stderr)
