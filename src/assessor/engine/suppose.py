"""
Items that nobody recorded, as if they were known.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import kind_of
from assessor.domain.known import EvidenceVersion

if TYPE_CHECKING:
    from assessor.domain.evidence import Item

_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)


def suppose(item: Item) -> EvidenceVersion:
    """Return an item that nobody recorded as if it were known."""
    digest = f"hypothetical:{item.id}"
    return EvidenceVersion(kind_of(item), item.id, version=1, item=item, digest=digest, known_from=_ALWAYS)
