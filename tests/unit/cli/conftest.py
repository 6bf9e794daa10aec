"""What the tests of the command line share: running it in this process, and a database with the shipped evidence."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assessor.bootstrap import open_assessor
from assessor.cli import main
from assessor.cli.options import shipped_framework
from assessor.intake.read import read_evidence
from assessor.ruleset.load import load_ruleset
from assessor.services.assess import assess
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from assessor.telemetry import configure
from tests.unit.cli.record import AGAIN, FIRST, LAST, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The one object that was printed."""
        (line,) = self.out.splitlines()
        return json.loads(line)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ended]]:
    """Run the program in this process, 100 columns wide."""
    monkeypatch.setenv("COLUMNS", "100")

    def command(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["assessor", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Ended(int(ended.value.code or 0), told.out, told.err)

    yield command
    configure()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the doctrine's rules and evidence, and nothing assessed; not to be written."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(str(path), "tester") as assessor:
        initialise(assessor, "assessor.example/test")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
        for file in sorted((shipped_framework() / "evidence").glob("*.yaml")):
            record_batch(assessor, read_evidence(file))
    return path


@pytest.fixture
def db(filled: Path, tmp_path: Path) -> Path:
    """Return a copy of it that may be written."""
    return Path(shutil.copy(filled, tmp_path / "copy.db"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the doctrine's rules and no evidence; not to be written."""
    path = tmp_path_factory.mktemp("published") / "published.db"
    ruleset = load_ruleset(shipped_framework()).require()
    with open_assessor(str(path), "tester") as assessor:
        initialise(assessor, "assessor.example/test")
        publish_ruleset(assessor, ruleset, ruleset.framework.epoch)
    return path


@pytest.fixture
def bare(published: Path, tmp_path: Path) -> Path:
    """Return a copy of it that may be written."""
    return Path(shutil.copy(published, tmp_path / "bare.db"))


@pytest.fixture
def unchanged(bare: Path) -> Iterator[Path]:
    """Return a database that must be the same, byte for byte, when the test is over."""
    before = bare.read_bytes()
    yield bare
    assert bare.read_bytes() == before
    assert [path.name for path in bare.parent.iterdir() if path.name.startswith("bare.db")] == ["bare.db"]


@pytest.fixture(scope="session")
def assessed(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with three assessments of cell 11; not to be written."""
    path = Path(shutil.copy(filled, tmp_path_factory.mktemp("assessed") / "assessed.db"))
    with open_assessor(str(path), "tester") as assessor:
        days = ("2026-03-31", SHIPPED, SHIPPED)
        found = [assess(assessor, "11", as_of=date.fromisoformat(day), known_at=SHIPPED) for day in days]
    assert [one.assessment.entry_index for one in found] == [FIRST, LAST, AGAIN]
    return path


@pytest.fixture
def own(assessed: Path, tmp_path: Path) -> Path:
    """Return a copy of it that may be changed."""
    return Path(shutil.copy(assessed, tmp_path / "own.db"))
