"""
The text of a step with its blanks, such as `the trajectory is {name}`, and how a sentence fills them.

Holds the kinds of blanks and the matching. Each kind begins and ends in a way that its neighbours
cannot, so a sentence is matched in one pass, in time linear in its length, and in one way only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assessor.domain.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Callable

_QUOTED: Final = r'"[^"]*"'
_SPAN: Final = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_BLANK: Final = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")


@dataclass(frozen=True, slots=True)
class Kind:
    """
    What can stand in a blank.

    Attributes:
        text: A regular expression without choices that overlap.
        read: Turns what stands there into a value; raises ValueError where it means nothing.
        told: What it is called where it means nothing.
    """

    text: str
    read: Callable[[str], object]
    told: str


def _names(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r'"([^"]*)"', text))


KINDS: Final[dict[str, Kind]] = {
    "name": Kind(_QUOTED, lambda text: text[1:-1], "a name in quotes"),
    "names": Kind(rf"{_QUOTED}(?:(?:, | and ){_QUOTED})*", _names, "names in quotes"),
    "day": Kind(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat, "a day, as 2026-04-26"),
    "span": Kind(_SPAN, parse_edtf, "a day, a month or a year"),
    "count": Kind(r"[0-9]{1,9}", int, "a whole number"),
    "outcome": Kind("met|not met|unknown", str, "`met`, `not met` or `unknown`"),
}
"""What a blank can be: `{cell:name}`; a blank without a kind is a name."""


@dataclass(frozen=True)
class Pattern:
    """
    A step's text with its blanks, each `{what:kind}`, or `{what}` for a name in quotes.

    Attributes:
        text: As rule authors see it.
    """

    text: str

    def __post_init__(self) -> None:
        if re.search(r":names\}(?:,| and) ", self.text):
            raise ValueError(f"{self.text}: names could end in two places; put another word behind them")

    def match(self, sentence: str) -> dict[str, str] | None:
        """Return what stands in each blank, as written, where the whole sentence is of this form."""
        found = self._regex.fullmatch(sentence)
        return found.groupdict() if found is not None else None

    def read(self, filled: dict[str, str]) -> dict[str, object]:
        """
        Return the values of what stands in the blanks.

        Raises:
            ValueError: One of them means nothing, such as the 30th of February.
        """
        values: dict[str, object] = {}
        for blank, kind in self._blanks:
            try:
                values[blank] = KINDS[kind].read(filled[blank])
            except ValueError as error:
                raise ValueError(f"`{filled[blank]}` is not {KINDS[kind].told}") from error
        return values

    @cached_property
    def plain(self) -> str:
        """The text as it is shown: blanks by their names alone, those in quotes in quotes."""
        return _BLANK.sub(
            lambda m: f'"{{{m[1]}}}"' if m[2] in {None, "", "name", "names"} else f"{{{m[1]}}}", self.text
        )

    @cached_property
    def _blanks(self) -> tuple[tuple[str, str], ...]:
        return tuple((name, kind or "name") for name, kind in _BLANK.findall(self.text))

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        parts = _BLANK.split(self.text)
        written = re.escape(parts[0])
        for name, kind, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            written += f"(?P<{name}>{KINDS[kind or 'name'].text}){re.escape(after)}"
        return re.compile(written)
