"""
How far a long command is, told on standard error while a person watches, and its rate at the end.
"""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    import typer

_EVERY_SECONDS: Final = 0.2
_CLEAR: Final = "\r\x1b[K"


class Meter:
    """
    A line that says how much of a log is done; nothing where standard error is no terminal, or under --quiet.

    It can be called as use cases tell their progress. Leaving it takes the line away.
    """

    def __init__(self, context: typer.Context, what: str, *, unit: str = "entry") -> None:
        """
        Start the time.

        Args:
            what: What is being done, such as `replaying`.
            unit: What is counted.
        """
        self._shows = sys.stderr.isatty() and not context.find_root().params.get("quiet", False)
        self._what = what
        self._unit = unit
        self._begun = monotonic()
        self._shown = 0.0

    def __call__(self, done: int, size: int) -> None:
        """Take note of progress."""
        now = monotonic()
        if self._shows and now - self._shown >= _EVERY_SECONDS:
            self._shown = now
            sys.stderr.write(f"{_CLEAR}{self._what}: {self._unit} {done} of {size}, {done * 100 // size} %")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away."""
        self.clear()

    def clear(self) -> None:
        """Take the line away, so that something else can be said."""
        if self._shows and self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = 0.0

    @property
    def seconds(self) -> float:
        """How long it took until now."""
        return monotonic() - self._begun

    def rate(self, count: int) -> float:
        """Return how many a second that was, to a tenth."""
        return round(count / max(self.seconds, 1e-6), 1)
