"""
How commands speak: plain lines, pages on the console, and objects as JSON.

Every text is made harmless on its way out, wherever it came from.
"""

from __future__ import annotations

import dataclasses
import io
import json
import re
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from assessor.cli.streams import put

if TYPE_CHECKING:
    from rich.console import RenderableType


def say(text: str) -> None:
    """Print one line, never wrapped."""
    from assessor.report.safe import safe

    put(f"{safe(text)}\n")


def say_at_length(text: str) -> None:
    """Print a sentence, wrapped where the line ends: nothing in it is to be copied."""
    from rich.text import Text

    from assessor.report.safe import safe

    show_page(Text(safe(text)))


def show_page(page: RenderableType) -> None:
    """
    Print a page as wide as the terminal, in ASCII where lines cannot be drawn; no line ends in spaces.

    What says of itself that it is not to be wrapped is printed whole, however long: it is to be copied.
    """
    from rich.console import Console

    drawn = _Drawn()
    Console(file=drawn, highlight=False, markup=False, emoji=False).print(page, crop=False)
    put(re.sub(r" +$", "", drawn.getvalue(), flags=re.MULTILINE))


class _Drawn(io.StringIO):
    """What a page is drawn into, as able as standard output, which only `put` writes to."""

    @property
    def encoding(self) -> str:  # type: ignore[override] # a text in memory has none of its own
        """Return which letters can be shown."""
        return sys.stdout.encoding

    def isatty(self) -> bool:
        """Return whether there are colours."""
        return sys.stdout.isatty()


def print_json(value: object) -> None:
    """Print one JSON object on a line of its own, in ASCII: nothing in it can act on a terminal."""
    put(f"{json.dumps(plain(value))}\n")


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """
    Return a value as JSON can hold it; what is absent is null, decimals and days are text.

    Raises:
        TypeError: There is no telling how to write it.
    """
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if hasattr(value, "model_dump"):  # a model of pydantic, which is not loaded to find out
        return value.model_dump(mode="json", by_alias=True)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"no JSON for {type(value).__name__}")
