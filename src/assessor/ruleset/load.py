"""
A folder of rule files becomes a ruleset, or every problem in them, shown together.

Reads `framework.yaml` with `codebook.yaml`, `cells/*.yaml`, `rules/**/*.yaml` and
`outlook/*.yaml`; the order of file names is the order of rules. What names mean across files is
`assessor.ruleset.references`' business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from assessor.domain.cell import Cell
from assessor.domain.framework import Framework
from assessor.domain.values import Frozen
from assessor.errors import ConfigurationError, RulesetInvalidError
from assessor.ruleset.model import CellRules, OutlookFile, Ruleset, RulesFile
from assessor.ruleset.references import check_references
from assessor.ruleset.shape import validate_shape
from assessor.ruleset.yaml_source import YamlDocument, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assessor.ruleset.problems import Problem

_MOST_FILES: Final = 2000
_Model = TypeVar("_Model", bound=Frozen)

CODEBOOK: Final = ("directions", "aspects", "stages", "severities", "tags", "tiers")
"""The lists of a framework that stand in `codebook.yaml`."""


@dataclass(frozen=True)
class LoadedRuleset:
    """
    What a folder holds.

    Attributes:
        ruleset: The whole; None where a file is so broken that nothing can be judged by it.
        problems: Errors and warnings of all files, in file order.
    """

    ruleset: Ruleset | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems for which the ruleset is refused."""
        return tuple(p for p in self.problems if p.severity == "error")

    def require(self) -> Ruleset:
        """
        Return the ruleset.

        Raises:
            RulesetInvalidError: There are errors; it carries all of them.
        """
        if self.errors or self.ruleset is None:
            raise RulesetInvalidError(self.errors)
        return self.ruleset


@dataclass
class Sources:
    """The files behind a ruleset, for problems to be told at their place."""

    framework: YamlDocument | None = None
    codebook: YamlDocument | None = None
    cells: list[tuple[YamlDocument, Cell]] = field(default_factory=list)
    rules: list[tuple[YamlDocument, RulesFile]] = field(default_factory=list)
    outlooks: list[tuple[YamlDocument, OutlookFile]] = field(default_factory=list)
    broken: bool = False


def load_ruleset(folder: Path) -> LoadedRuleset:
    """
    Read a framework with its cells and rules.

    Raises:
        ConfigurationError: The folder does not exist, or holds no `framework.yaml`.
    """
    if not (folder / "framework.yaml").is_file():
        raise ConfigurationError(f"`{folder}` holds no framework.yaml: name the folder of a framework")
    problems: list[Problem] = []
    sources = Sources()
    framework = _read_framework(folder, sources, problems)
    sources.cells = list(_read_all(folder, "cells", Cell, sources, problems))
    sources.rules = list(_read_all(folder, "rules", RulesFile, sources, problems))
    sources.outlooks = list(_read_all(folder, "outlook", OutlookFile, sources, problems))
    ruleset = None
    if framework is not None:
        ruleset = _assemble(framework, sources)
        problems += check_references(ruleset, sources)
    return LoadedRuleset(ruleset, tuple(sorted(set(problems))))


def _read(path: Path, problems: list[Problem]) -> YamlDocument | None:
    found = read_yaml(path, str(path))
    if isinstance(found, list):
        problems += found
        return None
    return found


def _read_framework(folder: Path, sources: Sources, problems: list[Problem]) -> Framework | None:
    sources.framework = document = _read(folder / "framework.yaml", problems)
    book_path = folder / "codebook.yaml"
    book = _read(book_path, problems) if book_path.is_file() else None
    sources.codebook = book
    if document is None or (book is None and book_path.is_file()):
        return None
    data: dict[str, Any] = dict(document.data)
    if book is not None:
        for key in book.data:
            if key not in CODEBOOK:
                problems.append(
                    book.problem((key,), f"a codebook holds {', '.join(CODEBOOK)}", "codebook-key", key=True)
                )
            elif key in data:
                problems.append(book.problem((key,), f"`{key}` stands in framework.yaml too", "codebook-key", key=True))
            else:
                data[key] = book.data[key]
    merged = YamlDocument(document.name, data, document._root)  # noqa: SLF001 - the same file's places
    framework, found = validate_shape(Framework, merged)
    problems += found
    return framework


def _read_all(
    folder: Path, name: str, model: type[_Model], sources: Sources, problems: list[Problem]
) -> Iterator[tuple[YamlDocument, _Model]]:
    paths = sorted((folder / name).rglob("*.yaml"))
    if len(paths) > _MOST_FILES:
        raise ConfigurationError(f"`{folder / name}` holds more than {_MOST_FILES:,} files")
    for path in paths:
        document = _read(path, problems)
        if document is None:
            sources.broken = True
            continue
        value, found = validate_shape(model, document)
        problems += found
        if value is None:
            sources.broken = True
        else:
            yield document, value


def _assemble(framework: Framework, sources: Sources) -> Ruleset:
    cells = tuple(sorted((c for _, c in sources.cells), key=lambda c: (not c.cell.isdigit(), c.cell.zfill(9))))
    judged = dict.fromkeys([f.cell for _, f in sources.rules] + [f.cell for _, f in sources.outlooks])
    return Ruleset(
        framework=framework,
        cells=cells,
        rules=tuple(
            CellRules(
                cell=cell,
                rules=tuple(r for _, f in sources.rules if f.cell == cell for r in f.rules),
                branches=tuple(b for _, f in sources.outlooks if f.cell == cell for b in f.branches),
            )
            for cell in judged
        ),
    )
