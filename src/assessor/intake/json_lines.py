"""
Evidence in JSON Lines: the first line names the batch, each further line holds one item under its kind.

    {"batch": "desk-2026-05", "provenance": "entered by the analysts' desk"}
    {"source": {"id": "s1", "title": "…", "tier": 2, "published": "2026-05-02"}}
    {"signal": {"id": "g1", "title": "…", "date": "2026-05-01", "sources": ["s1"], "impacts": []}}

What is wrong is told at its line, in the words that YAML is told in.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.quoting import quote
from assessor.ruleset.problems import Problem, did_you_mean
from assessor.ruleset.shape import validate_shape
from assessor.ruleset.yaml_source import YamlDocument
from assessor.ruleset.yaml_tree import UNSTORABLE, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KINDS: dict[str, type[Feed | Source | Signal | Reading]] = {
    "feed": Feed,
    "source": Source,
    "signal": Signal,
    "reading": Reading,
}
_ONE_KIND = f"a line holds one object, under one of {', '.join(quote(kind) for kind in _KINDS)}"
_HEAD = 'the first line names the batch: {"batch": "…", "provenance": "…"}'
_MOST_BYTES = 10_000_000
_LONGEST_LINE = 1_000_000
_LONGEST_NUMBER = 40
_MOST_PROBLEMS = 100


def read_json_lines(path: Path) -> EvidenceFile | list[Problem]:
    """Return the batch of a JSON Lines file, or every problem in it (the first hundred)."""
    name = str(path)
    if path.stat().st_size > _MOST_BYTES:
        return [Problem(name, 1, 1, f"more than {_MOST_BYTES:,} bytes; split the batch", "jsonl-size")]
    items: dict[str, list[Any]] = {f"{kind}s": [] for kind in _KINDS}
    head: YamlDocument | None = None
    problems: list[Problem] = []
    try:
        for document in _documents(path, name):
            if isinstance(document, Problem):
                problems.append(document)
            elif head is None:
                head = document
            else:
                problems += _take(document, items)
            if len(problems) >= _MOST_PROBLEMS:
                return problems[:_MOST_PROBLEMS]
    except UnicodeDecodeError as error:
        return [Problem(name, 1, 1, f"is not UTF-8 at byte {error.start}; save the file as UTF-8", "jsonl-encoding")]
    if head is None:
        return problems or [Problem(name, 1, 1, f"holds nothing; {_HEAD}", "jsonl-head")]
    batch, wrong = _read_head(head, items)
    problems += wrong
    return batch if batch is not None and not problems else problems


def _documents(path: Path, name: str) -> Iterator[YamlDocument | Problem]:
    with path.open(encoding="utf-8-sig") as handle:
        for number, line in enumerate(handle, 1):
            if line.strip():
                yield _parse(name, number, line)


def _parse(name: str, number: int, line: str) -> YamlDocument | Problem:
    """Return the object on a line; all of it has the line's own place."""
    if len(line) > _LONGEST_LINE:
        return Problem(name, number, 1, f"a line of more than {_LONGEST_LINE:,} characters; shorten it", "jsonl-line")
    try:
        found = json.loads(
            line,
            parse_float=Decimal,
            parse_int=_parse_int,
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_duplicates,
        )
    except json.JSONDecodeError as error:
        return Problem(name, number, error.colno, f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}", "jsonl-form")
    except RecursionError:
        return Problem(name, number, 1, "nested too deep; flatten it", "jsonl-form")
    except ValueError as error:
        return Problem(name, number, 1, str(error), "jsonl-form")
    if not isinstance(found, dict):
        return Problem(name, number, 1, _ONE_KIND, "jsonl-form")
    unstorable = next(filter(None, map(UNSTORABLE.search, _texts(found))), None)
    if unstorable:
        message = f"the character U+{ord(unstorable[0]):04X} cannot stand in a text; remove it"
        return Problem(name, number, 1, message, "jsonl-control-character")
    return YamlDocument(name, found, Place(number, 1, number, 1))


def _texts(value: object) -> Iterator[str]:
    """Yield every text in what a line holds, keys among them."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part


def _parse_int(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"{quote(text)} is too large a number: {_LONGEST_NUMBER} characters at most")
    return int(text)


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{quote(text)} is not a number that can be compared; write digits")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise ValueError(f"the key {quote(twice)} stands here twice; remove one of them")
    return found


def _take(document: YamlDocument, items: dict[str, list[Any]]) -> list[Problem]:
    """Add the item on a line to those of its kind, or say what is wrong with it."""
    kinds = [key for key in document.data if key in _KINDS]
    if len(document.data) != 1 or not kinds:
        other = next((key for key in islice(document.data, 1) if key not in _KINDS), "")
        return [document.problem((), f"{_ONE_KIND}{did_you_mean(other, _KINDS)}", "jsonl-kind")]
    item, problems = validate_shape(_KINDS[kinds[0]], document, (kinds[0],))
    if item is not None:
        items[f"{kinds[0]}s"].append(item)
    return problems


def _read_head(head: YamlDocument, items: dict[str, list[Any]]) -> tuple[EvidenceFile | None, list[Problem]]:
    """Return the batch that the first line names, with all its items."""
    listed = [key for key in head.data if key in _KINDS or key in items]
    if "table" in head.data:
        return None, [
            head.problem(("table",), "`table` belongs to the sheet of a table, in YAML", "jsonl-head", key=True)
        ]
    if listed:
        return None, [head.problem((), f"{_HEAD}; {quote(listed[0])} stands on a line of its own", "jsonl-head")]
    batch, problems = validate_shape(EvidenceFile, head)
    return (None if batch is None else batch.model_copy(update={k: tuple(v) for k, v in items.items()})), problems
