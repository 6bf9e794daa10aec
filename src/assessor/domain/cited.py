"""
The sources that an item names: those that it cites, or was made from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.evidence import Reading, Signal, Source

if TYPE_CHECKING:
    from assessor.domain.evidence import Item


def sources_named(item: Item) -> tuple[str, ...]:
    """Return the ids of the sources that an item cites, or that a source derives from; a feed names none."""
    match item:
        case Signal():
            return item.sources
        case Reading():
            return (item.source,)
        case Source():
            return item.derived_from if item.origin is None else (*item.derived_from, item.origin)
        case _:
            return ()
