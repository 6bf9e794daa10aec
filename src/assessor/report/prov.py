"""
An assessment as W3C PROV: what was used, what came of it, and who and what did it (PROV-JSON).

Holds the mapping: evidence versions, ruleset and record are entities, the evaluation is an activity, the actor
and the engines are agents; a restatement is a revision of what was said before it, made from what became known.
What was read, and what of it the verdict rests on, is told item by item, or as two collections whose members stand in
documents of their own, which any number of assessments share.
Source: W3C PROV-DM, and its JSON serialisation (member submission of 24 April 2013).
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote as percent_encode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assessor.domain.assessment import Assessment, ItemReference
    from assessor.domain.restatement import Issued

_NAMESPACE = "urn:assessor:"
_COLLECTION: dict[str, Any] = {"prov:type": {"$": "prov:Collection", "type": "prov:QUALIFIED_NAME"}}
_REVISION = {"$": "prov:Revision", "type": "prov:QUALIFIED_NAME"}  # PROV-DM, 5.2.2


class Causing(Protocol):
    """A version of evidence among what made a restatement."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def digest(self) -> str: ...


class Restatement(Protocol):
    """What an entry says of an assessment that it restated."""

    @property
    def entry_index(self) -> int: ...
    @property
    def recorded_at(self) -> str: ...
    @property
    def known_at(self) -> str: ...
    @property
    def verdict(self) -> Issued: ...
    @property
    def because(self) -> Sequence[Causing]: ...


@dataclass(frozen=True, slots=True)
class Collected:
    """
    The keys of two collections that the document of an assessment names; see `collect_items`.

    Attributes:
        read: Of what was read, and `rested`, of what of it the verdict rests on.
        locate: Says where the document of a collection lies.
    """

    read: str
    rested: str
    locate: Callable[[str], str]


def collect_items(items: Sequence[ItemReference], origin: str) -> tuple[str, dict[str, Any]]:
    """
    Return versions of evidence as a collection with its members (PROV-DM, 5.6): its key, and a PROV-JSON document.

    The key is a digest over what they are, in hexadecimal digits.

    Args:
        origin: The log's name.
    """
    members = {_of(item): item for item in items}
    key = sha256("".join(f"{name} {item.digest}\n" for name, item in members.items()).encode()).hexdigest()
    name = _name("items", key)
    some: dict[str, Any] = {member: _evidence(item) for member, item in members.items()}
    return key, {
        "prefix": _prefix(origin),
        "entity": {name: _COLLECTION, **some},
        "hadMember": {
            f"_:member{number}": {"prov:collection": name, "prov:entity": member}
            for number, member in enumerate(members)
        },
    }


