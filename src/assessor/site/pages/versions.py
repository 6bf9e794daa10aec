"""
Earlier versions of a signal: what each said otherwise than the next, since when that is known, and why it was changed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.evidence import Signal
from assessor.domain.framework import UNSTATED
from assessor.report.when import tell_when
from assessor.site.pages.told import tell_moment
from assessor.site.pages.wording import in_words, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assessor.domain.evidence import Estimate, Impact
    from assessor.services.list_evidence import EvidenceView

_LONGEST: Final = 160
_STATUS: Final = {"proposed": "only proposed"}


def flat_versions(versions: Sequence[EvidenceView], cell: str, dimensions: Mapping[str, str]) -> list[dict[str, Any]]:
    """
    Return what was changed in a signal, the latest first, as far as it is of a cell.

    Args:
        dimensions: What those of the cell are called, by id.
    """
    pairs = reversed(list(pairwise(versions)))
    return [flat_change(older, newer, _was(older, newer, cell, dimensions)) for older, newer in pairs]


def flat_change(older: EvidenceView, newer: EvidenceView, was: Iterable[str]) -> dict[str, Any]:
    """
    Return a change of an item: since when its older version was known and until when, and what took its place.

    Args:
        was: What the older version said otherwise.
    """
    reason = newer.reason or ""
    return {
        "since": tell_moment(older.known_from),
        "moment": tell_moment(newer.known_from),
        "entry": newer.entry_index,
        "action": newer.action or "",
        "reason": in_words(reason) if newer.action == "revised" else reason,
        "was": list(was),
    }


def _was(older: EvidenceView, newer: EvidenceView, cell: str, dimensions: Mapping[str, str]) -> Iterator[str]:
    """Yield what an older version said that a newer one does not say."""
    was, now = older.item, newer.item
    assert isinstance(was, Signal)  # noqa: S101 - they are versions of a signal
    assert isinstance(now, Signal)  # noqa: S101 - likewise
    if older.status != newer.status:
        yield _STATUS.get(older.status, older.status)
    if was.title != now.title:
        yield f"“{shorten(was.title, _LONGEST)}”"
    if was.date != now.date:
        yield tell_when(str(was.date))
    if was.sources != now.sources:
        yield f"sources {', '.join(was.sources)}"
    if was.amounts != now.amounts:
        yield ", ".join(tell_amounts(was.amounts)) or "no amounts"
    mine, other = ([one for one in signal.impacts if one.cell == cell] for signal in (was, now))
    if mine != other:
        yield "; ".join(_impact(one, dimensions) for one in mine) or "nothing about this cell"
    if was.summary != now.summary:
        yield "another summary"


def tell_amounts(amounts: dict[str, Estimate]) -> list[str]:
    """Return how much of what a signal states."""
    return [f"{name}: {one.low:,}{f' to {one.high:,}' if one.high != one.low else ''}" for name, one in amounts.items()]


def _impact(one: Impact, dimensions: Mapping[str, str]) -> str:
    parts = [
        one.direction,
        one.aspect,
        *(dimensions.get(name, name) for name in one.dimensions),
        one.stage or UNSTATED,
        one.severity,
        *one.tags,
    ]
    return " · ".join(part for part in parts if part != UNSTATED) or "nothing stated"
