"""A process that has loaded what `newskeep` loads, and forks into the command when it is asked to.

A command that starts from nothing takes two seconds for its imports and those of its workers. The tests run some
hundred, whose starts would take half of their time. What the command does is untouched: it is a process of its own with
its arguments, streams and folder, and its workers are forked as always, from one server for all commands. Tests of how
a process starts, is limited or is stopped start one from nothing: `Newskeep.words`.
"""

import atexit
import gc
import json
import multiprocessing
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from multiprocessing import forkserver
from pathlib import Path
from select import select
from typing import Any

PROJECT = Path(__file__).parents[1]
REQUEST_BYTES = 1_000_000
# Scrapy loads it by name, with the first request.
LATE = ("crawler.middlewares.downloading",)


class Zygote:
    """Runs commands, one or more at a time."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.zygote", str(theirs.fileno())], pass_fds=[theirs.fileno()], cwd=PROJECT
            )

    def close(self) -> None:
        self._control.close()
        self._process.wait()

    def run(
        self, words: Sequence[str], folder: Path, stdin: bytes, env: Mapping[str, str], timeout_s: float
    ) -> tuple[int, bytes, bytes]:
        """Exit code, standard output and error of `newskeep WORDS...`. Raises TimeoutExpired; it is killed then."""
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            given.write(stdin)
            given.seek(0)
            told, tell = os.pipe()
            request = json.dumps({"words": words, "folder": str(folder), "env": dict(env)}).encode()
            socket.send_fds(self._control, [request], [given.fileno(), out.fileno(), err.fileno(), tell])
            os.close(tell)
            with os.fdopen(told, "rb") as ending:
                pid = int(ending.readline())
                if not select([ending], [], [], timeout_s)[0]:
                    os.kill(pid, signal.SIGKILL)
                    raise subprocess.TimeoutExpired(list(words), timeout_s)
                code = int(ending.readline())
            out.seek(0)
            err.seek(0)
            return code, out.read(), err.read()


@cache
def zygote() -> Zygote:
    """That of this process of the tests."""
    one = Zygote()
    atexit.register(one.close)
    return one


def _load() -> None:
    """Load all that a command loads, and start the server that its workers are forked from."""
    import crawler.cli
    from crawler.run.workers import PRELOAD

    for module in pkgutil.iter_modules(crawler.cli.__path__, "crawler.cli."):
        import_module(module.name)
    for name in LATE:
        import_module(name)
    if "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("a reactor was installed by an import: the command could not choose its own")
    multiprocessing.set_forkserver_preload(PRELOAD)
    forkserver.ensure_running()
    gc.collect()
    gc.freeze()


def _serve(control: socket.socket) -> dict[str, Any]:
    """Fork for each request. Comes back in a forked process, with the request that it has to answer."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks for what waits for a command
    while True:
        request, streams, _, _ = socket.recv_fds(control, REQUEST_BYTES, 4)
        if not request:
            os._exit(0)
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            if (pid := os.fork()) == 0:
                for number, stream in enumerate(streams[:3]):
                    os.dup2(stream, number)
                for stream in streams:
                    os.close(stream)
                found: dict[str, Any] = json.loads(request)
                return found
            os.write(streams[3], b"%d\n" % pid)
            _, status = os.waitpid(pid, 0)
            os.write(streams[3], b"%d\n" % os.waitstatus_to_exitcode(status))
            os._exit(0)
        for stream in streams:
            os.close(stream)


def _become(request: Mapping[str, Any]) -> None:
    """Make this process what one would be that was started with `request`."""
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv = ["newskeep", *request["words"]]
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - the process's own
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    # It runs, but it is the zygote's child: a command may not wait for it.
    forkserver._forkserver.ensure_running = forkserver.ensure_running = lambda: None  # type: ignore[method-assign]


def main() -> int:
    _load()
    _become(_serve(socket.socket(fileno=int(sys.argv[1]))))
    from crawler.cli.main import main as newskeep

    return newskeep()


if __name__ == "__main__":
    sys.exit(main())