def render_prov(
    assessment: Assessment,
    origin: str,
    recorded_at: str,
    restated: Sequence[Restatement] = (),
    collected: Collected | None = None,
) -> dict[str, Any]:
    """
    Return a recorded assessment as a PROV-JSON document.

    Args:
        origin: The log's name; names of entities are unique within it.
        recorded_at: When the log took the assessment.
        restated: How it was restated since, first to last: each is a revision of what was said before it.
        collected: Name what was read as collections; item by item where absent.
    """
    record, evaluation = _name("assessment", assessment.id), _name("evaluation", assessment.id)
    ruleset = _name("ruleset", assessment.ruleset)
    entities: dict[str, Any] = {
        record: {
            "prov:type": "assessor:Assessment",
            "assessor:cell": assessment.cell,
            "assessor:as_of": str(assessment.as_of),
            "assessor:known_at": assessment.known_at,
            "assessor:trajectory": assessment.verdict.trajectory or "insufficient",
            "assessor:entry": assessment.entry_index,
            **({"assessor:issued": assessment.issued or "insufficient"} if assessment.override is not None else {}),
        },
        ruleset: {"prov:type": "assessor:Ruleset"},
    }
    entities |= _override(assessment)
    reads, rests = _items(assessment, entities) if collected is None else _collections(collected, entities)
    used: dict[str, Any] = {"_:rules": {"prov:activity": evaluation, "prov:entity": ruleset}}
    used |= {key: {"prov:activity": evaluation, "prov:entity": name} for key, name in reads.items()}
    derived: dict[str, Any] = {
        key: {"prov:generatedEntity": record, "prov:usedEntity": name} for key, name in rests.items()
    }
    agents = {_name("actor", assessment.actor): {"prov:type": "prov:Agent"}}
    agents |= {_name("engine", name): {"prov:type": "prov:SoftwareAgent"} for name in assessment.engines.engines}
    involved = list(agents)
    authored: dict[str, Any] = {}
    if assessment.override is not None:
        name, author = _name("override", assessment.override.entry), _name("actor", assessment.override.author)
        agents |= {author: {"prov:type": "prov:Agent"}}
        derived["_:override"] = {"prov:generatedEntity": record, "prov:usedEntity": name}
        authored = {"wasAttributedTo": {"_:author": {"prov:entity": name, "prov:agent": author}}}
    activities, made = {evaluation: {"prov:endTime": recorded_at}}, {"_:made": _made(record, evaluation, recorded_at)}
    said = record
    for number, one in enumerate(restated):
        revision, again = (_name(word, assessment.id, one.entry_index) for word in ("restatement", "restating"))
        entities[revision] = {
            "prov:type": "assessor:Restatement",
            "assessor:entry": one.entry_index,
            "assessor:known_at": one.known_at,
            "assessor:trajectory": one.verdict.trajectory or "insufficient",
        }
        revised = {"prov:generatedEntity": revision, "prov:usedEntity": said, "prov:type": _REVISION}
        derived[f"_:revision{number}"] = revised
        activities[again] = {"prov:endTime": one.recorded_at}
        made[f"_:made{number}"] = _made(revision, again, one.recorded_at)
        for place, version in enumerate(one.because):
            name = _name(version.kind, version.id, version.version)
            entities.setdefault(name, {"prov:type": f"assessor:{version.kind}", "assessor:digest": version.digest})
            used[f"_:because{number}-{place}"] = {"prov:activity": again, "prov:entity": name}
        said = revision
    return {
        "prefix": _prefix(origin),
        "entity": entities,
        "activity": activities,
        "agent": agents,
        "used": used,
        "wasGeneratedBy": made,
        "wasDerivedFrom": derived,
        **authored,
        "wasAssociatedWith": {
            f"_:by{number}": {"prov:activity": evaluation, "prov:agent": agent} for number, agent in enumerate(involved)
        },
    }


def _prefix(origin: str) -> dict[str, str]:
    return {"a": f"{_NAMESPACE}{origin}/", "assessor": f"{_NAMESPACE}vocabulary/"}


def _evidence(item: ItemReference) -> dict[str, str]:
    return {"prov:type": f"assessor:{item.kind}", "assessor:digest": item.digest}


def _items(assessment: Assessment, entities: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Add what was read item by item, and return what was used and what the record was derived from."""
    read = {f"_:read{number}": _of(item) for number, item in enumerate(assessment.read_set.items)}
    entities |= {_of(item): _evidence(item) for item in assessment.read_set.items}
    supporting = {_of(item) for item in assessment.support}
    return read, {key.replace("read", "support"): name for key, name in read.items() if name in supporting}


def _collections(collected: Collected, entities: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Add what was read as collections; see `_items`."""
    read, rested = (_name("items", key) for key in (collected.read, collected.rested))
    entities[read] = {**_COLLECTION, "prov:atLocation": collected.locate(collected.read)}
    entities[rested] = {**_COLLECTION, "prov:atLocation": collected.locate(collected.rested)}
    return {"_:read": read}, {"_:support": rested}


def _made(entity: str, activity: str, when: str) -> dict[str, str]:
    return {"prov:entity": entity, "prov:activity": activity, "prov:time": when}


def _override(assessment: Assessment) -> dict[str, Any]:
    """Return the override that stands beside the verdict as an entity, where one does."""
    override = assessment.override
    if override is None:
        return {}
    told = {"trajectory": override.trajectory, "until": str(override.until), "in_force": override.in_force}
    return {
        _name("override", override.entry): {
            "prov:type": "assessor:Override",
            **{f"assessor:{key}": value for key, value in told.items()},
        }
    }


def _of(item: ItemReference) -> str:
    return _name(item.kind, item.id, item.version)


@lru_cache(maxsize=16_384)
def _name(*parts: object) -> str:
    """Return a qualified name; whatever PROV-N could not write is percent-encoded (RFC 3986)."""
    return "a:" + "/".join(percent_encode(str(part), safe="") for part in parts)
