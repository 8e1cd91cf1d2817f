"""Attacks on the replies: forged, huge, absurd, or equal to everything."""

FILES = """
import os, struct
def files():
    for file in range(3, 64):
        try:
            os.fstat(file)
            yield file
        except OSError:
            pass
"""


def returning(expression):
    """A cell whose function returns something."""
    return f"import os\ndef delta_output(Y_hat, Y):\n    return {expression}\n"


def writing(data):
    """A cell whose function writes bytes to all open files, and then returns."""
    return (
        f"{FILES}\ndef delta_output(Y_hat, Y):\n    for file in files():\n"
        f"        os.write(file, {data})\n    return Y_hat + 7\n"
    )


REPLYING = {
    "forge a reply": {
        "a verdict": writing('struct.pack("<I", 6) + b"s\\5\\0\\0\\0right"'),
        "many answers that nobody asked for": writing(
            'struct.pack("<I", 45) + b"t\\6\\0\\0\\0s\\6\\0\\0\\0answerNNFNF" * 9'
        ),
        "a frame of 4 GB": writing('b"\\xff" * 100'),
        "noise": writing("os.urandom(5000)"),
        "the channel closed": FILES
        + "def delta_output(Y_hat, Y):\n    [os.close(file) for file in files()]\n",
        "the channel replaced": """
import sys
frame = sys._getframe()
while frame:
    for name, value in frame.f_globals.items():
        if name in ("send", "pack", "_send_answer"):
            frame.f_globals[name] = lambda *a, **k: b"N"
    frame = frame.f_back
def delta_output(Y_hat, Y):
    frame = sys._getframe()
    while frame:
        frame.f_globals["_converted"] = lambda value: {"right": True}
        frame = frame.f_back
""",
        "an argument that is not there": """
import sys
def delta_output(Y_hat, Y):
    frame = sys._getframe(1).f_back
    frame.f_globals["answer"] = lambda *a: type(
        "A", (), dict(value=None, error=None, printed=False, changed=99,
        touched_random=True))
""",
        "questions about no function": """
import sys
def delta_output(Y_hat, Y):
    frame = sys._getframe(2)
    send, channel = frame.f_globals["send"], frame.f_locals["channel"]
    send(channel, ("ask", 12, ()))
    return frame.f_globals["receive"](channel)
""",
    },
    "absurd replies": {
        "huge": returning("np.zeros(2**24)"),
        "huge text": returning("'x' * 2**24"),
        "many small ones": returning("[[[]] * 10**4] * 10**4"),
        "nested": returning("eval('[' * 90 + ']' * 90)"),
        "nested in itself": "loop = []\nloop.append(loop)\n" + returning("loop"),
        "nan": returning("np.full(Y.shape, np.nan)"),
        "inf": returning("np.full(Y.shape, np.inf)"),
        "another shape": returning("np.zeros((1,) * 60)"),
        "no rows": returning("np.zeros((0, 10**6))"),
        "stretched": returning("np.broadcast_to(0.0, (2**20, 2**20))"),
        "objects": returning("np.array([None, {}, []], dtype=object)"),
        "dates": returning("np.array(['2020'], dtype='M8[Y]')"),
        "records": returning("np.zeros(3, dtype=[('a', 'f8'), ('b', 'O')])"),
        "text of odd letters": returning("['\\ud800', '\\0', '<script>']"),
        "a huge number": returning("10**10**5"),
        "complex": returning("Y * 1j"),
        "a generator": returning("(number for number in iter(int, 1))"),
    },
    "objects equal to everything": {
        "__eq__": """
class Equal:
    __array_priority__ = 1e9
    def __eq__(self, other): return True
    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __le__ = __ge__ = __eq__
    def __getattr__(self, name): return Equal()
    def __call__(self, *a, **k): return self
    def __sub__(self, other): return 0.0
    __rsub__ = __abs__ = __float__ = lambda self, *a: 0.0
def delta_output(Y_hat, Y):
    return Equal()
""",
        "an array of them": """
class Equal(float):
    def __eq__(self, other): return True
    __hash__ = float.__hash__
def delta_output(Y_hat, Y):
    return np.array([[Equal(7)] * Y.shape[1]] * len(Y), dtype=object)
""",
        "a list that lies": """
class List(list):
    def __len__(self): return 2
    def __iter__(self): return iter(int, 1)
def delta_output(Y_hat, Y):
    return List([1, 2, 3])
""",
        "an array that is made anew each time": """
class Chameleon:
    def __array__(self, *a, **k):
        import sys
        return np.full((1, 2), np.nan)
def delta_output(Y_hat, Y):
    return Chameleon()
""",
    },
    "pickle payloads": {
        "__reduce__": """
import os
class Payload:
    def __reduce__(self):
        return os.system, ("touch FOLDER/owned",)
def delta_output(Y_hat, Y):
    return Payload()
""",
        "the bytes of one": writing(
            'struct.pack("<I", 41) + b"cos\\nsystem\\n(S\'touch FOLDER/owned\'\\ntR."'
        ),
        "in an array": """
class Payload:
    def __reduce__(self):
        return eval, ("__import__('os').system('touch FOLDER/owned')",)
def delta_output(Y_hat, Y):
    return np.array([Payload()] * 4, dtype=object)
""",
    },
    "HTML and escapes in what is shown": {
        "the cursor of a terminal": """
Bad = type("\\x1b[2J\\x1b]0;owned\\a", (), {})
def delta_output(Y_hat, Y):
    if len(Y) > 1:
        raise ValueError("\\x1b[2J\\x1b]0;owned\\a")
    return Bad()
""",
        "an exception": """
def delta_output(Y_hat, Y):
    raise ValueError("<script>alert(1)</script>" * 100)
""",
        "its name": """
class Bad(Exception): pass
Bad.__name__ = "<img src=x onerror=alert(1)>"
def delta_output(Y_hat, Y):
    raise Bad
""",
        "the name of a class": """
Bad = type("<script>alert(1)</script>" * 50, (), {})
def delta_output(Y_hat, Y):
    return Bad()
""",
    },
}
