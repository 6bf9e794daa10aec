"""
Problems of authored files: values that are collected with their places and shown all together.

It does not find problems, and raises nothing: `assessor.errors.RulesetInvalidError` carries what was collected.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "note"]

_LONGEST_WORD = 120
_MANY = 200  # from here on a hint must be cheap: thousands of unknown names among thousands of known ones
_SLIPS = 2
_END = 3


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """
    One thing that is wrong in a file, as a warning likely not meant, as a note worth knowing; sorts in file order.

    Attributes:
        file: The file's name as the author knows it.
        line: From 1.
        column: From 1, in characters.
        message: Lower-case start, no full stop: what is wrong, and what to do.
        code: A stable name of the kind of problem.
        severity: A file with an `error` is refused, one with warnings or notes is not.
    """

    file: str
    line: int
    column: int
    message: str
    code: str
    severity: Severity = "error"

    def __str__(self) -> str:
        marked = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.file}:{self.line}:{self.column}: {marked}{self.message}"


def unknown_name(kind: str, word: str, known: Iterable[str], where: str) -> str:
    """Return the message for a name that means nothing: the nearest known one, and where such names are declared."""
    nearest = did_you_mean(word, known)
    return f"unknown {kind} {quote(word)}{nearest}{' ' if nearest else '; '}{where}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """
    Return the known word that comes nearest as the end of a message, or nothing where none is near.

    Args:
        word: What the author wrote; its case does not matter.
        known: What could have been meant, in any order.

    Returns:
        Text such as ", did you mean `swb-encounters`?", or the empty text.
    """
    if len(word) > _LONGEST_WORD:
        return ""
    spelled = {candidate.casefold(): candidate for candidate in sorted(known)}
    wanted = word.casefold()
    likely = [name for name in spelled if _may_be(name, wanted)] if len(spelled) > _MANY else spelled
    nearest = get_close_matches(wanted, likely, n=1)
    return f", did you mean {quote(spelled[nearest[0]])}?" if nearest else ""


def _may_be(name: str, wanted: str) -> bool:
    """Say whether a name is worth comparing letter by letter: as long within two letters, and alike at one end."""
    return abs(len(name) - len(wanted)) <= _SLIPS and (name[:_END] == wanted[:_END] or name[-_END:] == wanted[-_END:])
