"""
One worker process: started, asked, ended.

Holds the mechanism: pipes, the deadline of a request, the end of a process without
zombies or left-over threads. When to start another one is the client's decision.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import Any

from assessor.errors import EngineError, EngineUnavailableError

_PACKAGE = "worker"
_GRACE = 0.5


class WorkerDiedError(Exception):
    """The worker ended, or said that it is of no further use; another may do better."""


class WorkerProcess:
    """A running worker that has said it is ready; it ends with this object or with this process."""

    def __init__(self, timeout: float) -> None:
        """
        Start a worker and wait for its first word.

        Args:
            timeout: Seconds for the start, and for each request.

        Raises:
            EngineUnavailableError: It cannot be started, or cannot import durable-rules.
            EngineError: It did not come up in time.
            WorkerDiedError: It ended instead.
        """
        self.loaded: set[str] = set()
        self._timeout = timeout
        try:
            self._process = subprocess.Popen(  # noqa: S603  # nothing in it comes from outside
                # Twice the timeout is when the worker ends itself, should nobody be left to end it.
                [sys.executable, "-P", "-W", "ignore", "-m", _PACKAGE, str(2 * timeout)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **{name: value for name, value in os.environ.items() if name != "ASSESSOR_SIGNING_KEY"},
                    "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
                },
                start_new_session=True,  # Ctrl-C is for the parent
            )
        except OSError as error:
            raise EngineUnavailableError(f"durable-rules: no worker process: {error.strerror}") from error
        self._end = weakref.finalize(self, _end, self._process)
        greeting = self._exchange(b"")
        if "unavailable" in greeting:
            self.close()
            raise EngineUnavailableError(f"durable-rules cannot be imported: {greeting['unavailable']}")

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_open(self) -> bool:
        """Whether it can be asked; False once it was closed, by us or by its own failure."""
        return self._end.alive

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """
        Send a request and return its answer; on any failure the process is gone.

        Raises:
            EngineError: No answer came in time.
            WorkerDiedError: The worker ended, or found a fault in its engine.
        """
        return self._exchange(json.dumps(request).encode() + b"\n")

    def close(self) -> None:
        """End the process, and wait until it is gone; harmless to repeat."""
        self._end()

    def _exchange(self, line: bytes) -> dict[str, Any]:
        """Write a line, read a line; the deadline kills the worker, which ends the waiting."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101  # for the type checker: both are pipes
        assert stdout is not None  # noqa: S101
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            self._process.kill()

        deadline = threading.Timer(self._timeout, expire)
        deadline.daemon = True
        deadline.start()
        try:
            stdin.write(line)
            stdin.flush()
            answer = stdout.readline()
            read = json.loads(answer) if answer else {"fault": "it ended without an answer"}
        except (OSError, ValueError) as error:
            read = {"fault": str(error)}
        except BaseException:  # interrupted: the answer still to come must not be taken for the next one
            self._process.kill()
            self.close()
            raise
        finally:
            deadline.cancel()
        if "fault" in read:
            self.close()
            if expired.is_set():
                raise EngineError(f"durable-rules: no answer within {self._timeout:g} seconds")
            raise WorkerDiedError(f"{read['fault']} (exit status {self._process.returncode})")
        return dict(read)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes, which tells the worker to go; kill it where it does not."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
