"""
JSON Schemas of one framework: wherever a file refers to something, the ids that there are.

Holds where in each kind of file which kind of id stands. Where an id is declared it is free, and the rest knows it
once the schemas are made again. Where evidence refers to sources and feeds, those of its folder are offered, and any
other is allowed, since the record may hold it.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.framework import UNSTATED
from assessor.ruleset.duplicates import declared_in
from assessor.ruleset.names import LISTS, declared_ids
from assessor.ruleset.references import names_for
from assessor.ruleset.schemas import make_schemas, render_schema
from assessor.ruleset.yaml_source import YamlDocument, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from assessor.ruleset.authored import Authored

_IMPACT: Final = {
    ("Impact", "cell"): "cell",
    ("Impact", "dimensions"): "dimension",
    ("Impact", "direction"): "direction",
    ("Impact", "aspect"): "aspect",
    ("Impact", "severity"): "severity",
    ("Impact", "stage"): "stage",
    ("Impact", "tags"): "tag",
}
REFERS: Final[dict[str, dict[tuple[str, str], str]]] = {
    "framework": {("", "initial"): "trajectory"},
    "cell": {
        ("Dimension", "indicators"): "indicator",
        ("Milestone", "dimensions"): "dimension",
        ("Reference", "tier"): "tier",
    },
    "rules": {
        ("", "cell"): "cell",
        ("Rule", "about"): "dimension",
        ("Selector", "dimension"): "dimension",
        ("Selector", "direction"): "direction",
        ("Selector", "aspect"): "aspect",
        ("Selector", "severity"): "severity",
        ("Selector", "stage"): "stage",
        ("Selector", "tier"): "tier",
        ("Selector", "tags"): "tag",
        ("Selector", "without_tags"): "tag",
        ("SumBound", "of"): "amount",
        ("Reading", "reading"): "indicator",
        ("Readings", "readings"): "indicator",
        ("Finding", "finding"): "finding",
        ("Findings", "findings"): "finding",
        ("Score", "score"): "finding",
        ("State", "state"): "trajectory",
        ("TrajectoryOf", "trajectory_of"): "cell",
        ("TrajectoryOf", "is"): "trajectory",
        ("ConcludeStatus", "dimension"): "dimension",
        ("ConcludeStatus", "status"): "status",
        ("ConcludeTransition", "transition"): "trajectory",
        ("ConcludeTransition", "from"): "trajectory",
        ("ConcludeQualifier", "qualifier"): "qualifier",
        ("ConcludeTrend", "trend"): "trend",
        ("ConcludeTension", "tension"): "tension",
        ("ConcludeTension", "between"): "finding",
    },
    "outlook": {
        **_IMPACT,
        ("", "cell"): "cell",
        ("AssumedSignal", "tier"): "tier",
        ("AssumedReading", "indicator"): "indicator",
        ("AssumedReading", "unit"): "unit",
    },
    "evidence": {
        **_IMPACT,
        ("Carries", "cells"): "cell",
        ("Carries", "dimensions"): "dimension",
        ("Carries", "directions"): "direction",
        ("Carries", "stages"): "stage",
        ("Carries", "tiers"): "tier",
        ("Reading", "indicator"): "indicator",
        ("Reading", "source"): "source",
        ("Reading", "unit"): "unit",
        ("RowImpact", "aspect"): "aspect",
        ("RowImpact", "direction"): "direction",
        ("RowImpact", "stage"): "stage",
        ("Signal", "amounts"): "amount",
        ("Signal", "feed"): "feed",
        ("Signal", "sources"): "source",
        ("SignalTable", "amounts"): "amount",
        ("SignalTable", "feed"): "feed",
        ("SignalTable", "sources"): "source",
        ("Source", "derived_from"): "source",
        ("Source", "tier"): "tier",
    },
}
"""For each kind of file: which definition's key refers to which kind of id; the file itself is the empty definition."""

_OFFERED: Final = ("source", "feed")
"""Kinds of which the files do not know all."""

_MAY_BE_UNSTATED: Final = ("dimension", "direction", "aspect", "severity")
_AN_ID: Final = ("string", "integer", ["string", "integer"])
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Listed:
    """The ids of one kind, and what each means where a file says so."""

    ids: tuple[str, ...]
    meanings: Mapping[str, str]


def generate_own(authored: Authored, evidence: Iterable[Path] = ()) -> dict[str, str]:
    """
    Return the text of a framework's own schemas by file name.

    Beside `rules.schema.json`, which knows the dimensions and findings of all cells together, each cell that has rules
    of its own has one that knows its own alone, such as `rules-11.schema.json`.

    Args:
        evidence: Batches whose sources and feeds are offered; those that cannot be read are passed over.
    """
    cells = tuple(file.cell for file in authored.cells if file.cell is not None)
    listed = _listed(authored, cells)
    listed |= {kind: _declared_in(evidence, key) for kind, key in (("source", "sources"), ("feed", "feeds"))}
    plain = make_schemas()
    made = {kind: narrow(plain[kind], REFERS[kind], listed) for kind in REFERS}
    made["codebook"] = plain["codebook"]
    for cell in dict.fromkeys(file.cell for file in authored.rules):
        if cell in cells and _PLAIN.fullmatch(str(cell)):
            own = {**listed, **_listed(authored, (str(cell),)), "cell": listed["cell"]}
            schema = narrow(plain["rules"], REFERS["rules"], own)
            schema["properties"]["cell"] = {"enum": _both((str(cell),))}
            made[f"rules-{cell}"] = schema
    return {f"{name}.schema.json": render_schema(name, schema) for name, schema in sorted(made.items())}


