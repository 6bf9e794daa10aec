"""
Names that files declare and others refer to, and what an author is told of one that is not declared.

Holds ids by kind. They are gathered from plain data, so that what is wrong elsewhere in a file hides
none of the names it declares. Who refers to what is the business of `assessor.ruleset.references`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.framework import Framework
from assessor.domain.quoting import quote
from assessor.ruleset.framework_document import CODEBOOK
from assessor.ruleset.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.ruleset.framework_document import FrameworkDocument

LISTS: Final = {
    "trajectory": "trajectories",
    "direction": "directions",
    "aspect": "aspects",
    "stage": "stages",
    "severity": "severities",
    "tag": "tags",
    "amount": "amounts",
    "tier": "tiers",
    "status": "statuses",
    "trend": "trends",
    "qualifier": "qualifiers",
    "indicator": "indicators",
}
"""What a framework declares: for each kind of name, the key of the list that holds them."""


_MOST_COMPARED: Final = 500


@dataclass(frozen=True, slots=True)
class Names:
    """
    The names of one kind that may be referred to.

    Attributes:
        kind: What one of them is, such as `indicator`.
        declared: Where they are declared, as the end of a message.
        is_complete: False where a file that may declare more could not be read; then nothing is unknown.
    """

    kind: str
    known: tuple[str, ...]
    declared: str
    is_complete: bool = True

    def tell_unknown(self, word: str) -> str:
        """Return that a word is not declared, what is near to it, and where such things are; else nothing."""
        if word in self.known or not self.is_complete:
            return ""
        near = self.known
        if len(near) > _MOST_COMPARED:
            near = tuple(name for name in near if name[:1] == word[:1])[:_MOST_COMPARED]
        hint = did_you_mean(word, near)
        return f"unknown {self.kind} {quote(word)}{hint or ';'} {self.declared}"


def declared_ids(data: Mapping[str, Any] | None, key: str, id_key: str = "id") -> tuple[tuple[str, ...], bool]:
    """
    Return the ids in a list of mappings as they were written, and whether they are all that it declares.

    Args:
        data: A file's plain data; None where it could not be read.
        key: The key of the list; an absent list declares nothing.
    """
    entries = data.get(key, ()) if data is not None else None
    if not isinstance(entries, (list, tuple)):
        return (), False
    ids = [entry.get(id_key) if isinstance(entry, dict) else None for entry in entries]
    return tuple(str(i) for i in ids if isinstance(i, (str, int))), all(isinstance(i, (str, int)) for i in ids)


def names_in(document: FrameworkDocument | None, *, has_codebook: bool = True) -> dict[str, Names]:
    """
    Return what a framework's files declare, by kind.

    Args:
        document: None where `framework.yaml` could not be read.
        has_codebook: False where there is a `codebook.yaml`, but it could not be read.
    """
    found: dict[str, Names] = {}
    for kind, key in LISTS.items():
        if document is None or (key in CODEBOOK and not has_codebook):
            found[kind] = Names(kind, (), "", is_complete=False)
            continue
        known, is_complete = declared_ids(document.data, key, _id_key(kind))
        is_missing = key not in document.data and Framework.model_fields[key].is_required()
        where = f"{key} are declared in {PurePath(document.holder(key).name).name}"
        found[kind] = Names(kind, known, where, is_complete and not is_missing)
    return found


def names_of_kind(framework: Framework, kind: str) -> Names:
    """Return the names of one kind that a framework that was read before declares."""
    key = LISTS[kind]
    known = tuple(str(getattr(entry, _id_key(kind))) for entry in getattr(framework, key))
    where = f"{key} are declared in {'codebook.yaml' if key in CODEBOOK else 'framework.yaml'}"
    return Names(kind, known, where)


def _id_key(kind: str) -> str:
    """Return the key that names an entry: tiers have numbers."""
    return "tier" if kind == "tier" else "id"
