"""
An assessment as W3C PROV: what was used, what came of it, and who and what did it (PROV-JSON).

Holds the mapping: evidence versions, ruleset and record are entities, the evaluation is an activity, the actor
and the engines are agents. Source: W3C PROV-DM, and its JSON serialisation (member submission of 24 April 2013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote as percent_encode

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment, ItemReference

_NAMESPACE = "urn:assessor:"


def render_prov(assessment: Assessment, origin: str, recorded_at: str) -> dict[str, Any]:
    """
    Return a recorded assessment as a PROV-JSON document.

    Args:
        origin: The log's name; names of entities are unique within it.
        recorded_at: When the log took the assessment.
    """
    record, evaluation = _name("assessment", assessment.id), _name("evaluation", assessment.id)
    ruleset = _name("ruleset", assessment.ruleset)
    supporting = {_of(item) for item in assessment.support}
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
    used: dict[str, Any] = {"_:rules": {"prov:activity": evaluation, "prov:entity": ruleset}}
    derived: dict[str, Any] = {}
    for number, item in enumerate(assessment.read_set.items):
        name = _of(item)
        entities[name] = {"prov:type": f"assessor:{item.kind}", "assessor:digest": item.digest}
        used[f"_:read{number}"] = {"prov:activity": evaluation, "prov:entity": name}
        if name in supporting:
            derived[f"_:support{number}"] = {"prov:generatedEntity": record, "prov:usedEntity": name}
    agents = {_name("actor", assessment.actor): {"prov:type": "prov:Agent"}}
    agents |= {_name("engine", name): {"prov:type": "prov:SoftwareAgent"} for name in assessment.engines.engines}
    involved = list(agents)
    authored: dict[str, Any] = {}
    if assessment.override is not None:
        name, author = _name("override", assessment.override.entry), _name("actor", assessment.override.author)
        agents |= {author: {"prov:type": "prov:Agent"}}
        derived["_:override"] = {"prov:generatedEntity": record, "prov:usedEntity": name}
        authored = {"wasAttributedTo": {"_:author": {"prov:entity": name, "prov:agent": author}}}
    return {
        "prefix": {"a": f"{_NAMESPACE}{origin}/", "assessor": f"{_NAMESPACE}vocabulary/"},
        "entity": entities,
        "activity": {evaluation: {"prov:endTime": recorded_at}},
        "agent": agents,
        "used": used,
        "wasGeneratedBy": {"_:made": {"prov:entity": record, "prov:activity": evaluation, "prov:time": recorded_at}},
        "wasDerivedFrom": derived,
        **authored,
        "wasAssociatedWith": {
            f"_:by{number}": {"prov:activity": evaluation, "prov:agent": agent} for number, agent in enumerate(involved)
        },
    }


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


def _name(*parts: object) -> str:
    """Return a qualified name; whatever PROV-N could not write is percent-encoded (RFC 3986)."""
    return "a:" + "/".join(percent_encode(str(part), safe="") for part in parts)
