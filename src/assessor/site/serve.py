"""
The site of a live database on the loopback address: read-only, published again into a folder when the log has grown.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO, Final

from assessor.errors import AssessorError, UsageError
from assessor.site.publish import publish_site
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    import io
    import os
    from pathlib import Path

    from assessor.services.context import Context

LOOPBACK: Final = "127.0.0.1"
_NAMES: Final = frozenset({LOOPBACK, "localhost"})
_TYPES: Final = {".atom": "application/atom+xml", ".tlog-proof": "text/plain; charset=utf-8"}
_HEADERS: Final = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_log = get_logger(__name__)


class LiveSite:
    """
    A folder that holds the site of a database as it is now.

    Attributes:
        size: Entries of the log that it was made from.
    """

    def __init__(self, context: Context, folder: Path) -> None:
        """Publish it a first time; see `publish_site`."""
        self.folder = folder
        self._context = context
        self._lock = Lock()
        self.size = -1
        self.refresh()

    def refresh(self) -> None:
        """Publish again what changed, if the log has grown; one at a time."""
        with self._lock:
            with self._context.database.read() as tx:
                size = tx.log.size()
            if size != self.size:
                self.size = publish_site(self._context, self.folder, bundles="none").size


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

    extensions_map = SimpleHTTPRequestHandler.extensions_map | _TYPES

    def __init__(self, site: LiveSite, *args: object) -> None:
        self._site = site
        super().__init__(*args, directory=str(site.folder))  # type: ignore[arg-type] # what the server hands over

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer what is asked under our own name alone: a page of somebody else cannot read through one of theirs."""
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host not in _NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this is no name of this server")
            return None
        try:
            self._site.refresh()
        except AssessorError as error:
            _log.warning("site.stale", told=str(error))
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE, "the record cannot be shown", str(error))
            return None
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002 - as the base class has it
        """List nothing."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Say that nothing is kept, and nothing guessed."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
        """Tell of a request in the program's own way."""
        _log.info("site.asked", told=format % args)
