"""How long a student's other cells may take, before the cell with the answer is run."""

import contextlib
import signal
import time

TOGETHER, MOST = 3.0, 1.0  # seconds: of all statements, and of one
SLACK = {}  # how much more time there is by each timer: of the processor, the clock
if hasattr(signal, "SIGPROF"):  # Windows has none
    SLACK = {signal.ITIMER_PROF: 1, signal.ITIMER_REAL: 2}


class TookTooLong(BaseException):
    """A statement has been stopped; the text says so. `except Exception` lets it go."""


class Clock:
    """Stops the statements that it watches over, each at half of what is left."""

    def __init__(self):
        self._left = TOGETHER

    @contextlib.contextmanager
    def watch(self):
        """Raise `TookTooLong` in what takes too long, and again where it is caught."""
        if not SLACK:
            yield
            return
        allowed, running = min(MOST, self._left / 2), True

        def stop(*_):
            if running:
                raise TookTooLong(f"stopped after {allowed:.1g} s")

        signal.signal(signal.SIGPROF, stop)
        signal.signal(signal.SIGALRM, stop)
        begun = _now()
        _set({timer: allowed * slack for timer, slack in SLACK.items()})
        try:
            yield
        finally:
            running = False
            _set(dict.fromkeys(SLACK, 0))
            self._left -= max(_now()[timer] - begun[timer] for timer in SLACK)


def _now():
    return {
        signal.ITIMER_PROF: time.process_time(),
        signal.ITIMER_REAL: time.monotonic() / SLACK[signal.ITIMER_REAL],
    }


def _set(timers):
    for timer, seconds in timers.items():
        signal.setitimer(timer, seconds, seconds / 4)
