"""
What an assessment found, as the record holds it: the document beside the log, its headline, its identity.

The document is canonical and holds verdict, support and read set whole; the entry that names it
by digest repeats its headline. Holds these forms only.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.audit import canonicalize, digest
from assessor.domain.assessment import ItemReference, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessor.domain.assessment import ReadSet


@dataclass(frozen=True, slots=True)
class AssessmentDocument:
    """What an assessment found, read back."""

    verdict: Verdict
    support: tuple[ItemReference, ...]
    read_set: tuple[ItemReference, ...]


def write_document(verdict: Verdict, support: Iterable[ItemReference], read_set: Iterable[ItemReference]) -> bytes:
    """Return the canonical bytes of what an assessment found."""
    return canonicalize(
        {
            "verdict": json.loads(verdict.model_dump_json(exclude_none=True)),
            "support": [json.loads(item.model_dump_json()) for item in support],
            "read_set": [json.loads(item.model_dump_json()) for item in read_set],
        }
    )


def read_document(data: bytes) -> AssessmentDocument:
    """
    Read what `write_document` wrote.

    Raises:
        ValueError: The bytes hold something else.
    """
    document = json.loads(data)
    if not isinstance(document, dict) or document.keys() != {"verdict", "support", "read_set"}:
        raise ValueError("no assessment's document")
    items = {key: tuple(map(ItemReference.model_validate, document[key])) for key in ("support", "read_set")}
    return AssessmentDocument(Verdict.model_validate(document["verdict"]), **items)


def headline_of(verdict: Verdict, support: int, read_set: ReadSet) -> dict[str, Any]:
    """
    Return what an entry repeats of what it found.

    Args:
        support: How many items the verdict rests on.
    """
    headline: dict[str, Any] = {
        "alternatives": verdict.alternatives,
        "confidence": verdict.confidence,
        "qualifiers": verdict.qualifiers,
        "read_set": {"count": read_set.count, "digest": read_set.digest},
        "standing": verdict.standing,
        "support": support,
        "unknowns": len(verdict.unknowns),
    }
    optional = {"trajectory": verdict.trajectory, "trend": verdict.trend}
    return headline | {key: value for key, value in optional.items() if value is not None}


def identify(head: Mapping[str, Any], read_digest: str, engines: Sequence[str]) -> str:
    """
    Identify every input of an evaluation: two with the same have the same verdict.

    Args:
        head: `cell`, `as_of`, `known_at` and `ruleset`, as an entry says them.
        read_digest: Over what was read; so nothing needs to be said of all else that was known.
        engines: Names with versions.
    """
    inputs = {name: head[name] for name in ("cell", "as_of", "known_at", "ruleset")}
    return digest(canonicalize({**inputs, "read_set": read_digest, "engines": list(engines)}))
