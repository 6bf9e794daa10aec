"""Each flaw that a ruleset can have is told in full, at its place, with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor.errors import RulesetInvalidError
from assessor.ruleset.load import load_ruleset
from tests.unit.ruleset.flaws import FIXTURES, FLAWS, expected_problems, lay_out

FOLDER = Path("framework")


def test_the_sound_ruleset_has_no_problem() -> None:
    loaded = load_ruleset(FIXTURES / "sound")
    assert loaded.problems == ()
    assert loaded.require() is loaded.ruleset


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.name)
def test_a_flaw_is_told_at_its_place_and_nothing_else_is(
    flaw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(flaw, FOLDER)
    expected = expected_problems(FOLDER)
    loaded = load_ruleset(FOLDER)
    assert [str(problem) for problem in loaded.problems] == expected
    assert expected, "a flaw says what is to be told"


@pytest.mark.parametrize("flaw", FLAWS, ids=lambda flaw: flaw.name)
def test_errors_refuse_a_ruleset_and_warnings_do_not(
    flaw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lay_out(flaw, FOLDER)
    loaded = load_ruleset(FOLDER)
    if all(": warning: " in line or ": note: " in line for line in expected_problems(FOLDER)):
        assert loaded.require() is loaded.ruleset
        return
    assert loaded.ruleset is None
    with pytest.raises(RulesetInvalidError) as refused:
        loaded.require()
    assert refused.value.problems == loaded.errors
