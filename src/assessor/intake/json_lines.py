"""
Evidence in JSON Lines: the first line names the batch, each further line holds one item under its kind.

    {"batch": "desk-2026-05", "provenance": "entered by the analysts' desk"}
    {"source": {"id": "s1", "title": "…", "tier": 2, "published": "2026-05-02"}}
    {"signal": {"id": "g1", "title": "…", "date": "2026-05-01", "sources": ["s1"], "impacts": []}}
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.ruleset.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: dict[str, type[Feed | Source | Signal | Reading]] = {
    "feed": Feed,
    "source": Source,
    "signal": Signal,
    "reading": Reading,
}
_MOST_BYTES = 50_000_000
_MOST_LINE = 1_000_000
_MOST_PROBLEMS = 100


def read_json_lines(path: Path) -> EvidenceFile | list[Problem]:
    """Return the batch of a JSON Lines file, or every problem in it (the first hundred)."""
    name = str(path)
    if path.stat().st_size > _MOST_BYTES:
        return [Problem(name, 1, 1, f"larger than {_MOST_BYTES:,} bytes; split the batch", "jsonl-size")]
    head: dict[str, Any] = {}
    items: dict[str, list[Any]] = {f"{kind}s": [] for kind in _KINDS}
    problems: list[Problem] = []
    try:
        with path.open(encoding="utf-8-sig") as handle:
            for number, line in enumerate(handle, 1):
                if not line.strip():
                    continue
                found = _parse(name, number, line)
                if isinstance(found, Problem):
                    problems.append(found)
                elif not head:
                    head = found
                else:
                    problems += _take(name, number, found, items)
                if len(problems) >= _MOST_PROBLEMS:
                    break
    except UnicodeDecodeError as error:
        return [Problem(name, 1, 1, f"is not UTF-8 at byte {error.start}", "jsonl-encoding")]
    if problems:
        return problems
    try:
        return EvidenceFile.model_validate({**head, **items})
    except ValidationError as error:
        return _problems(name, 1, error)


def _parse(name: str, number: int, line: str) -> dict[str, Any] | Problem:
    if len(line) > _MOST_LINE:
        return Problem(name, number, 1, f"a line of more than {_MOST_LINE:,} characters", "jsonl-line")
    try:
        found = json.loads(
            line, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_refuse_duplicates
        )
    except json.JSONDecodeError as error:
        return Problem(name, number, error.colno, f"is not JSON: {error.msg}", "jsonl-form")
    except (ValueError, RecursionError) as error:
        return Problem(name, number, 1, f"is not JSON that can be used: {error}", "jsonl-form")
    return found if isinstance(found, dict) else Problem(name, number, 1, "a line holds one object", "jsonl-form")


def _refuse_constant(text: str) -> object:
    message = f"`{text}` is no number"
    raise ValueError(message)


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    repeated = {key for key in keys if keys.count(key) > 1} if len(set(keys)) < len(keys) else set()
    if repeated:
        message = "key stands twice: " + ", ".join(f"`{key}`" for key in sorted(repeated))
        raise ValueError(message)
    return dict(pairs)


def _take(name: str, number: int, found: dict[str, Any], items: dict[str, list[Any]]) -> list[Problem]:
    kinds = [key for key in found if key in _KINDS]
    if len(found) != 1 or not kinds:
        return [Problem(name, number, 1, f"a line holds one of {', '.join(f'`{k}`' for k in _KINDS)}", "jsonl-kind")]
    kind = kinds[0]
    try:
        items[f"{kind}s"].append(_KINDS[kind].model_validate(found[kind]))
    except ValidationError as error:
        return _problems(name, number, error)
    return []


def _problems(name: str, number: int, error: ValidationError) -> list[Problem]:
    return [
        Problem(name, number, 1, ".".join(str(p) for p in item["loc"]) + ": " + _sentence(item["msg"]), "jsonl-value")
        for item in error.errors(include_url=False)
    ]


def _sentence(text: str) -> str:
    text = text.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
