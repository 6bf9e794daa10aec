"""The plugin, in a repository of its own that has rules and no Python."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.docs.pages import lay_out_files
from tests.docs.snippets import GUIDE

if TYPE_CHECKING:
    from pathlib import Path

FAILING = """Feature: Not so
  Scenario: It is open
    Given the framework "harbours" with its evidence
    When cell "north" is assessed as of 2025-05-25
    Then the trajectory is "Open"
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    lay_out_files(GUIDE, tmp_path)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    without = [word for name in ("cacheprovider", "randomly", "hypothesispytest") for word in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", "-q", *without, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_features_are_collected_as_they_lie(repository: Path) -> None:
    done = run(repository)
    assert "6 passed" in done.stdout, done.stdout


def test_a_failure_is_told_at_its_line_without_a_traceback(repository: Path) -> None:
    (repository / "harbours" / "features" / "b.feature").write_text(FAILING)
    done = run(repository, "harbours/features/b.feature")
    assert done.returncode == 1
    assert "b.feature:5: It is open" in done.stdout
    assert "expected `Open`" in done.stdout
    assert "found    `Limited`" in done.stdout
    assert "all of" in done.stdout  # the tree of the guard that did not open
    assert "Traceback" not in done.stdout
    assert ".py:" not in done.stdout


UNDOABLE = {
    "unknown": ("the trajectory is", "the trayectory is", "Then the trajectory is"),
    "word": ('"Open"', '"Opne"', "did you mean `Open`?"),
    "cell": ('"north"', '"nort"', "did you mean `north`?"),
    "nothing": ('    Then the trajectory is "Open"\n', "", "expects nothing"),
}


def test_what_cannot_be_done_is_told_with_what_comes_nearest(repository: Path) -> None:
    files = []
    for name, (old, new, _) in UNDOABLE.items():
        files.append(f"harbours/features/{name}.feature")
        (repository / files[-1]).write_text(FAILING.replace(old, new))
    done = run(repository, "--continue-on-collection-errors", *files)
    assert "3 failed, 1 error" in done.stdout
    parts = done.stdout.partition("short test summary")[0].split("\n____")
    for name, (_, _, told) in UNDOABLE.items():
        (part,) = (part for part in parts if f"{name}.feature:" in part)
        assert told in part, part
    assert "Traceback" not in done.stdout


def test_steps_of_a_repository_work_beside_the_vocabulary(repository: Path) -> None:
    features = repository / "harbours" / "features"
    (features / "conftest.py").write_text(
        "from pytest_bdd import then\n\n\n@then('it is written in blue')\ndef _(assessor_world):\n"
        "    assert assessor_world.last.verdict.trajectory == 'Limited'\n"
    )
    (features / "b.feature").write_text(FAILING.replace('the trajectory is "Open"', "it is written in blue"))
    assert "1 passed" in run(repository, "harbours/features/b.feature").stdout


def test_without_rules_feature_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()  # else a framework that another test left beside would be taken for this repository's
    (tmp_path / "b.feature").write_text(FAILING)
    assert "no tests ran" in run(tmp_path).stdout
