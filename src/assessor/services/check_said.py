"""
What entries say beyond their bytes: that an item of evidence is one, and what kind of content they name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit.bodies import read_body
from assessor.audit.media_types import NAMED_AS
from assessor.domain.quoting import quote
from assessor.errors import VerificationError
from assessor.services.known_evidence import read_logged
from assessor.store.evidence import EVIDENCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.audit import Entry
    from assessor.store.unit_of_work import ReadTransaction


def check_said(tx: ReadTransaction, entries: Sequence[Entry]) -> None:
    """
    Check what some entries say.

    Raises:
        BodyInvalidError: One holds an item of evidence that is none.
        VerificationError: Content is kept as another kind than an entry names it as.
    """
    named: dict[str, tuple[str, int]] = {}
    for entry in entries:
        if entry.type in EVIDENCE_TYPES:
            read_logged(entry)
        keys = NAMED_AS.get(entry.type, {})
        body = read_body(entry) if keys else {}
        named |= {body[key]: (media_type, entry.index) for key, media_type in keys.items() if key in body}
    for address, kept in tx.content.find_media_types(named).items():
        media_type, index = named[address]
        if kept != media_type:
            raise VerificationError(
                f"content {address}: it is kept as {quote(str(kept))}, and entry {index} names it as `{media_type}`"
            )
