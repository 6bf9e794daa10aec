"""
What an evidence item touches: the names through which an evaluation comes to it.

A signal touches the cells of its impacts, the event that it tells of and the feed that brought it, a reading its
indicator, a feed the cells that it carries or whatever cell there is; each touches the sources that it cites, and a
source those that it was made from. Read from the form that the record holds, so that one function says it for live rows
and rebuilt ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Touched = Literal["cell", "indicator", "source", "event", "feed", "any"]


class Touch(NamedTuple):
    """One name that an item touches, and what it is the name of."""

    touches: Touched
    name: str


_NAMED: tuple[Literal["event", "feed"], ...] = ("event", "feed")
ANY_CELL = Touch("any", "")
"""What a feed touches that does not say which cells it carries."""


def touches_of(kind: str, item: Mapping[str, Any]) -> tuple[Touch, ...]:
    """
    Return what an item touches, each once, in order.

    Args:
        kind: `source`, `feed`, `signal` or `reading`.
        item: Its recorded form, without its text.
    """
    found: set[Touch] = set()
    match kind:
        case "signal":
            found |= {Touch("cell", impact["cell"]) for impact in item.get("impacts", ())}
            found |= {Touch("source", source) for source in item["sources"]}
            found |= {Touch(what, item[what]) for what in _NAMED if item.get(what) is not None}
        case "reading":
            found |= {Touch("indicator", item["indicator"]), Touch("source", item["source"])}
        case "feed":
            cells = item.get("carries", {}).get("cells")
            found |= {ANY_CELL} if cells is None else {Touch("cell", cell) for cell in cells}
        case "source":
            roots = (*item.get("derived_from", ()), item.get("origin"))
            found |= {Touch("source", root) for root in roots if root not in {None, item["id"]}}
    return tuple(sorted(found))
