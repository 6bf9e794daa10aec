"""A framework's own schemas accept its files, refuse ids that it does not have, and say what ids mean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from assessor.resources import resource_dir
from assessor.ruleset.load import load_placed
from assessor.ruleset.own_schemas import generate_own
from assessor.ruleset.yaml_source import YamlDocument, read_yaml
from tests.unit.ruleset.flaws import FIXTURES

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "framework.yaml": "framework",
    "codebook.yaml": "codebook",
    "cells/*.yaml": "cell",
    "rules/**/*.yaml": "rules",
    "outlook/*.yaml": "outlook",
    "evidence/*.yaml": "evidence",
}
FOLDERS = [resource_dir("rules") / "doctrine", resource_dir("rules") / "violence-mx", FIXTURES / "sound"]
SOUND = FIXTURES / "sound"


def schemas_of(folder: Path) -> dict[str, Any]:
    texts = generate_own(load_placed(folder)[1], sorted((folder / "evidence").glob("*.yaml")))
    return {name.removesuffix(".schema.json"): json.loads(text) for name, text in texts.items()}


def read(path: Path) -> dict[str, Any]:
    document = read_yaml(path, path.name)
    assert isinstance(document, YamlDocument)
    return document.data


@pytest.fixture(scope="module")
def sound() -> dict[str, Any]:
    return schemas_of(SOUND)


def allows(schema: Any, data: Any) -> bool:
    return Draft202012Validator(schema).is_valid(data)


def rules_with(when: dict[str, Any] | None = None, **other: Any) -> dict[str, Any]:
    rule = {"id": "r", "when": when or {"finding": "ships-come"}, "then": {"finding": "f"}, "because": "so"}
    return {"cell": "harbour", "rules": [rule | other]}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_files_of_a_framework_are_valid_by_its_own_schemas(folder):
    schemas = schemas_of(folder)
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    for pattern, kind in KINDS.items():
        for path in folder.glob(pattern):
            errors = [error.message for error in Draft202012Validator(schemas[kind]).iter_errors(read(path))]
            assert errors == [], path


RIGHT = [
    {"signals": {"dimension": "quay", "tags": ["storm", "strike"], "tier": 1}, "within": "P1Y"},
    {"reading": "arrivals", "is": {"above": 1}, "max_age": "P3M"},
    {"readings": ["arrivals", "departures"], "across": "mean", "is": {"above": 1}, "max_age": "P3M"},
    {"finding": "ships-come"},
    {"score": {"ships-come": 1}, "at_least": 1},
    {"state": "busy"},
    {"trajectory_of": "ferry", "is": "idle"},
    {"not": {"all": [{"finding": "ships-come"}]}},
]
WRONG = [
    {"signals": {"dimension": "quai"}, "within": "P1Y"},
    {"signals": {"tags": ["storm", "hail"]}, "within": "P1Y"},
    {"signals": {"tier": 3}, "within": "P1Y"},
    {"signals": {"direction": "unstated"}, "within": "P1Y"},
    {"signals": {}, "after": {"stage": "rumour"}, "within": "P1Y"},
    {"reading": "arivals", "is": {"above": 1}, "max_age": "P3M"},
    {"readings": ["arrivals", "x"], "across": "mean", "is": {"above": 1}, "max_age": "P3M"},
    {"finding": "ships-go"},
    {"score": {"ships-go": 1}, "at_least": 1},
    {"state": "buzy"},
    {"trajectory_of": "fairy", "is": "idle"},
    {"not": {"all": [{"finding": "ships-go"}]}},
]


@pytest.mark.parametrize(("when", "is_right"), [*((w, True) for w in RIGHT), *((w, False) for w in WRONG)])
def test_a_condition_may_name_what_there_is_and_nothing_else(sound, when, is_right):
    assert allows(sound["rules"], rules_with(when)) is is_right


@pytest.mark.parametrize(
    ("then", "is_right"),
    [
        ({"finding": "quite-new"}, True),
        ({"dimension": "quay", "status": "open"}, True),
        ({"dimension": "quay", "status": "ajar"}, False),
        ({"transition": "busy", "from": ["idle"]}, True),
        ({"transition": "busy", "from": ["asleep"]}, False),
        ({"qualifier": "in rain"}, False),
        ({"trend": "sideways"}, False),
    ],
)
def test_a_conclusion_may_name_what_there_is_and_a_new_finding(sound, then, is_right):
    assert allows(sound["rules"], rules_with(then=then)) is is_right


def test_a_cell_has_a_schema_that_knows_its_own_dimensions_and_findings_alone(sound):
    of_the_ferry = rules_with({"signals": {"dimension": "deck"}, "within": "P1Y"})
    assert allows(sound["rules"], of_the_ferry)
    assert not allows(sound["rules-harbour"], of_the_ferry)
    assert allows(sound["rules-ferry"], of_the_ferry | {"cell": "ferry"})
    assert not allows(sound["rules-ferry"], of_the_ferry)
    assert "rules-lighthouse" not in sound


def test_evidence_may_say_unstated_and_may_cite_sources_of_the_record(sound):
    impact = {"cell": "harbour", "dimensions": "quay", "direction": "unstated"}
    signal = {"id": "s", "title": "t", "date": "2025-03", "sources": "never-seen", "impacts": [impact]}
    batch = {"batch": "b", "provenance": "made up for a test", "signals": [signal]}
    assert allows(sound["evidence"], batch)
    batch["signals"] = [signal | {"impacts": [impact | {"direction": "sideways"}]}]
    assert not allows(sound["evidence"], batch)


def test_sources_of_the_folder_are_offered(tmp_path):
    source = {"id": "book", "title": "The book", "tier": 1, "published": "2025-01-02"}
    path = tmp_path / "batch.yaml"
    path.write_text(yaml.safe_dump({"batch": "b", "provenance": "made up here", "sources": [source]}), "utf-8")
    (text,) = [t for n, t in generate_own(load_placed(SOUND)[1], [path]).items() if n == "evidence.schema.json"]
    offered = json.loads(text)["$defs"]["Reading"]["properties"]["source"]["anyOf"]
    assert offered[0]["enum"] == ["book"]


def test_an_id_is_explained(sound):
    tags = sound["rules"]["$defs"]["Selector"]["properties"]["tags"]["anyOf"][0]
    assert dict(zip(tags["enum"], tags["enumDescriptions"], strict=True)) == {
        "storm": "Wind did it.",
        "strike": "People did it.",
    }


def test_an_id_of_digits_may_be_written_as_a_number():
    schema = schemas_of(FOLDERS[0])["rules"]["properties"]["cell"]["anyOf"][0]
    assert {"11", 11} <= set(schema["enum"])


def test_what_a_file_that_cannot_be_read_may_declare_is_not_refused(tmp_path):
    for path in SOUND.rglob("*.yaml"):
        copy = tmp_path / path.relative_to(SOUND)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "rules" / "ferry.yaml").write_text("rules: [", encoding="utf-8")
    schema = schemas_of(tmp_path)["rules"]
    assert allows(schema, rules_with({"finding": "perhaps-in-there"}))
    assert not allows(schema, rules_with({"reading": "arivals", "is": {"above": 1}, "max_age": "P3M"}))
