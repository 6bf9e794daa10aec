"""
JSON Schemas for every kind of file, generated from the models, so that editors complete and check.

Holds which files have schemas and whether a folder's are up to date: `python -m assessor.ruleset.schemas
--write DIR` writes them, `--check DIR` fails where they differ.
"""

from __future__ import annotations

import argparse
import json
import sys
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assessor.domain.assessment import Assessment
from assessor.domain.bundle import Bundle
from assessor.domain.cell import Cell
from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.framework import Framework
from assessor.ruleset.editor_schema import schema_of
from assessor.ruleset.framework_document import CODEBOOK
from assessor.ruleset.model import OutlookFile, RulesFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

_MODELS: Final[dict[str, type[BaseModel]]] = {
    "assessment": Assessment,
    "bundle": Bundle,
    "cell": Cell,
    "evidence": EvidenceFile,
    "outlook": OutlookFile,
    "rules": RulesFile,
}


def generate() -> dict[str, str]:
    """Return the text of every schema by its file name."""
    return {f"{name}.schema.json": render_schema(name, schema) for name, schema in sorted(make_schemas().items())}


def make_schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of every kind of file by its name."""
    return {name: schema_of(model) for name, model in _MODELS.items()} | _framework_and_codebook()


def _framework_and_codebook() -> dict[str, dict[str, Any]]:
    """Return the framework's schema, its codebook lists optional there and alone in a schema of their own."""
    whole = schema_of(Framework)
    framework = {**whole, "required": [key for key in whole["required"] if key not in CODEBOOK]}
    codebook = {
        "$defs": {
            name: schema for name, schema in whole["$defs"].items() if name in {"Amount", "Severity", "Term", "Tier"}
        },
        "additionalProperties": False,
        "description": "How evidence is tagged; merged into framework.yaml.",
        "properties": {key: whole["properties"][key] for key in CODEBOOK},
        "title": "Codebook",
        "type": "object",
    }
    return {"framework": framework, "codebook": codebook}


def render_schema(name: str, schema: dict[str, Any]) -> str:
    """Return the text of a schema of this name."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.schema.json"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def find_drift(folder: Path) -> list[str]:
    """Return how a folder's schemas differ from what the models say, a line for each file that does."""
    wanted = generate()
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    return [
        f"{name}: {_difference(present.get(name), wanted.get(name))}"
        for name in sorted(wanted.keys() | present.keys())
        if wanted.get(name) != present.get(name)
    ]


def _difference(present: str | None, wanted: str | None) -> str:
    if present is None or wanted is None:
        return "is missing" if present is None else "is the schema of no file"
    marks = [line[0] for line in ndiff(present.splitlines(), wanted.splitlines())]
    return f"{marks.count('+')} lines to add, {marks.count('-')} to remove"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the schemas of a folder; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m assessor.ruleset.schemas", description=generate.__doc__)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--write", metavar="DIR", type=Path, help="write the schemas there")
    action.add_argument("--check", metavar="DIR", type=Path, help="fail where those there differ")
    chosen = parser.parse_args(arguments)
    if chosen.check is not None:
        drift = find_drift(chosen.check)
        sys.stderr.writelines(f"{chosen.check}/{line}\n" for line in drift)
        if drift:
            sys.stderr.write("schemas differ from the models; run `make schemas`\n")
        return 1 if drift else 0
    chosen.write.mkdir(exist_ok=True)
    for name, text in generate().items():
        (chosen.write / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
