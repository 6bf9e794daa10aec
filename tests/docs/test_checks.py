"""The page of checks: the first example of each code is told it, of the second there is nothing new to say."""

from __future__ import annotations

import ast
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from assessor.workbench.check import check_folder
from tests.docs.pages import CHECKOUT, DOCS, blocks_in, lay_out_files, sections_of

if TYPE_CHECKING:
    from pathlib import Path

PAGE = DOCS / "checks.md"
TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = {title.strip("`"): text for title, text in sections_of(TEXT, 3).items()}
LAST = date(2026, 4, 26)
FILES = {
    "framework.yaml": ("trajectories", "statuses", "trends", "qualifiers", "indicators"),
    "codebook.yaml": ("directions", "stages", "severities", "tags", "amounts", "tiers"),
    "cells/lake.yaml": ("dimensions", "tensions"),
    "rules/lake.yaml": ("rules",),
}


def lay_out(example: dict[str, Any], folder: Path) -> Path:
    """Write the page's framework with what an example adds to its lists; without rules, where it lists none."""
    lay_out_files(PAGE, folder)
    lake = folder / "lake"
    if example.get("rules") == []:
        del example["rules"]
        (lake / "rules" / "lake.yaml").unlink()
        return lake
    for cell in example.pop("cells", ()):
        (lake / "cells" / f"{cell['cell']}.yaml").write_text(yaml.safe_dump(cell), encoding="utf-8")
    for name, keys in FILES.items():
        data = yaml.safe_load((lake / name).read_text(encoding="utf-8"))
        data |= {key: [*data.get(key, ()), *example.pop(key)] for key in keys if key in example}
        (lake / name).write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    assert not example, "an example adds to lists that there are"
    return lake


def told(example: str, folder: Path) -> set[str]:
    found = check_folder(lay_out(yaml.safe_load(example), folder), LAST)
    assert not found.counts["error"], found.problems
    return {problem.code for problem in found.problems}


def test_of_the_pages_framework_there_is_nothing_to_say(tmp_path):
    assert told("{}", tmp_path) == set()


@pytest.mark.parametrize("code", SECTIONS)
def test_the_first_example_is_told_the_code_and_the_second_nothing(code, tmp_path):
    bad, good = (block.text for block in blocks_in(SECTIONS[code], "yaml"))
    named = set(re.findall(r"`([a-z-]+)`", SECTIONS[code]))
    assert {code} <= told(bad, tmp_path / "bad") <= {code} | named
    assert told(good, tmp_path / "good") == set()


def test_every_code_of_a_warning_or_a_note_has_a_section_and_every_section_a_code():
    package = CHECKOUT / "src" / "assessor"
    known = set()
    for path in (package / "ruleset").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        known |= set(re.findall(r'"([a-z]+(?:-[a-z]+)*)",\s+(?:severity=)?"(?:warning|note)"', text))
        known |= set(re.findall(r'code="([a-z-]+)", severity="warning"', text))
    for path in (package / "workbench" / "check").glob("*.py"):
        constants = [n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if type(n) is ast.Constant]
        known |= {c for c in constants if isinstance(c, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", c)}
    assert known - {"error"} == set(SECTIONS)
