"""
What the rules of one cell may refer to, and how a check says that something is wrong.

Holds names and details for checks to look up. What is checked is in `references_*`, `cadence`,
`futile` and `limits`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework, Indicator
    from assessor.ruleset.names import Names
    from assessor.ruleset.problems import Problem, Severity
    from assessor.ruleset.yaml_source import YamlDocument

Steps = tuple[str | int, ...]
"""Keys and indices that lead to a part of a document."""


class Remark(NamedTuple):
    """What a check says of a part: the steps lead there from what was checked."""

    path: Steps
    message: str
    code: str = "unknown-name"
    severity: Severity = "error"

    def inside(self, path: Steps) -> Remark:
        """Return the same, as said of what holds the part."""
        return self._replace(path=(*path, *self.path))

    def place(self, document: YamlDocument, path: Steps, subject: str = "") -> Problem:
        """Return the problem that this is in a document; its message begins with what it is about."""
        message = f"{subject}: {self.message}" if subject else self.message
        return document.problem((*path, *self.path), message, self.code, severity=self.severity)


@dataclass(frozen=True, slots=True)
class Scope:
    """
    What one cell's files may refer to.

    Attributes:
        names: By kind; dimensions, tensions and findings are the cell's own.
        framework: None where anything in it has the wrong shape; then only names can be checked.
        cell: None likewise.
    """

    names: Mapping[str, Names]
    framework: Framework | None
    cell: Cell | None

    def unknown(self, kind: str, words: Iterable[object] | None, path: Steps) -> Iterator[Remark]:
        """Yield a remark for each word that names nothing of the kind, at its place in the list of words."""
        for place, word in enumerate(words or ()):
            message = self.names[kind].tell_unknown(str(word))
            if message:
                yield Remark((*path, place), message)

    def indicators(self, words: Iterable[str]) -> list[Indicator]:
        """Return what is known of the indicators among the words."""
        declared = {i.id: i for i in self.framework.indicators} if self.framework is not None else {}
        return [declared[word] for word in words if word in declared]
