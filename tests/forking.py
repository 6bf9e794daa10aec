"""
The program as a process that starts at once: forked from one that has imported it all.

What a command prints, where it runs, its environment and its exit code are those of a process of its own; what
the interpreter does before and after is not shown. Tests of that, and of signals and limits, start one from nothing.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import io
import marshal
import os
import pkgutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).parents[1]
CLIENT = """
import marshal, os, socket, struct, sys
asked = marshal.dumps((sys.argv[2:], os.getcwd(), dict(os.environ)))
with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    socket.send_fds(server, [struct.pack("!I", len(asked))], [0, 1, 2])
    server.sendall(asked)
    code = server.recv(1)
sys.exit(code[0] if code else 255)
"""
_MOST_SECONDS = 60


@cache
def program() -> tuple[str, ...]:
    """Return the words that a command begins with, in place of `assessor`; what serves them ends with this process."""
    folder = tempfile.TemporaryDirectory(prefix="assessor-")
    place, client = Path(folder.name, "socket"), Path(folder.name, "client.py")
    client.write_text(CLIENT)
    serving = subprocess.Popen([sys.executable, "-m", "tests.forking", str(place)], cwd=CHECKOUT)
    atexit.register(folder.cleanup)
    atexit.register(serving.wait)
    atexit.register(serving.terminate)
    for _ in range(_MOST_SECONDS * 50):
        if place.exists():
            return (sys.executable, "-I", "-S", str(client), str(place))
        assert serving.poll() is None, "the program could not be imported"
        time.sleep(0.02)
    raise TimeoutError("the program is not imported yet")


def serve(place: str) -> NoReturn:
    """Import every module of the program, then fork for each that asks."""
    package = importlib.import_module("assessor")
    for module in pkgutil.walk_packages(package.__path__, "assessor."):
        if not module.name.endswith("__main__") and ".bdd" not in module.name:
            importlib.import_module(module.name)
    importlib.import_module("assessor.cli.program").built()
    gc.freeze()
    parent = os.getppid()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{place}.new")
        listening.listen(64)
        listening.settimeout(5)
        Path(f"{place}.new").rename(place)
        while os.getppid() == parent:
            _reap()
            try:
                asking, _ = listening.accept()
            except TimeoutError:
                continue
            if os.fork() == 0:
                listening.close()
                asking.settimeout(None)
                _answer(asking)
            asking.close()
    sys.exit()


def _reap() -> None:
    """Take note of those that ended."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _answer(asking: socket.socket) -> NoReturn:
    """Be the program once, and tell how it ended."""
    head, streams, _, _ = socket.recv_fds(asking, 4, 3)
    (size,) = struct.unpack("!I", head)
    arguments, folder, environment = marshal.loads(_read(asking, size))  # noqa: S302 - a test wrote it
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["assessor", *arguments]
    sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)), "utf-8", "backslashreplace", line_buffering=True
    )
    code = _run()
    asking.sendall(bytes([code & 255]))
    os._exit(code)


def _run() -> int:
    code: object = 0
    try:
        importlib.import_module("assessor.cli").main()
    except SystemExit as ended:
        code = ended.code
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0 if code is None else 1


def _read(asking: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = asking.recv(size - len(data))
        if not part:
            os._exit(255)
        data += part
    return data


if __name__ == "__main__":
    serve(sys.argv[1])
