"""
What the log says was said last of each day that was judged, gathered from entries as they pass.

No projection is read. A restatement takes the place of what was said before it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assessor.domain.restatement import Restated
from assessor.errors import VerificationError
from assessor.services.restate import said_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.services.assessment_entry import AssessmentEntry
    from assessor.services.restate import Said
    from assessor.store.content import ContentReader


class LoggedSayings:
    """What was said last, by the entries taken so far."""

    def __init__(self, content: ContentReader) -> None:
        """
        Begin before the first entry.

        Args:
            content: Where the documents of restatements are.
        """
        self._content = content
        self._said: dict[str, dict[int, list[tuple[int, Said]]]] = {}

    def take(self, recorded: AssessmentEntry) -> None:
        """Take the next assessment."""
        told = (recorded.entry_index, said_by(recorded))
        self._said.setdefault(recorded.cell, {})[recorded.entry_index] = [told]

    def take_restated(self, index: int, body: Mapping[str, Any]) -> None:
        """
        Take the next restatement, given by its entry.

        Raises:
            VerificationError: Its document is missing or was changed, or is of assessments that are not there.
        """
        said = self._said.get(body["cell"], {})
        try:
            for one in json.loads(self._content.get(body["record"]).data)["restated"]:
                restated = Restated.model_validate(one)
                told = said[restated.entry]
                told.append((index, replace(told[0][1], verdict=restated.verdict)))
        except (KeyError, TypeError, ValueError) as error:
            raise VerificationError(f"entry {index}: it restates what no entry before it recorded") from error

    def below(self, cell: str, log_size: int) -> Iterator[Said]:
        """Yield what was said last of each assessment of a cell, by entries below a size of the log."""
        for told in self._said.get(cell, {}).values():
            seen = [said for index, said in told if index < log_size]
            if seen:
                yield seen[-1]
