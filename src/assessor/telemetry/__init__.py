"""
Telemetry with structlog: one event a step, never a signal's text.

Not the audit log: that is written by services, never by a logging call. Until somebody calls
`configure`, or has set structlog up for an application of their own, warnings go to standard error.

This is the door. structlog takes a moment to load: that is left until there is something to tell, or
an application has loaded it.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO, cast

if TYPE_CHECKING:
    from types import ModuleType

    from structlog.typing import FilteringBoundLogger

Verbosity = Literal["quiet", "normal", "verbose"]
LEVELS: Final[dict[Verbosity, int]] = {"quiet": logging.ERROR, "normal": logging.WARNING, "verbose": logging.DEBUG}


@dataclass(slots=True)
class _Asked:
    """What was asked for, and is done when structlog is loaded; unless an application has set that up by then."""

    verbosity: Verbosity = "normal"
    stream: TextIO | None = None
    bound: dict[str, str] = field(default_factory=dict)
    done: bool = False


class _Telemetry:
    """What was asked for last, by the one program that this process is."""

    asked = _Asked()

    @classmethod
    def hears(cls, level: int) -> bool:
        """Return whether an event may be heard; where structlog is loaded it says so itself."""
        return _is_loaded() or level >= LEVELS[cls.asked.verbosity]

    @classmethod
    def loaded(cls, *, anew: bool = False) -> ModuleType:
        """Return what speaks through structlog, with everything done that was asked for; anew, whatever was set up."""
        from assessor.telemetry import events  # noqa: PLC0415 - it loads structlog

        asked = cls.asked
        if not asked.done:
            asked.done = True
            events.set_up(asked.verbosity, asked.stream, asked.bound, anew=anew)
        return events


def _is_loaded() -> bool:
    return "structlog" in sys.modules


def configure(verbosity: Verbosity = "normal", stream: TextIO | None = None) -> None:
    """
    Send events to a stream, as lines for people on a terminal and as JSON elsewhere, and forget what was bound.

    Args:
        verbosity: `quiet` lets errors through, `normal` warnings too, `verbose` everything.
        stream: Standard error where absent.
    """
    _Telemetry.asked = _Asked(verbosity, stream)
    if _is_loaded():
        _Telemetry.loaded(anew=True)


def bind(**values: str) -> None:
    """Add values, such as a request id, to every event from here on."""
    if _is_loaded():
        _Telemetry.loaded().bind(**values)
    else:
        _Telemetry.asked.bound.update(values)


class _Logger:
    """The telemetry of one module; structlog's own, as soon as there is something to tell."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, method: str) -> Any:  # noqa: ANN401 - whatever structlog has
        level = logging.getLevelNamesMapping().get(method.upper(), logging.ERROR)
        if not _Telemetry.hears(level):
            return _tell_nothing
        return getattr(_Telemetry.loaded().get_logger(self._name), method)


def _tell_nothing(*_: object, **_values: object) -> None:
    """Do nothing: the event is below what is told."""


def get_logger(name: str) -> FilteringBoundLogger:
    """Return the telemetry of one module."""
    return cast("FilteringBoundLogger", _Logger(name))
