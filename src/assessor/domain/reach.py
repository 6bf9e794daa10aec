"""
Whether an evidence item could reach an evaluation, and if not, why not.

An item reaches an evaluation iff, at its cut, the latest version that counts as known is
accepted, and it is not dated after the day judged. Holds the question for one item and one
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import Reading, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from assessor.domain.evidence import Item


_NO_EVIDENCE: Final = {
    "proposed": "proposed then, and not accepted as evidence",
    "retracted": "retracted by then",
}


@dataclass(frozen=True, slots=True)
class VersionKnown:
    """
    Since when one version of an item counts as known.

    Attributes:
        entry_index: The entry that recorded it.
        status: `accepted`; or `proposed` or `retracted`, and then it is no evidence.
    """

    version: int
    item: Item
    entry_index: int
    known_from: datetime
    status: str


def is_later(item: Item, day: date) -> bool:
    """Return whether an item tells only of days after some day: a signal by its date, a reading by its period's end."""
    match item:
        case Signal():
            return item.date.span.lo > day
        case Reading():
            return item.period.span.hi > day
        case _:
            return False


def why_out_of_reach(versions: Sequence[VersionKnown], *, as_of: date, known_at: datetime, log_size: int) -> str:
    """
    Return why an item could not reach an evaluation; nothing where it could.

    Args:
        versions: All versions of the item, first to last; at least one.
        as_of: The day judged.
        known_at: What was known by then.
        log_size: Entries below it were seen.
    """
    visible = [v for v in versions if v.entry_index < log_size and v.known_from <= known_at]
    item = (visible or versions)[-1].item
    if is_later(item, as_of):
        dated = f"dated {item.date}," if isinstance(item, Signal) else "of a period that ends"
        return f"{dated} after the day judged"
    if visible:
        return _NO_EVIDENCE.get(visible[-1].status, "")
    first = min(versions, key=lambda v: v.entry_index)
    if first.entry_index >= log_size:
        return f"recorded later, by entry {first.entry_index}; the log had {log_size} entries"
    earliest = min((v for v in versions if v.entry_index < log_size), key=lambda v: v.known_from)
    return f"known only from {earliest.known_from:%Y-%m-%d %H:%M} (UTC)"
