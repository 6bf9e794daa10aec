"""
JSON Schemas for every kind of file, generated from the models, so that editors complete and check.

`python -m assessor.ruleset.schemas --write DIR` writes them, `--check DIR` fails where they differ.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.domain.assessment import Assessment
from assessor.domain.cell import Cell
from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.framework import Framework
from assessor.ruleset.load import CODEBOOK
from assessor.ruleset.model import OutlookFile, RulesFile

if TYPE_CHECKING:
    from pydantic import BaseModel

_MODELS: dict[str, type[BaseModel]] = {
    "assessment": Assessment,
    "cell": Cell,
    "evidence": EvidenceFile,
    "outlook": OutlookFile,
    "rules": RulesFile,
}


def generate() -> dict[str, str]:
    """Return the text of every schema by its file name."""
    schemas = {name: model.model_json_schema(by_alias=True) for name, model in _MODELS.items()}
    schemas |= _framework_and_codebook()
    return {f"{name}.schema.json": _text(name, schema) for name, schema in sorted(schemas.items())}


def _framework_and_codebook() -> dict[str, dict[str, Any]]:
    """Return the framework's schema, its codebook lists optional there and alone in a schema of their own."""
    whole = Framework.model_json_schema(by_alias=True)
    framework = {**whole, "required": [key for key in whole["required"] if key not in CODEBOOK]}
    codebook = {
        "$defs": whole["$defs"],
        "additionalProperties": False,
        "description": "How evidence is tagged; merged into framework.yaml.",
        "properties": {key: whole["properties"][key] for key in CODEBOOK},
        "title": "Codebook",
        "type": "object",
    }
    return {"framework": framework, "codebook": codebook}


def _text(name: str, schema: dict[str, Any]) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.schema.json"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """Write or check the schemas of a folder; return the exit code."""
    action, folder = arguments[0], Path(arguments[1])
    wanted = generate()
    if action == "--write":
        folder.mkdir(exist_ok=True)
        for name, text in wanted.items():
            (folder / name).write_text(text, encoding="utf-8")
        return 0
    present = {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.json")}
    differing = sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))
    if differing:
        sys.stderr.write(f"schemas differ from the models: {', '.join(differing)}; run `make schemas`\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
