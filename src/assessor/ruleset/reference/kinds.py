"""
The kinds of file that the page is about, and how their parts are called there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessor.ruleset.conclusions import CONCLUSIONS
from assessor.ruleset.conditions import HEADS, AtLeast
from assessor.ruleset.framework_document import CODEBOOK
from assessor.ruleset.own_schemas import REFERS
from assessor.ruleset.schemas import make_schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHEET: Final = ("batch", "backfill", "provenance", "feeds", "sources", "table")
"""What the sheet beside a table holds of what a batch may hold."""


@dataclass(frozen=True, slots=True)
class Kind:
    """
    A kind of file.

    Attributes:
        title: What it is called.
        told: What the page says of it, where it stands and what else is to be known.
        schema: Its schema, with the keys that are told of it.
        refers: Which keys of its parts refer to which kind of id.
    """

    title: str
    told: str
    schema: Mapping[str, Any]
    refers: Mapping[tuple[str, str], str]


def kinds_of_file() -> tuple[Kind, ...]:
    """Return the kinds of file in the order of the page: each part is told with the first that has it."""
    made = make_schemas()
    evidence = made["evidence"]
    batch = tuple(key for key in evidence["properties"] if key != "table")
    framework = made["framework"]
    of_framework = tuple(key for key in framework["properties"] if key not in CODEBOOK)
    codebook = made["codebook"] | {"required": [k for k in made["codebook"]["properties"] if k in _needed(framework)]}
    return (
        Kind(
            "Framework",
            "`framework.yaml`. What the codebook holds may stand here instead.",
            _some(framework, of_framework),
            REFERS["framework"],
        ),
        Kind("Codebook", "`codebook.yaml`. How evidence is tagged.", codebook, {}),
        Kind("Cell", "`cells/*.yaml`, a file for each.", made["cell"], REFERS["cell"]),
        Kind(
            "Rules",
            "`rules/**/*.yaml`, taken in the order of their names. A file states `cell` or `cells`.",
            made["rules"],
            REFERS["rules"],
        ),
        Kind(
            "Evidence batch",
            "One YAML file, taken whole or not at all. In JSON Lines the first line holds what is said of the batch, "
            "and each line after it one item under its kind.",
            _some(evidence, batch),
            REFERS["evidence"],
        ),
        Kind(
            "Table sheet",
            "A YAML file that has the name of the table, CSV, beside it. Without `table` the rows are readings, "
            "with columns by the names of a reading's keys.",
            _some(evidence, _SHEET),
            REFERS["evidence"],
        ),
        Kind("Outlook", "`outlook/*.yaml`, each about one cell.", made["outlook"], REFERS["outlook"]),
    )


def _needed(framework: Mapping[str, Any]) -> set[str]:
    """Return the lists that a framework must have, here or in its codebook: those without a default."""
    return {key for key in CODEBOOK if "default" not in framework["properties"][key]}


def _some(schema: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """Return a schema with some of its keys."""
    return {**schema, "properties": {key: schema["properties"][key] for key in keys}}


_CONDITIONS: Final = {kind.__name__: head for head, kind in HEADS.items()} | {AtLeast.__name__: "at_least` … `of"}
_CONCLUSIONS: Final = {kind.__name__: key for key, kind in CONCLUSIONS.items()}


def title_of(definition: str, kind: Kind) -> str:
    """Return the heading of a part of a file: of a condition or a conclusion, with the key it is told by."""
    is_rules = "Rule" in kind.schema["$defs"]
    if is_rules and definition in _CONDITIONS:
        return f"Condition `{_CONDITIONS[definition]}`"
    if is_rules and definition in _CONCLUSIONS:
        return f"Conclusion `{_CONCLUSIONS[definition]}`"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", definition).capitalize()


def anchor_of(title: str) -> str:
    """Return the anchor of a heading, as Markdown is rendered where the page is read."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
