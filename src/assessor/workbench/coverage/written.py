"""
The rules of a framework as they are written: each with its file, and the line of each of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.ruleset.authored import read_authored
from assessor.ruleset.folder import from_here, list_files
from assessor.ruleset.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.ruleset.authored import Authored
    from assessor.ruleset.model import Branch, Rule
    from assessor.ruleset.yaml_source import YamlDocument
    from assessor.workbench.coverage.places import Steps


@dataclass(frozen=True)
class Written:
    """A rule, or a branch of the outlook, where it stands; `cell` is None of a rule for all cells."""

    cell: str | None
    rule: Rule | Branch
    document: YamlDocument
    place: Steps

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.document.name

    def line(self, steps: Steps) -> int:
        """Return the line of a part; of one that is not written out, that of what it stands in."""
        return self.document.position((*self.place, *steps), key=True)[0]


def written_in(folder: Path) -> tuple[Written, ...]:
    """
    Return the rules, then the branches, of a framework that loads without errors.

    Files are named from the current folder where they lie in it.
    """
    files = list_files(from_here(folder))
    assert not isinstance(files, Problem)  # noqa: S101 - it was loaded
    authored, _ = read_authored(files)
    return tuple(_each(authored))


def _each(authored: Authored) -> Iterator[Written]:
    for file in authored.rules:
        for place, rule in enumerate(file.value.rules if file.value is not None else ()):
            yield Written(None if file.is_for_all else file.cell, rule, file.document, ("rules", place))
    for outlook in authored.outlooks:
        for place, branch in enumerate(outlook.value.branches if outlook.value is not None else ()):
            yield Written(outlook.cell, branch, outlook.document, ("branches", place))


def read_text(name: str) -> str:
    """Return the text of a file that has been read."""
    return Path(name).read_text(encoding="utf-8")
