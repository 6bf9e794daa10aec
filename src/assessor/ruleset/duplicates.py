"""
Names that are declared more than once, and names that mean something already.

Holds declarations alone; findings are concluded by as many rules as like.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.domain.framework import UNSTATED
from assessor.domain.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.ruleset.problems import Problem
    from assessor.ruleset.scope import Steps
    from assessor.ruleset.yaml_source import YamlDocument

RESERVED: Final = frozenset({UNSTATED, "undetermined", "unknown"})
"""What verdicts and impacts say where there is no name; no id may be one of these."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Where an id is declared."""

    id: str
    document: YamlDocument
    path: Steps


def check_declarations(kind: str, declarations: Iterable[Declaration]) -> Iterator[Problem]:
    """
    Yield each declaration of a reserved id, and each after the first of the same id.

    Args:
        kind: What is declared, such as `dimension`.
        declarations: Those among which ids are to be distinct, in order.
    """
    first: dict[str, Declaration] = {}
    for declared in declarations:
        if declared.id in RESERVED:
            message = f"{kind} {quote(declared.id)}: this word has a meaning of its own; choose another id"
            yield declared.document.problem(declared.path, message, "reserved-id")
        before = first.setdefault(declared.id, declared)
        if before is not declared:
            first_place = before.document.problem(before.path, "", "")
            is_here = before.document.name == declared.document.name
            where = f"line {first_place.line}" if is_here else f"{first_place.file}:{first_place.line}"
            message = f"{kind} {quote(declared.id)} is declared twice, first in {where}; choose another id"
            yield declared.document.problem(declared.path, message, "duplicate-id")


def declared_in(document: YamlDocument, key: str, id_key: str = "id") -> Iterator[Declaration]:
    """Yield what a list of mappings declares, whatever else is wrong with it."""
    entries = document.data.get(key)
    for place, entry in enumerate(entries if isinstance(entries, list) else ()):
        name = entry.get(id_key) if isinstance(entry, dict) else None
        if isinstance(name, (str, int)):
            yield Declaration(str(name), document, (key, place, id_key))
