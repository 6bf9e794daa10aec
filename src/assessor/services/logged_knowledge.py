"""
What the log says was known, gathered from entries as they pass: evidence, rulesets, overrides.

No projection is read, and no text of a signal. Memory grows with the evidence, which an
evaluation holds anyway, and not with the rest of the log.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING

from assessor.audit import EntryType
from assessor.audit.bodies import read_body
from assessor.domain.known import known_at
from assessor.domain.override import override_at
from assessor.services.known_evidence import read_logged
from assessor.services.publish_ruleset import read_ruleset
from assessor.store.evidence import EVIDENCE_TYPES
from assessor.store.overrides import OVERRIDE_TYPES, read_override_change

if TYPE_CHECKING:
    from datetime import datetime

    from assessor.audit import Entry
    from assessor.domain.known import Evidence, EvidenceVersion
    from assessor.domain.override import Override, OverrideChange
    from assessor.ruleset.model import Ruleset
    from assessor.store.content import ContentReader


class LoggedKnowledge:
    """Evidence, rulesets and overrides of the entries taken so far."""

    def __init__(self, content: ContentReader) -> None:
        """
        Begin before the first entry.

        Args:
            content: Where the documents of rulesets are.
        """
        self._content = content
        self._versions: list[EvidenceVersion] = []
        self._indices: list[int] = []
        self._published: dict[str, int] = {}
        self._overrides: list[OverrideChange] = []

    def take(self, entry: Entry) -> None:
        """
        Take the next entry.

        Raises:
            BodyInvalidError: It is of a type that brings knowledge, and brings none.
        """
        if entry.type in EVIDENCE_TYPES:
            self._versions.append(read_logged(entry))
            self._indices.append(entry.index)
        elif entry.type in OVERRIDE_TYPES:
            self._overrides.append(read_override_change(entry, read_body(entry)))
        elif entry.type is EntryType.RULESET_PUBLISHED:
            self._published.setdefault(read_body(entry)["digest"], entry.index)

    def evidence(self, log_size: int, moment: datetime) -> Evidence:
        """Return what counted as known at a cut; no entry from `log_size` on counts."""
        return known_at(islice(self._versions, bisect_left(self._indices, log_size)), moment)

    def override(self, cell: str, log_size: int, moment: datetime) -> Override | None:
        """Return the override of a cell at a cut."""
        return override_at(self._overrides, cell, log_size, moment)

    def find_ruleset(self, address: str, log_size: int) -> Ruleset | None:
        """
        Return a ruleset that an entry below `log_size` published, or None where none did.

        Raises:
            VerificationError: Its document is missing, or was changed.
        """
        if self._published.get(address, log_size) >= log_size:
            return None
        return read_ruleset(self._content.get(address).data)
