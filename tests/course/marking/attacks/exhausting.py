"""Attacks that use up time, memory, processes, or the disk."""


def doing(line, before=""):
    """A cell whose function does one thing."""
    return (
        f"import os, signal, sys\n{before}\ndef delta_output(Y_hat, Y):\n    {line}\n"
    )


SHARED = """
import ctypes
c = ctypes.CDLL(None)
c.shmat.restype = ctypes.c_void_p
def fill():
    for _ in range(99):
        place = c.shmat(c.shmget(0, 2**27, 0o1600), None, 0)
        ctypes.memset(place, 1, 2**27)
        c.shmdt(ctypes.c_void_p(place))
"""
EXHAUSTING = {
    "fork bomb": {
        "fork": doing("while True: os.fork()"),
        "fork, errors caught": doing(
            "fork()", "def fork():\n    try: os.fork()\n    except OSError: pass\n"
        ),
        "threads": doing(
            "while True: threading.Thread(target=exec, args=('while 1: 0',)).start()",
            "import threading",
        ),
    },
    "memory bomb": {
        "a list": doing("x = [0]\n    while True: x += x"),
        "one array": doing("return np.ones(2**36)"),
        "many arrays": doing("x = [np.ones(2**20) for _ in range(10**6)]"),
        "shared memory": doing("fill()", SHARED),
        "files in memory": doing(
            "x = [os.write(os.memfd_create('x'), b'x' * 2**20) for _ in range(9**5)]"
        ),
        "text": doing("return 'x' * 2**40"),
    },
    "endless loop": {
        "plain": doing("while True: pass"),
        "ignoring SIGINT": doing(
            "while True: pass",
            "for number in range(1, 32):\n"
            "    try: signal.signal(number, signal.SIG_IGN)\n"
            "    except OSError: pass",
        ),
        "catching everything": doing(
            "while True:\n        try:\n            while True: pass\n"
            "        except BaseException: pass"
        ),
        "in C": doing("return 3 ** 3 ** 3 ** 3"),
        "sleeping": doing("signal.pause()"),
        "in the cell": "while True: pass",
        "in a regular expression": doing(
            "return re.match('(a+)+b', 'a' * 99)", "import re"
        ),
    },
    "end the program": {
        "os._exit": doing("os._exit(0)"),
        "in the cell": "import os\nos._exit(0)",
        "sys.exit": doing("sys.exit(0)"),
        "a signal": doing("os.kill(os.getpid(), signal.SIGKILL)"),
        "a crash": doing("ctypes.string_at(0)", "import ctypes"),
        "too deep": doing(
            "return delta_output(Y_hat, Y)", "sys.setrecursionlimit(10**9)"
        ),
        "an exception of all": doing("raise BaseException"),
        "another program": doing("os.execv(sys.executable, ['python'])"),
    },
    "output": {
        "50 MB on stdout": doing("print('x' * 50 * 10**6)"),
        "50 MB past Python": doing("[os.write(1, b'x' * 10**6) for _ in range(50)]"),
        "on stderr": doing("[os.write(2, b'x' * 10**6) for _ in range(50)]"),
        "a file": doing(
            "open('/tmp/x', 'wb').write(b'x' * 2**30)",
        ),
        "many files": doing(
            "for i in range(10**4): open(f'/tmp/{i}', 'wb').write(b'x' * 2**19)"
        ),
    },
}
