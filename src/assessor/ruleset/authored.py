"""
What the files of a framework's folder say, as far as each could be read.

Holds the parsed files with their places, and what of them has the right shape. A rule whose file has
a wrong shape elsewhere is kept, so that all that is wrong with it is told at once. Whether names mean
something is the business of `assessor.ruleset.references`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from assessor.domain.cell import Cell
from assessor.domain.framework import Framework
from assessor.domain.values import Frozen
from assessor.ruleset.framework_document import CODEBOOK, join_codebook
from assessor.ruleset.model import ALL_CELLS, OutlookFile, Rule, RulesFile
from assessor.ruleset.shape import validate_shape
from assessor.ruleset.yaml_source import YamlDocument, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.ruleset.folder import FolderFiles
    from assessor.ruleset.framework_document import FrameworkDocument
    from assessor.ruleset.problems import Problem

_Model = TypeVar("_Model", bound=Frozen)


@dataclass(frozen=True, slots=True)
class AuthoredFile(Generic[_Model]):
    """
    One file that is YAML.

    Attributes:
        value: What it says; None where its shape is wrong.
    """

    document: YamlDocument
    value: _Model | None

    @property
    def cell(self) -> str | None:
        """The cell it is about, where it says so."""
        cell = self.document.data.get("cell")
        return str(cell) if isinstance(cell, (str, int)) else None

    @property
    def is_for_all(self) -> bool:
        """Whether it is about every cell of the framework."""
        return self.document.data.get("cells") == ALL_CELLS

    def is_about(self, cell: str | None) -> bool:
        """Return whether it is about a cell."""
        return self.is_for_all or self.cell == cell


@dataclass(frozen=True, slots=True)
class PlacedRule:
    """One rule of the right shape, which of its file's rules it is, and one of the cells that it judges."""

    document: YamlDocument
    cell: str
    place: int
    rule: Rule


@dataclass(slots=True)
class Authored:
    """
    All files of a framework.

    Attributes:
        document: `framework.yaml` with its codebook; None where it is not YAML.
        framework: None where anything in either has the wrong shape.
        has_codebook: False where `codebook.yaml` is there and is not YAML.
        rules_placed: Every rule of the right shape, in order of precedence; one for all cells, for each of them.
        unread: The kinds of files (`cells`, `rules`, `outlook`) of which one is not YAML.
    """

    document: FrameworkDocument | None = None
    framework: Framework | None = None
    has_codebook: bool = True
    cells: list[AuthoredFile[Cell]] = field(default_factory=list)
    rules: list[AuthoredFile[RulesFile]] = field(default_factory=list)
    rules_placed: list[PlacedRule] = field(default_factory=list)
    outlooks: list[AuthoredFile[OutlookFile]] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


def read_authored(files: FolderFiles) -> tuple[Authored, list[Problem]]:
    """Return what the files say, and everything that is wrong with their text and shape."""
    authored, problems = Authored(), list(files.problems)
    _read_framework(files, authored, problems)
    authored.cells = _read_each("cells", files.cells, Cell, authored, problems)
    authored.rules = _read_each("rules", files.rules, RulesFile, authored, problems)
    authored.outlooks = _read_each("outlook", files.outlooks, OutlookFile, authored, problems)
    authored.rules_placed = [
        placed for file in authored.rules for cell in _judged_by(file, authored) for placed in _rules_in(file, cell)
    ]
    return authored, problems


def _read(path: Path, problems: list[Problem]) -> YamlDocument | None:
    found = read_yaml(path, str(path))
    if isinstance(found, list):
        problems += found
        return None
    return found


def _read_framework(files: FolderFiles, authored: Authored, problems: list[Problem]) -> None:
    codebook = _read(files.codebook, problems) if files.codebook is not None else None
    authored.has_codebook = files.codebook is None or codebook is not None
    document = _read(files.framework, problems)
    if document is None:
        return
    authored.document, wrong_keys = join_codebook(document, codebook)
    problems += wrong_keys
    if not authored.has_codebook:
        authored.document.data.update((key, []) for key in CODEBOOK if key not in document.data)
    framework, found = validate_shape(Framework, authored.document)
    problems += found
    authored.framework = framework if authored.has_codebook else None


def _read_each(
    kind: str, paths: tuple[Path, ...], model: type[_Model], authored: Authored, problems: list[Problem]
) -> list[AuthoredFile[_Model]]:
    files: list[AuthoredFile[_Model]] = []
    for path in paths:
        document = _read(path, problems)
        if document is None:
            authored.unread.add(kind)
            continue
        value, found = validate_shape(model, document)
        problems += found
        files.append(AuthoredFile(document, value))
    return files


def _judged_by(file: AuthoredFile[RulesFile], authored: Authored) -> list[str]:
    """Return the cells that the rules of a file judge, as far as files say."""
    if file.is_for_all:
        return list(dict.fromkeys(cell.cell for cell in authored.cells if cell.cell is not None))
    return [file.cell] if file.cell is not None else []


def _rules_in(file: AuthoredFile[RulesFile], cell: str) -> list[PlacedRule]:
    """Return the rules of a file whose own shape is right, as they judge a cell."""
    if file.value is not None:
        return [PlacedRule(file.document, cell, n, rule) for n, rule in enumerate(file.value.rules)]
    entries = file.document.data.get("rules")
    count = len(entries) if isinstance(entries, list) else 0
    tried = ((n, validate_shape(Rule, file.document, ("rules", n))[0]) for n in range(count))
    return [PlacedRule(file.document, cell, n, rule) for n, rule in tried if rule is not None]
