"""Sandbox: what a worker gives up before it reads the first foreign byte, for good.

A hole in libxml2 would be one in our worker. So it can open no socket but a local one (its pool's), run no other
program and look into no other process. Linux does it (seccomp, on x86-64 and ARM64); elsewhere a worker goes without.
"""

import ctypes
import platform
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from errno import EACCES
from socket import AF_UNIX
from struct import pack

# linux/prctl.h, linux/seccomp.h, linux/bpf_common.h
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
ALLOW, DENY = 0x7FFF0000, 0x00050000 | EACCES
LOAD, IF_EQUAL, IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
# Where struct seccomp_data holds them; of an argument its lower half.
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
OTHER_ABI = 0x40000000  # x32: the same calls once more, under other numbers


@dataclass(frozen=True, slots=True)
class Calls:
    """An architecture's number (linux/audit.h) and those of its system calls."""

    architecture: int
    socket: int
    never: tuple[int, ...]  # execve, execveat, ptrace, process_vm_readv, process_vm_writev, io_uring_setup


MACHINES = {
    "x86_64": Calls(0xC000003E, 41, (59, 322, 101, 310, 311, 425)),
    "aarch64": Calls(0xC00000B7, 198, (221, 281, 117, 270, 271, 425)),
}


def drop_privileges() -> bool:
    """Give up network, other programs and core dumps in this process and all that it starts; whether it could.

    Nothing fails where the system does not offer it: a worker then works as before.
    """
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no copy of strangers' pages on the disk
    calls = MACHINES.get(platform.machine())
    if sys.platform != "linux" or calls is None:
        return False
    program = _program(calls)
    code = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    try:
        prctl = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return False
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    no_new_privileges: int = prctl(PR_SET_NO_NEW_PRIVS, 1, None, 0, 0)
    return no_new_privileges == 0 and prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0) == 0


def _program(calls: Calls) -> bytes:
    """The filter, as classic BPF: each line is what to do, how far to jump if so and if not, and a number."""
    deny = len(calls.never) + 8  # the last line
    lines = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (IF_EQUAL, 0, deny - 2, calls.architecture),
        (LOAD, 0, 0, NUMBER_AT),
        (IF_AT_LEAST, deny - 4, 0, OTHER_ABI),
        *((IF_EQUAL, deny - 5 - place, 0, call) for place, call in enumerate(calls.never)),
        (IF_EQUAL, 0, 2, calls.socket),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (IF_EQUAL, 0, 1, AF_UNIX),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, DENY),
    ]
    return b"".join(pack("HBBI", *line) for line in lines)
