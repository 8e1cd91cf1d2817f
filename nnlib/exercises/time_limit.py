"""How long an answer may take: as long in `check` as where it is marked.

A loop is stopped, also one that sleeps or that catches every error. A single step of
compiled code, of NumPy for example, is stopped at its end: Python cannot do so before.
Without signals, as on Windows, a sleep has to end as well, and what catches every error
may go on.
"""

import ctypes
import signal
import sys
import threading
import time

SECONDS = 10  # for all cases of an answer together
LATE = "Is there a loop without an end?"  # said of what takes longer
AGAIN = 0.05  # seconds between attempts to stop what caught the first one


class TimeIsOver(BaseException):
    """A function has been stopped. `except Exception` lets it go."""


class TimeLimit:
    """`SECONDS` for all functions that are `limited` by it, together."""

    def __init__(self):
        self._left = SECONDS

    def limited(self, function):
        """The function, in which `TimeIsOver` is raised when no time is left."""

        def call(*arguments, **named):
            if self._left <= 0:
                raise TimeIsOver
            stop, begun = _way_to_stop(), time.monotonic()
            try:
                stop.after(self._left)
                return function(*arguments, **named)
            finally:
                stop.may_raise = False  # here: a call of `end` is a place to raise, too
                stop.end()
                self._left -= time.monotonic() - begun

        return call


def _way_to_stop():
    """Signals, which only the main thread gets, and Windows has not; or a thread."""
    is_main = threading.current_thread() is threading.main_thread()
    return _Alarm() if is_main and hasattr(signal, "setitimer") else _Watchdog()


class _Alarm:
    def __init__(self):
        self.may_raise, self._was_caught = True, False

    def after(self, seconds):
        self._trace = sys.gettrace()
        self._handler = signal.signal(signal.SIGALRM, self._stop)
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)

    def _stop(self, _, frame):
        if self.may_raise:
            if self._was_caught:
                _raise_at_next_line(frame)
            self._was_caught = True
            raise TimeIsOver

    def end(self):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._handler or signal.SIG_DFL)
        sys.settrace(self._trace)


def _raise_at_next_line(frame):
    """Let what catches an error in this frame, or around it, get the next one there."""

    def raising(frame, event, _):
        if event == "line":
            raise TimeIsOver
        return raising

    while frame is not None and frame.f_code.co_filename != __file__:
        frame.f_trace = raising
        frame = frame.f_back
    sys.settrace(lambda *_: None)  # it starts the tracing; new frames have none


class _Watchdog:
    def __init__(self):
        self.may_raise, self._lock = True, threading.Lock()
        self._thread, self._ended = threading.get_ident(), threading.Event()

    def after(self, seconds):
        threading.Thread(target=self._watch, args=(seconds,), daemon=True).start()

    def _watch(self, seconds):
        while not self._ended.wait(seconds):
            with self._lock:
                if self.may_raise:
                    _raise_in(self._thread, TimeIsOver)
            seconds = AGAIN

    def end(self):
        self._ended.set()
        with self._lock:
            _raise_in(self._thread, None)  # what has been sent and is not there yet


def _raise_in(thread, exception):
    error = None if exception is None else ctypes.py_object(exception)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), error)
