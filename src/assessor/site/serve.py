"""
The site of a live database on the loopback address: read-only, published again into a folder when the log has grown.

Readers wait for that a moment; a large log takes longer, and they see the site as it was meanwhile. Where there is
none yet, they are told how far it is.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from assessor.errors import AssessorError, UsageError
from assessor.site.publish import publish_site
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    import io
    import os

    from assessor.services.context import Context

LOOPBACK: Final = "127.0.0.1"
PATIENCE: Final = 2.0
"""How many seconds a reader waits for pages of what was recorded since."""

_ASK_AGAIN: Final = 2
_IDLE_SECONDS: Final = 60
_NAMES: Final = frozenset({LOOPBACK, "localhost"})
_TYPES: Final = {".atom": "application/atom+xml", ".tlog-proof": "text/plain; charset=utf-8"}
_HEADERS: Final = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_WAITING: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="{seconds}">'
    "<title>Being made</title><p>The pages are being made: of {number} assessments, {done} are done.</p></html>\n"
)
_log = get_logger(__name__)


class _LeftError(Exception):
    """Nobody waits for the pages any more: what is there stays as it is."""


class LiveSite:
    """
    A folder that holds the site of a database as it is now, or where that takes long, as it was a moment ago.

    Attributes:
        size: Entries of the log that it was made from; -1 as long as it is not there.
        done: How many pages of assessments are made, and how many are to be.
    """

    def __init__(self, context: Context, folder: Path, *, patience: float | None = None) -> None:
        """
        Publish it a first time; see `publish_site`.

        Args:
            patience: How many seconds to wait for it: after them it is on its way; as long as it takes where absent.
        """
        self.folder = folder
        self._context = context
        self._choosing = Lock()
        self._making: Future[None] | None = None
        self._maker = ThreadPoolExecutor(1, "site")
        self.size = -1
        self.done = (0, 0)
        self._is_left = False
        try:
            self.refresh(patience)
        except BaseException:
            self._maker.shutdown()
            raise

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give up what is being made, and wait until nothing is written any more."""
        self._is_left = True
        self._maker.shutdown()

    def refresh(self, patience: float | None) -> None:
        """
        Publish again what changed, if the log has grown; one does at a time, whoever else asks waits with it.

        Args:
            patience: How many seconds to wait for that; after them the site is there as it was, whole, and the next
                who asks finds the new one if it is done. None waits as long as it takes.

        Raises:
            AssessorError: The record cannot be published as it is now.
        """
        with self._choosing:
            if self._making is None or self._making.done():
                with self._context.database.read() as tx:
                    has_grown = tx.log.size() != self.size
                self._making = self._maker.submit(self._publish) if has_grown else None
            making = self._making
        if making is not None:
            with suppress(TimeoutError):
                making.result(patience)

    def _publish(self) -> None:
        self.size = publish_site(self._context, self.folder, bundles="none", told=self._tell).size

    def _tell(self, done: int, number: int) -> None:
        if self._is_left:
            raise _LeftError
        self.done = (done, number)


def open_server(site: LiveSite, port: int) -> ThreadingHTTPServer:
    """
    Return a server of a site on the loopback address, which nobody else can reach; it is run by the caller.

    Args:
        port: 0 takes any that is free.

    Raises:
        UsageError: The port is taken, or may not be used.
    """
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(_Reader, site))
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used: {error.strerror or error}; choose another with --port"
        ) from error


class _Reader(SimpleHTTPRequestHandler):
    """Answers with files of the site; it changes nothing, and lists nothing."""

    timeout = _IDLE_SECONDS
    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES

    def __init__(self, site: LiveSite, *args: object) -> None:
        self._site = site
        self._tag: str | None = None
        super().__init__(*args, directory=str(site.folder))  # type: ignore[arg-type] # what the server hands over

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer what is asked under our own name alone: a page of somebody else cannot read through one of theirs."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host not in _NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this is no name of this server")
            return None
        try:
            self._site.refresh(PATIENCE)
        except AssessorError as error:
            _log.warning("site.stale", told=str(error))
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE, "the record cannot be shown", str(error))
            return None
        if not (self._site.folder / "index.html").is_file():
            self._send_waiting()
            return None
        try:
            return self._send_file()
        except ValueError:  # no file can have such a name
            self.send_error(HTTPStatus.NOT_FOUND)
            return None

    def _send_waiting(self) -> None:
        """Answer that the pages are on their way, with a page that asks again."""
        done, number = self._site.done
        made = _WAITING.format(done=f"{done:,}", number=f"{number:,}", seconds=_ASK_AGAIN).encode()
        self.send_response(HTTPStatus.SERVICE_UNAVAILABLE)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(made)))
        self.send_header("Retry-After", str(_ASK_AGAIN))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(made)

    def _send_file(self) -> io.BytesIO | BinaryIO | None:
        """Answer with a file, or with that it is still the one that the browser has."""
        self._tag = self._tag_of(Path(self.translate_path(self.path)))
        if self._tag is not None and self.headers.get("If-None-Match") == self._tag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return None
        del self.headers["If-Modified-Since"]  # a page can change twice in the second that it names
        return super().send_head()

    def _tag_of(self, path: Path) -> str | None:
        """Return what tells one version of a file from every other: its time of change is made from its bytes."""
        try:
            found = (path / "index.html" if self.path.endswith("/") else path).stat()
        except OSError:
            return None
        if not S_ISREG(found.st_mode):
            return None
        return f'"{found.st_mtime_ns:x}-{found.st_size:x}"'

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - as the base class has it
        """List nothing."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Say that nothing is kept, and nothing guessed."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if self._tag is not None:
            self.send_header("ETag", self._tag)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
        """Tell of a request in the program's own way."""
        _log.info("site.asked", told=format % args)
