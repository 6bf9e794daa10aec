"""
Items that nobody recorded, as if they were known.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.known import EvidenceVersion

if TYPE_CHECKING:
    from assessor.domain.evidence import Item, Kind

_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
_KINDS: Final[dict[type, Kind]] = {Source: "source", Signal: "signal", Reading: "reading", Feed: "feed"}


def suppose(item: Item) -> EvidenceVersion:
    """Return an item that nobody recorded as if it were known."""
    digest = f"hypothetical:{item.id}"
    return EvidenceVersion(_KINDS[type(item)], item.id, version=1, item=item, digest=digest, known_from=_ALWAYS)
