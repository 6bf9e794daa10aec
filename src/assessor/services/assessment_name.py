"""
How people name a recorded assessment: by its id, or by the index of its entry.

Holds the two forms; whether there is such an assessment is for the log to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from assessor.domain.quoting import quote
from assessor.errors import UsageError

_ID: Final = re.compile(r".+@\d{4}-\d\d-\d\d#(?P<entry>\d{1,15})", re.DOTALL | re.ASCII)
_INDEX: Final = re.compile(r"\d{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reference:
    """An assessment by its entry's index, and, where somebody gave its id, by that."""

    entry: int
    id: str | None = None


def parse_id(text: str) -> Reference | None:
    """Read an assessment's id, such as `11@2026-04-26#357`; None where the text has another form."""
    found = _ID.fullmatch(text)
    return Reference(int(found["entry"]), text) if found is not None else None


def parse_reference(text: str) -> Reference:
    """
    Read an assessment's id, or the index of its entry.

    Raises:
        UsageError: The text is neither.
    """
    reference = Reference(int(text)) if _INDEX.fullmatch(text) else parse_id(text)
    if reference is None:
        raise UsageError(f"{quote(text)} names no assessment; write its id, `11@2026-04-26#357`, or its entry, `357`")
    return reference
