"""A wire between a program and a PostgreSQL server, which can be cut between a commit and its acknowledgement."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

NAME = ".s.PGSQL.5432"


class CutWire:
    """
    A server's socket in another folder, passing on what goes either way.

    While `cuts` is set, the commit of a transaction that appended still reaches the server, but
    no answer comes back.
    """

    def __init__(self, folder: Path, server: str) -> None:
        self.cuts = False
        self._server = f"{server}/{NAME}"
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / NAME))
        self._listening.listen()
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()

    def _start(self, target, *args) -> None:
        self._threads.append(threading.Thread(target=target, args=args))
        self._threads[-1].start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:  # it was closed
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            is_cut = threading.Event()
            self._start(self._forward, client, server, is_cut)
            self._start(self._answer, client, server, is_cut)

    def _forward(self, client: socket.socket, server: socket.socket, is_cut: threading.Event) -> None:
        appends = False
        with suppress(OSError):
            while data := client.recv(65536):
                appends |= b"INSERT INTO log_entry" in data
                if self.cuts and appends and b"COMMIT\0" in data:
                    is_cut.set()
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)

    def _answer(self, client: socket.socket, server: socket.socket, is_cut: threading.Event) -> None:
        with client, server, suppress(OSError):
            while (data := server.recv(65536)) and not is_cut.is_set():
                client.sendall(data)
            client.shutdown(socket.SHUT_RDWR)
