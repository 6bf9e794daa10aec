"""The page of every key says what the models say: which keys there are, which are needed, and what each of them is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel

from assessor.domain.cell import Cell
from assessor.domain.evidence_file import EvidenceFile
from assessor.domain.framework import Framework
from assessor.ruleset.conclusions import CONCLUSIONS
from assessor.ruleset.conditions import HEADS, AtLeast
from assessor.ruleset.model import OutlookFile, RulesFile
from assessor.ruleset.reference.__main__ import main
from assessor.ruleset.reference.kinds import kinds_of_file
from assessor.ruleset.reference.page import render_reference
from assessor.ruleset.reference.takes import describe_takes
from tests.docs.pages import DOCS, sections_of, tables_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PAGE = render_reference()
RULES = kinds_of_file()[3]
FILES = (Framework, Cell, RulesFile, EvidenceFile, OutlookFile)


def models_below(annotations: Iterable[Any], seen: dict[type[BaseModel], None]) -> list[type[BaseModel]]:
    """Return every model that annotations name, and all that those name."""
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
            seen[annotation] = None
            models_below((field.annotation for field in annotation.model_fields.values()), seen)
        models_below(get_args(annotation), seen)
    return list(seen)


PARTS = [model for model in models_below(FILES, {}) if model not in FILES]


def heading_of(model: type[BaseModel]) -> str:
    if model is AtLeast:
        return "Condition `at_least` … `of`"
    for word, kinds in (("Condition", HEADS), ("Conclusion", CONCLUSIONS)):
        for key, kind in kinds.items():
            if kind is model:
                return f"{word} `{key}`"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).capitalize()


def rows_under(heading: str) -> dict[str, dict[str, str]]:
    found = [text for level in (2, 3, 4) for title, text in sections_of(PAGE, level).items() if title == heading]
    assert len(found) == 1, heading
    table = tables_in(found[0])[0]
    return {row["key"].strip("`"): row for row in table}


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_every_key_of_every_part_has_a_row_that_says_whether_it_is_needed(model: type[BaseModel]) -> None:
    rows = rows_under(heading_of(model))
    assert rows.keys() == {field.alias or name for name, field in model.model_fields.items()}
    for name, field in model.model_fields.items():
        row = rows[field.alias or name]
        assert (row["left out"] == "**required**") is field.is_required()
        assert row["means"], name
        assert row["takes"], name


def test_a_file_of_each_kind_has_its_keys() -> None:
    kinds = {kind.title: rows_under(kind.title).keys() for kind in kinds_of_file()}
    assert kinds["Framework"] | kinds["Codebook"] == set(Framework.model_fields)
    assert kinds["Framework"] & kinds["Codebook"] == set()
    assert kinds["Cell"] == set(Cell.model_fields)
    assert kinds["Rules"] == set(RulesFile.model_fields)
    assert kinds["Evidence batch"] == set(EvidenceFile.model_fields) - {"table"}
    assert kinds["Table sheet"] == set(EvidenceFile.model_fields) - {"signals", "readings"}
    assert kinds["Outlook"] == set(OutlookFile.model_fields)


@pytest.mark.parametrize(
    ("heading", "key", "takes", "left_out"),
    [
        ("Framework", "epoch", "[day](#values)", "**required**"),
        ("Framework", "initial", "id of a trajectory", "**required**"),
        ("Indicator", "precision", "whole number, 0 to 9", "`0`"),
        ("Codebook", "tags", "list: [term](#term)", "none"),
        ("Severity", "weight", "number", "**required**"),
        ("Rules", "cells", "`all`", "none"),
        ("Rule", "when", "a [condition](#conditions)", "none"),
        ("Rule", "because", "text, 1 to 1,000 characters", "**required**"),
        ("Selector", "tier", "number of a tier, or a list of such", "none"),
        ("Condition `reading`", "take", "`latest`, `mean` or `sum`", "`latest`"),
        ("Condition `findings`", "findings", "list, 2 at least: id of a finding", "**required**"),
        (
            "Condition `score`",
            "score",
            "mapping, 1 at least: id of a finding to whole number, -1,000,000 to 1,000,000",
            "**required**",
        ),
        ("Condition `trajectory_of`", "previous_day", "`true` or `false`", "`false`"),
        ("Conclusion `tension`", "between", "list of 2: id of a finding", "**required**"),
        ("Impact", "dimensions", "id of a dimension, or a list of such", "`unstated`"),
        ("Signal", "date", "[date](#values)", "**required**"),
        ("Signal table", "amounts", "mapping: id of an amount to text, 1 to 200 characters, or a list of such", "none"),
        ("Branch", "assumes", "list, 1 to 5: [assumption](#assumption)", "**required**"),
    ],
)
def test_types_bounds_and_defaults_are_told(heading: str, key: str, takes: str, left_out: str) -> None:
    row = rows_under(heading)[key]
    assert (row["takes"], row["left out"]) == (takes, left_out)


def test_a_part_is_told_once_whatever_has_it() -> None:
    headings = re.findall(r"(?m)^#+ (.+)$", PAGE)
    assert len(headings) == len(set(headings))


def test_a_form_that_has_no_words_is_no_silent_gap() -> None:
    with pytest.raises(TypeError, match="no words for a schema of the form"):
        describe_takes({"type": "null"}, RULES, None)


def test_the_page_in_the_docs_is_up_to_date() -> None:
    assert (DOCS / "reference.md").read_text(encoding="utf-8") == PAGE


def test_drift_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "reference.md"
    assert main(["--check", str(page)]) == 1
    assert main(["--write", str(page)]) == 0
    assert main(["--check", str(page)]) == 0
    page.write_text(PAGE + "\n", encoding="utf-8")
    assert main(["--check", str(page)]) == 1
    assert capsys.readouterr().err.splitlines() == [f"{page} differs from the models; run `make schemas`"] * 2
