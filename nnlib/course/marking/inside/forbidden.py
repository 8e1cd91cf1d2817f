"""The system calls that no answer needs, forbidden to a program for good.

Without them there are no further processes, no sockets, no memory beside the program's
own, and no looking into other processes. Linux calls this seccomp.
"""

import ctypes
import errno
import os
import struct

FORBIDDEN = {  # the numbers on x86_64 and on aarch64, None where there is no such call
    "clone": (56, 220),
    "fork": (57, None),
    "vfork": (58, None),
    "clone3": (435, 435),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "prlimit64": (302, 261),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "chroot": (161, 51),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
}
MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Instructions of the filter that Linux runs on each call, and what it may answer.
LOAD, IF_EQUAL, IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
OTHER_NUMBERS = 0x40000000  # the second set of numbers that x86_64 has
NO_NEW_PRIVILEGES, SET_FILTER = 38, 22  # of prctl


def forbid():
    """Forbid the calls to this process, from now on; on other machines do nothing."""
    machine = os.uname().machine
    if machine not in MACHINES:
        return
    code = _filter(machine)
    kept = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(kept))
    call = ctypes.CDLL(None, use_errno=True).prctl
    words = [ctypes.c_ulong(number) for number in (1, 0, 0, 0)]
    for arguments in (
        (NO_NEW_PRIVILEGES, *words),
        (SET_FILTER, ctypes.c_ulong(2), ctypes.c_char_p(program), *words[2:]),
    ):
        if call(*arguments):
            raise OSError(ctypes.get_errno(), "the filter of calls is refused")


def _filter(machine):
    place = list(MACHINES).index(machine)
    numbers = [both[place] for both in FORBIDDEN.values() if both[place] is not None]
    steps = [
        (LOAD, 0, 0, 4),  # the machine that the call is made for
        (IF_EQUAL, 1, 0, MACHINES[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0),  # its number
        (IF_AT_LEAST, len(numbers) + 1, 0, OTHER_NUMBERS),
        *((IF_EQUAL, len(numbers) - i, 0, n) for i, n in enumerate(numbers)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
