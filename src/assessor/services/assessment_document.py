"""
What an assessment found, as the record holds it: the document beside the log, its headline, its identity.

The document is canonical and holds verdict, support and read set whole; the entry that names it
by digest repeats its headline. Holds these forms only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from pydantic import TypeAdapter

from assessor.audit import canonicalize, digest
from assessor.domain.assessment import ItemReference, ReadSet, Verdict
from assessor.domain.override import IssuedOverride, issue_override

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assessor.domain.override import Override
    from assessor.engine.evaluate import Evaluation

_ITEMS: Final = TypeAdapter(tuple[ItemReference, ...])
_MOST_ITEMS: Final = 8
_split: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True, slots=True)
class AssessmentDocument:
    """What an assessment found, read back."""

    verdict: Verdict
    support: tuple[ItemReference, ...]
    read_set: tuple[ItemReference, ...]
    override: IssuedOverride | None = None


def write_document(
    verdict: Verdict,
    support: Iterable[ItemReference],
    read_set: Iterable[ItemReference],
    override: IssuedOverride | None = None,
) -> bytes:
    """Return the canonical bytes of what an assessment found, and of the override that stood beside it."""
    parts = {
        "read_set": b"[" + b",".join([_write_reference(r.kind, r.id, r.version, r.digest) for r in read_set]) + b"]",
        "support": b"[" + b",".join([_write_reference(r.kind, r.id, r.version, r.digest) for r in support]) + b"]",
        "verdict": canonicalize(verdict.model_dump(mode="json", exclude_none=True)),
    }
    if override is not None:
        parts["override"] = canonicalize(override.model_dump(mode="json", exclude_none=True))
    return b"{" + b",".join([b'"%s":%s' % (key.encode("ascii"), parts[key]) for key in sorted(parts)]) + b"}"


@lru_cache(maxsize=64)
def document_of(evaluation: Evaluation, override: IssuedOverride | None) -> bytes:
    """Return the document of an evaluation, written once for each; see `write_document`."""
    return write_document(evaluation.verdict, evaluation.support, evaluation.read_set, override)


@lru_cache(maxsize=65_536)
def _write_reference(kind: str, item_id: str, version: int, address: str) -> bytes:
    """Return a reference as the record holds it, in canonical form."""
    return canonicalize({"kind": kind, "id": item_id, "version": version, "digest": address})


def read_document(data: bytes) -> AssessmentDocument:
    """
    Read what `write_document` wrote.

    Raises:
        ValueError: The bytes hold something else.
    """
    parts = split_document(data)
    override = IssuedOverride.model_validate_json(parts["override"]) if "override" in parts else None
    items = {key: read_items(parts[key]) for key in ("support", "read_set")}
    return AssessmentDocument(Verdict.model_validate_json(parts["verdict"]), **items, override=override)


def read_verdict_in(data: bytes) -> Verdict:
    """
    Read the verdict alone of what `write_document` wrote.

    Raises:
        ValueError: The bytes hold something else.
    """
    return Verdict.model_validate_json(split_document(data)["verdict"])


def split_document(data: bytes) -> dict[str, bytes]:
    """
    Return the parts of what `write_document` wrote, each in its own bytes.

    Raises:
        ValueError: The bytes hold something else.
    """
    try:
        parts = _split(data)
    except msgspec.DecodeError as error:
        raise ValueError("no JSON") from error
    if parts.keys() - {"override"} != {"verdict", "support", "read_set"}:
        raise ValueError("no assessment's document")
    return {name: bytes(part) for name, part in parts.items()}


@lru_cache(maxsize=_MOST_ITEMS)
def read_items(data: bytes) -> tuple[ItemReference, ...]:
    """
    Read a list of references of a document, once: assessments that follow each other mostly have the same.

    Raises:
        ValueError: The bytes hold something else.
    """
    return _ITEMS.validate_json(data)


def find_role(data: bytes, kind: str, item_id: str) -> Literal["support", "read"] | None:
    """
    Return what an item is to what `write_document` wrote, in any version; None where it is not in it.

    It is looked for as references are written, in canonical form, so that none has to be read.

    Raises:
        ValueError: The bytes hold something else.
    """
    parts = split_document(data)
    written = b'"id":%s,"kind":%s,"version":' % (canonicalize(item_id), canonicalize(kind))
    if written in parts["support"]:
        return "support"
    return "read" if written in parts["read_set"] else None


@lru_cache(maxsize=64)
def read_set_of(evaluation: Evaluation, *, marked: bool = True) -> ReadSet:
    """
    Return what an evaluation read, in short; worked out once for each.

    Args:
        marked: Say over which versions and how they came to be known, as all records do but older ones.
    """
    known = evaluation.evidence.versions
    lines = [known[item.kind, item.id].standing for item in evaluation.read_set if item.kind != "cell"]
    return ReadSet(
        digest=evaluation.read_digest,
        count=len(evaluation.read_set),
        known=digest("\n".join(lines).encode()) if marked else None,
    )


def issue_override_of(override: Override | None, evaluation: Evaluation) -> IssuedOverride | None:
    """Return how an override stands beside what was evaluated."""
    computed = evaluation.verdict.trajectory
    trajectories = [term.id for term in evaluation.ruleset.framework.trajectories]
    return issue_override(override, computed, evaluation.as_of, trajectories)


def headline_of(
    verdict: Verdict, support: int, read_set: ReadSet, override: IssuedOverride | None = None
) -> dict[str, Any]:
    """
    Return what an entry repeats of what it found.

    Args:
        support: How many items the verdict rests on.
    """
    headline: dict[str, Any] = {
        "alternatives": verdict.alternatives,
        "confidence": verdict.confidence,
        "qualifiers": verdict.qualifiers,
        "read_set": {"count": read_set.count, "digest": read_set.digest, **_known(read_set)},
        "standing": verdict.standing,
        "support": support,
        "unknowns": len(verdict.unknowns),
    }
    if override is not None:
        issued = {"entry": override.entry, "in_force": override.in_force, "trajectory": override.trajectory}
        headline["override"] = issued
    optional = {"trajectory": verdict.trajectory, "trend": verdict.trend}
    return headline | {key: value for key, value in optional.items() if value is not None}


def _known(read_set: ReadSet) -> dict[str, str]:
    return {"known": read_set.known} if read_set.known is not None else {}


def identify(
    head: Mapping[str, Any], read_set: ReadSet, engines: Sequence[str], override: IssuedOverride | None = None
) -> str:
    """
    Identify every input of an evaluation: two with the same have the same verdict.

    Args:
        head: `cell`, `as_of`, `known_at` and `ruleset`, as an entry says them.
        read_set: What was read; so nothing needs to be said of all else that was known.
        engines: Names with versions.
        override: What stands beside the verdict.
    """
    inputs = {name: head[name] for name in ("cell", "as_of", "known_at", "ruleset")}
    beside = {"override": override.entry} if override is not None else {}
    read = {"read_set": read_set.digest, **_known(read_set)}
    return digest(canonicalize({**inputs, **read, **beside, "engines": list(engines)}))
