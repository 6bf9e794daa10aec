"""
Diagnostics with structlog: one event a step, never a signal's text.

Not the audit log: that is written by services, never by a logging call.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Literal, TextIO

import structlog

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

Verbosity = Literal["quiet", "normal", "verbose"]
_LEVELS: dict[Verbosity, int] = {"quiet": logging.ERROR, "normal": logging.WARNING, "verbose": logging.DEBUG}


def configure(verbosity: Verbosity = "normal", stream: TextIO | None = None) -> None:
    """
    Send events to a stream: in lines for people on a terminal, as JSON elsewhere.

    Args:
        verbosity: `quiet` shows errors, `normal` warnings too, `verbose` everything.
        stream: Standard error where absent.
    """
    target = stream if stream is not None else sys.stderr
    terminal = target.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[verbosity]),
        logger_factory=structlog.PrintLoggerFactory(target),
        cache_logger_on_first_use=False,
    )


def get_logger(name: str) -> FilteringBoundLogger:
    """Return the telemetry of one module."""
    logger: FilteringBoundLogger = structlog.get_logger(module=name)
    return logger


def bind(**values: str) -> None:
    """Add values, such as a request id, to every event from here on."""
    structlog.contextvars.bind_contextvars(**values)
