"""The generated schemas accept what the loader accepts, refuse what has another shape, and explain keys."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from assessor.resources import resource_dir
from assessor.ruleset.schemas import find_drift, generate, main
from assessor.ruleset.yaml_source import YamlDocument, read_yaml
from tests.unit.ruleset.flaws import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS = {name.removesuffix(".schema.json"): json.loads(text) for name, text in generate().items()}
KINDS = {
    "framework.yaml": "framework",
    "codebook.yaml": "codebook",
    "cells/*.yaml": "cell",
    "rules/**/*.yaml": "rules",
    "outlook/*.yaml": "outlook",
    "evidence/*.yaml": "evidence",
}
DOCTRINE = resource_dir("rules") / "doctrine"
WELL_FORMED = [
    pytest.param(path, kind, id=f"{folder.name}/{path.relative_to(folder).as_posix()}")
    for folder in (DOCTRINE, FIXTURES / "sound")
    for pattern, kind in KINDS.items()
    for path in sorted(folder.glob(pattern))
]
OF_ANOTHER_SHAPE = [
    ("two-heads.rules.yaml", "rules"),
    ("no-head.rules.yaml", "rules"),
    ("numbers-of-wrong-shape.rules.yaml", "rules"),
    ("more-than-five-assumptions.outlook.yaml", "outlook"),
    ("keys-that-do-not-belong.codebook.yaml", "codebook"),
    ("wrong-shape.codebook.yaml", "codebook"),
    ("framework-of-wrong-shape.framework.yaml", "framework"),
    ("cell-of-wrong-shape/cells/ferry.yaml", "cell"),
]


def read(path: Path) -> dict[str, Any]:
    document = read_yaml(path, path.name)
    assert isinstance(document, YamlDocument)
    return document.data


def rules_with(condition: dict[str, Any]) -> dict[str, Any]:
    return {"cell": "c", "rules": [{"id": "r", "when": condition, "then": {"finding": "f"}, "because": "so"}]}


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_is_a_schema_with_a_relative_id(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMAS[name]["$id"] == f"{name}.schema.json"
    assert SCHEMAS[name]["description"]


@pytest.mark.parametrize(("path", "kind"), WELL_FORMED)
def test_files_that_load_are_valid(path: Path, kind: str) -> None:
    assert [error.message for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(read(path))] == []


@pytest.mark.parametrize(("name", "kind"), OF_ANOTHER_SHAPE)
def test_files_of_another_shape_are_not(name: str, kind: str) -> None:
    assert not Draft202012Validator(SCHEMAS[kind]).is_valid(read(FIXTURES / "flaws" / name))


@pytest.mark.parametrize(
    ("condition", "is_valid"),
    [
        ({"signals": {"tier": 1}, "within": "P1Y"}, True),
        ({"signals": {"tier": [1, 2]}, "within": "P1Y"}, True),
        ({"signals": {"tier": [1, 1]}, "within": "P1Y"}, False),
        ({"signals": {"tier": "1"}, "within": "P1Y"}, False),
        ({"signals": {}, "within": "1 P1Y"}, False),
        ({"findings": ["a", "b"], "at_least": 1}, True),
        ({"findings": ["a"], "at_least": 1}, False),
        ({"findings": "a", "at_least": 1}, False),
        ({"state": "a", "for": "P1M"}, True),
        ({"state": "a", "duration": "P1M"}, False),
        ({"reading": "a", "is": {"at_least": "1.5"}, "max_age": "P1Y"}, True),
        ({"reading": "a", "is": {"at_least": "x 1.5"}, "max_age": "P1Y"}, False),
    ],
)
def test_conditions_may_be_written_as_the_loader_reads_them(condition: dict[str, Any], is_valid: bool) -> None:
    assert Draft202012Validator(SCHEMAS["rules"]).is_valid(rules_with(condition)) is is_valid


def test_the_framework_may_hold_its_codebook_or_leave_it_beside() -> None:
    framework, codebook = read(FIXTURES / "sound/framework.yaml"), read(FIXTURES / "sound/codebook.yaml")
    assert Draft202012Validator(SCHEMAS["framework"]).is_valid(framework | codebook)
    assert not Draft202012Validator(SCHEMAS["codebook"]).is_valid(framework | codebook)


def test_keys_are_explained_where_a_docstring_does() -> None:
    reading = SCHEMAS["rules"]["$defs"]["Reading"]
    assert reading["description"] == "One indicator's readings against a threshold."
    told = reading["properties"]["max_age"]["description"]
    assert told.startswith("How old the end of the latest period may be, that day included; older is stale.")
    assert "Attributes:" not in json.dumps(SCHEMAS)


def test_the_shipped_schemas_are_those_of_the_models() -> None:
    assert find_drift(resource_dir("schemas")) == []


def test_drift_is_told_file_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "schemas"
    assert main(["--write", str(folder)]) == 0
    assert main(["--check", str(folder)]) == 0
    (folder / "cell.schema.json").unlink()
    (folder / "song.schema.json").write_text("{}", encoding="utf-8")
    rules = folder / "rules.schema.json"
    rules.write_text(rules.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert main(["--check", str(folder)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{folder}/cell.schema.json: is missing",
        f"{folder}/rules.schema.json: 0 lines to add, 1 to remove",
        f"{folder}/song.schema.json: is the schema of no file",
        "schemas differ from the models; run `make schemas`",
    ]


def test_the_module_is_a_command() -> None:
    command = [sys.executable, "-m", "assessor.ruleset.schemas", "--check", str(resource_dir("schemas"))]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    assert subprocess.run(command[:-2], check=False, capture_output=True).returncode == 2
