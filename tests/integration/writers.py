"""Writers as processes of their own, started quickly: they are forked from one that has loaded everything."""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.integration import append_forever

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload([append_forever.__name__])


@dataclass
class Writer:
    """One process that appends, and the pipe on which it acknowledges."""

    process: BaseProcess
    output: int
    _rest: bytes = b""

    def read_line(self) -> list[int]:
        """Wait for the next acknowledgement; nothing when there are no more."""
        while b"\n" not in self._rest:
            read = os.read(self.output, 65536)
            if not read:
                return []
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\n")
        return [int(index) for index in line.split()]

    def read_all(self) -> list[list[int]]:
        """Wait for its end; return the acknowledgements that are left. One cut short is none."""
        lines = []
        while line := self.read_line():
            lines.append(line)
        self.process.join()
        os.close(self.output)
        return lines

    @property
    def is_running(self) -> bool:
        return self.process.is_alive()

    def kill(self) -> list[list[int]]:
        """End it at once with SIGKILL, whatever it is doing; return what it had acknowledged."""
        self.process.kill()
        return self.read_all()


def start(url: str, *, count: int, batch: int, name: str) -> Writer:
    """Start a writer; see `append_forever`."""
    output, acknowledging = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_run, args=(url, count, batch, name, acknowledging))
    process.start()
    acknowledging.close()
    writer = Writer(process, os.dup(output.fileno()))
    output.close()
    return writer


def _run(url: str, count: int, batch: int, name: str, acknowledging: Connection) -> None:
    append_forever.main(url, count, batch, name, acknowledging.fileno())