def narrow(
    schema: Mapping[str, Any], refers: Mapping[tuple[str, str], str], listed: Mapping[str, Listed]
) -> dict[str, Any]:
    """Return a schema in which keys that refer to something take the ids that there are, and no others."""
    made = deepcopy(dict(schema))
    for (definition, key), kind in refers.items():
        holder = made["$defs"][definition] if definition else made
        if kind not in listed or (kind in _OFFERED and not listed[kind].ids):
            continue
        ids = listed[kind]
        if kind in _MAY_BE_UNSTATED and definition in {"Impact", "RowImpact"}:
            ids = Listed((*ids.ids, UNSTATED), {**ids.meanings, UNSTATED: "The source does not say."})
        node = holder["properties"][key]
        if node.get("type") == "object":
            node["propertyNames"] = _enum(ids, None)
        else:
            holder["properties"][key] = _replace(node, ids, is_offered=kind in _OFFERED)
    return made


def _replace(node: Any, ids: Listed, *, is_offered: bool) -> Any:  # noqa: ANN401 - a part of a schema
    """Return a part of a schema with ids in the place of every text or number of it."""
    if isinstance(node, list):
        return [_replace(entry, ids, is_offered=is_offered) for entry in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") in _AN_ID:
        kept = {key: value for key, value in node.items() if key in {"default", "description", "title"}}
        narrowed = _enum(ids, node["type"])
        return {**kept, "anyOf": [narrowed, {"type": node["type"]}]} if is_offered else {**kept, **narrowed}
    inside = ("anyOf", "items", "prefixItems")
    return {k: _replace(v, ids, is_offered=is_offered) if k in inside else v for k, v in node.items()}


def _enum(ids: Listed, kind: object) -> dict[str, Any]:
    """Return what takes ids alone, each as an editor explains it."""
    values: list[str | int] = [int(i) for i in ids.ids] if kind == "integer" else _both(ids.ids)
    return {"enum": values, "enumDescriptions": [ids.meanings.get(str(value), "") for value in values]}


def _both(ids: Iterable[str]) -> list[str | int]:
    """Return ids as they may be written: one of digits with quotation marks or without."""
    return [form for i in ids for form in ((i, int(i)) if i.isascii() and i.isdigit() and str(int(i)) == i else (i,))]


def _listed(authored: Authored, cells: tuple[str, ...]) -> dict[str, Listed]:
    """Return what may be referred to in files about some cells; kinds of which not all is known are left out."""
    found: dict[str, Listed] = {}
    by_cell = [names_for(authored, cell) for cell in cells]
    for kind in (*LISTS, "cell", "dimension", "tension", "finding"):
        names = [each[kind] for each in by_cell]
        if names and all(one.is_complete for one in names):
            known = tuple(dict.fromkeys(word for one in names for word in one.known))
            found[kind] = Listed(known, _meanings(authored, kind, cells))
    data = authored.document.data if authored.document is not None else {}
    if "indicator" in found:
        units, is_complete = declared_ids(data, "indicators", "unit")
        if is_complete:
            found["unit"] = Listed(tuple(dict.fromkeys(units)), {})
    return found


def _meanings(authored: Authored, kind: str, cells: tuple[str, ...]) -> dict[str, str]:
    """Return what the ids of a kind mean, as far as files say it."""
    if kind == "cell":
        return {str(file.cell): file.value.title for file in authored.cells if file.value is not None}
    if kind in {"dimension", "tension"}:
        values = [file.value for file in authored.cells if file.value is not None and file.cell in cells]
        return {one.id: one.title for value in values for one in getattr(value, f"{kind}s")}
    if kind == "finding":
        return {
            placed.rule.then.finding: placed.rule.because
            for placed in reversed(authored.rules_placed)
            if placed.cell in cells and hasattr(placed.rule.then, "finding")
        }
    entries = getattr(authored.framework, LISTS[kind], ())
    key = "tier" if kind == "tier" else "id"
    told = ("definition", "counts", "title")
    return {str(getattr(e, key)): next((str(getattr(e, t)) for t in told if hasattr(e, t)), "") for e in entries}


def _declared_in(evidence: Iterable[Path], key: str) -> Listed:
    """Return the ids that batches of evidence declare."""
    documents = (read_yaml(path, path.name) for path in evidence)
    found = [d for document in documents if isinstance(document, YamlDocument) for d in declared_in(document, key)]
    return Listed(tuple(dict.fromkeys(one.id for one in found)), {})
