"""How events are told by structlog: where to, in which form, and with what is bound to them."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO, cast

import structlog

from assessor.telemetry import LEVELS, Verbosity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from structlog.typing import FilteringBoundLogger, Processor


def set_up(verbosity: Verbosity, stream: TextIO | None, bound: Mapping[str, str], *, anew: bool) -> None:
    """
    Send events to a stream, and add values to every event.

    Args:
        stream: Standard error where absent.
        anew: In place of what an application set up; else that stands.
    """
    if anew or not structlog.is_configured():
        _configure(verbosity, stream)
    structlog.contextvars.bind_contextvars(**bound)


def _configure(verbosity: Verbosity, stream: TextIO | None) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *_renderers(stream if stream is not None else sys.stderr),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[verbosity]),
        logger_factory=lambda *_: structlog.PrintLogger(_heeded(stream if stream is not None else sys.stderr)),
        cache_logger_on_first_use=False,
    )


class _Heeded(io.TextIOBase):
    """A stream whose reader may have gone: what cannot be told is left untold, and stops nothing."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError):
            if self._stream is not None:
                self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        with suppress(OSError):
            if self._stream is not None:
                self._stream.flush()


def _heeded(stream: TextIO | None) -> TextIO:
    return cast("TextIO", _Heeded(stream))


def _renderers(target: TextIO | None) -> tuple[Processor, ...]:
    """Return what turns an event into a line; traces are told without the values of variables."""
    if target is not None and target.isatty():
        plain = structlog.dev.plain_traceback
        return (structlog.dev.ConsoleRenderer(colors="NO_COLOR" not in os.environ, exception_formatter=plain),)
    traces = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
    return (traces, structlog.processors.JSONRenderer())


def get_logger(name: str) -> FilteringBoundLogger:
    """Return the telemetry of one module."""
    logger: FilteringBoundLogger = structlog.get_logger(module=name)
    return logger


def bind(**values: str) -> None:
    """Add values, such as a request id, to every event from here on."""
    structlog.contextvars.bind_contextvars(**values)
